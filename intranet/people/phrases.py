"""Vietnamese words of units, people, accounts and roles."""

from collections.abc import Mapping
from typing import Any

WORDS: dict[str, str] = {
    "UnitKind.commune": "Ủy ban nhân dân xã",
    "UnitKind.office": "Phòng, Văn phòng",
    "UnitKind.service": "Trung tâm, điểm phục vụ, đơn vị sự nghiệp",
    "UnitKind.school": "Trường học",
    "UnitKind.health": "Trạm y tế",
    "UnitKind.village": "Thôn",
    "UnitKind.quarter": "Tổ dân phố",
    "UnitKind.front": "Mặt trận Tổ quốc và tổ chức thành viên",
    "UnitKind.other": "Đơn vị khác",
    "Honorific.Ông": "Ông",
    "Honorific.Bà": "Bà",
    "Role.staff": "Cán bộ, công chức",
    "Role.unit_head": "Trưởng đơn vị",
    "Role.standing": "Thường trực thi đua",
    "Role.council_member": "Thành viên Hội đồng",
    "Role.council_secretary": "Thư ký Hội đồng",
    "Role.council_chair": "Chủ tịch Hội đồng",
    "Role.teller": "Tổ kiểm phiếu",
    "Role.chairman": "Chủ tịch Ủy ban nhân dân xã",
    "Role.clerk": "Văn thư",
    "Role.admin": "Quản trị",
    "ChangeKind.renamed": "Đổi tên",
    "ChangeKind.merged": "Sáp nhập",
    "Purpose.decision": "Quyết định, giấy khen",
    "Purpose.submission": "Tờ trình",
    "people:account_created": "Tạo tài khoản",
    "people:account_disabled": "Khóa tài khoản",
    "people:account_enabled": "Mở lại tài khoản",
    "people:password_reset": "Đặt lại mật khẩu",
    "people:role_given": "Giao vai trò",
    "people:own_role_given": "Quản trị tự giao vai trò cho mình",
    "people:role_ended": "Kết thúc vai trò",
    "people:signed_in": "Đăng nhập",
    "people:sign_in_failed": "Đăng nhập không thành công",
    "people:signed_out": "Đăng xuất",
    "people:session_ended": "Đăng xuất một thiết bị khác",
    "people:password_changed": "Đổi mật khẩu",
    "people:organisation_changed": "Sửa thông tin cơ quan",
    "people:signer_given": "Thêm người ký",
    "people:signer_ended": "Kết thúc người ký",
    "people:unit_made": "Thêm đơn vị",
    "people:unit_changed": "Sửa đơn vị",
    "people:unit_closed": "Kết thúc đơn vị",
    "people:unit_renamed": "Đổi tên đơn vị",
    "people:unit_merged": "Sáp nhập đơn vị",
    "people:person_made": "Thêm người",
    "people:person_changed": "Sửa thông tin người",
    "people:person_left": "Ghi nhận nghỉ công tác",
    "people:person_returned": "Ghi nhận trở lại công tác",
}
TONES: dict[str, str] = {}


def log_words(event: str, data: Mapping[str, Any]) -> str:
    """Return what an event of this feature carries, in words for the log; empty when its name says it all."""
    if event in ("people:role_given", "people:own_role_given", "people:role_ended"):
        return WORDS[f"Role.{data['role']}"]
    if event in ("people:account_created", "people:sign_in_failed"):
        return f"Tên đăng nhập: {data['login']}"
    if event in ("people:unit_made", "people:person_made"):
        return str(data["name"])
    if event == "people:unit_renamed":
        return f"{data['from']} → {data['to']}, {data['document']}"
    if event == "people:unit_merged":
        return (
            f"{data['from']} nhập vào {data['into']}, {data['document']}: {data['people']} người chuyển sang"
        )
    if event == "people:signer_given":
        lines, purpose = str(data["lines"]).replace("\n", " / "), data["purpose"]
        return f"{WORDS[f'Purpose.{purpose}']}: {lines}"
    return ""

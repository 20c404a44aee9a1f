"""The commune, its units, the movement of the plan, the stock that comes with the program. Loaded once into an empty database."""

import datetime as dt

import sqlalchemy as sa

from ..campaign.models import Campaign, Theme
from ..core.db import db
from ..people.models import Organisation, Unit, UnitKind
from ..printing.stock_actions import default_stock
from .indicators import load_indicators
from .law import load_law
from .words import load_wording

ORGANISATION = {
    "name": "Ủy ban nhân dân xã Đại Thanh",
    "short_name": "UBND xã Đại Thanh",
    "commune": "xã Đại Thanh",
    "place_name": "Đại Thanh",
    "city": "thành phố Hà Nội",
    "head_title": "Chủ tịch Ủy ban nhân dân xã Đại Thanh",
    "standing_office": "Phòng Văn hóa - Xã hội",
    "decision_symbol": "QĐ-UBND",
    "submission_symbol": "TTr-VHXH",
    "minutes_symbol": "BB-HĐTĐKT",
    "copies_line": "Lưu: VT, VHXH",
    "register_label": "Số sổ vàng",
    "fund_name": "Quỹ thi đua, khen thưởng của xã Đại Thanh",
}

_K = UnitKind
# (kind, name, short name); the plan names the offices, the places below are to be completed by the commune
UNITS = (
    (_K.OFFICE, "Văn phòng HĐND - UBND", "VP"),
    (_K.OFFICE, "Phòng Văn hóa - Xã hội", "VHXH"),
    (_K.OFFICE, "Phòng Kinh tế", "KT"),
    (_K.SERVICE, "Điểm phục vụ hành chính công", "PVHCC"),
    (_K.HEALTH, "Trạm Y tế", "TYT"),
    (_K.SCHOOL, "Trường Tiểu học Đại Thanh", "TH"),
    (_K.SCHOOL, "Trường Trung học cơ sở Đại Thanh", "THCS"),
    (_K.FRONT, "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "MTTQ"),
    (_K.VILLAGE, "Thôn Tả Thanh Oai", ""),
    (_K.VILLAGE, "Thôn Siêu Quần", ""),
    (_K.VILLAGE, "Thôn Thượng Phúc", ""),
    (_K.QUARTER, "Tổ dân phố số 1", ""),
)

CAMPAIGN = "Cải cách hành chính đồng bộ, Chính quyền phục vụ nhân dân"
# the five contents of the plan, part III, with their quantitative targets word for word
THEMES = (
    (
        "Thi đua cải cách thể chế và thủ tục hành chính",
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 99% trở lên.\n"
        "Tỷ lệ hồ sơ phải bổ sung quá một lần không vượt quá 5%.\n"
        "Mỗi năm đề xuất ít nhất 02 kiến nghị cải cách thủ tục hành chính gửi cấp trên.",
    ),
    (
        "Thi đua chuyển đổi số trong quản lý và điều hành",
        "100% văn bản trao đổi nội bộ được xử lý trên môi trường điện tử.\n"
        "100% cán bộ, công chức sử dụng chữ ký số trong xử lý công việc.\n"
        "Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 100%.\n"
        "Tỷ lệ người dân sử dụng dịch vụ công trực tuyến đạt 80% trở lên vào năm 2030.",
    ),
    (
        "Thi đua nâng cao chất lượng phục vụ nhân dân",
        "Chỉ số hài lòng của người dân đạt 90% trở lên.\n"
        "Tỷ lệ hồ sơ phải đi lại nhiều lần giảm xuống dưới 3%.\n"
        "Ít nhất 01 đợt khảo sát sự hài lòng của người dân mỗi năm.",
    ),
    (
        "Thi đua xây dựng đội ngũ cán bộ, công chức chuyên nghiệp",
        "100% cán bộ, công chức được đào tạo kỹ năng số cơ bản.\n"
        "Ít nhất 30% cán bộ đạt chuẩn kỹ năng số nâng cao.\n"
        "Mỗi phòng chuyên môn có ít nhất 01 sáng kiến cải cách hành chính mỗi năm.",
    ),
    (
        "Thi đua xây dựng mô hình cải cách hành chính đặc thù của xã Đại Thanh",
        "100% thôn, tổ dân phố có tổ chuyển đổi số cộng đồng.\n"
        "Mỗi năm tổ chức ít nhất 10 buổi tuyên truyền, hướng dẫn kỹ năng số cho người dân.\n"
        "Tỷ lệ người dân biết sử dụng dịch vụ công trực tuyến đạt 70% vào năm 2028 và 80% vào năm 2030.",
    ),
)


def load_new() -> bool:
    """Load rules and wording that a newer program brings into a database of an older one; say whether any was new."""
    news = [load_law(), load_wording(), load_indicators()]
    db.session.commit()
    return any(news)


def load_base() -> bool:
    """Load the plan, the law and the wording into an empty database; return whether anything was loaded."""
    if db.session.scalar(sa.select(Organisation.id)) is not None:
        return False
    db.session.add(Organisation(id=1, **ORGANISATION))
    root = Unit(kind=UnitKind.COMMUNE, name=ORGANISATION["short_name"], short_name="UBND", position=0)
    db.session.add(root)
    db.session.flush()
    for position, (kind, name, short) in enumerate(UNITS, start=1):
        db.session.add(Unit(kind=kind, name=name, short_name=short, position=position, parent_id=root.id))
    campaign = Campaign(
        name=CAMPAIGN,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2030, 12, 31),
        plan_reference="Kế hoạch của UBND xã Đại Thanh phát động phong trào thi đua giai đoạn 2026 - 2030",
        goal="Xây dựng nền hành chính xã Đại Thanh hiện đại, minh bạch, hoạt động hiệu lực, hiệu quả; "
        "lấy người dân và doanh nghiệp làm trung tâm phục vụ.",
    )
    campaign.themes = [
        Theme(number=number, title=title, targets=targets)
        for number, (title, targets) in enumerate(THEMES, start=1)
    ]
    db.session.add(campaign)
    load_law()
    load_wording()
    default_stock()
    load_indicators()
    db.session.commit()
    return True

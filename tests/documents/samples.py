"""Documents for tests and for looking at: usual, short and extreme data."""

import datetime as dt
import struct
import zlib
from dataclasses import replace

from intranet.documents.kinds import (
    certificate,
    decision,
    initiative_application,
    initiative_certificate,
    meeting_minutes,
    submission,
)
from intranet.documents.parts import (
    Annex,
    Column,
    Group,
    Issuer,
    Letterhead,
    Number,
    PlaceDate,
    Signer,
    Table,
)

DAY = dt.date(2026, 12, 5)
UBND = Issuer(("ỦY BAN NHÂN DÂN", "XÃ ĐẠI THANH"))
OFFICE = Issuer(("PHÒNG VĂN HÓA - XÃ HỘI",), above=("UBND XÃ ĐẠI THANH",))
COUNCIL = Issuer(("Hội đồng Thi đua - Khen thưởng",), above=("UBND XÃ ĐẠI THANH",))
CHAIR = Signer(("CHỦ TỊCH",), "Nguyễn Văn Hưng")
DEPUTY = Signer(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Thị Minh Nguyệt")
LONG = "Nguyễn Phúc Thị Hoàng Bảo Quỳnh Nghiêm Trương Nguyễn Đoàn Trường Phương Thượng Khuê"
ENDLESS = ("Đã có thành tích " * 60).strip()
COLUMNS = (
    Column("STT", 11, "center"),
    Column("Tên", 38),
    Column("Chức vụ, đơn vị / địa chỉ", 42),
    Column("Thành tích", 34),
    Column("Tiền thưởng (đồng)", 22, "right"),
    Column("Ghi chú", 13),
)


def annex(number: int = 4, name: str = "Bà Nguyễn Thị Lan Anh") -> Annex:
    """Return a list of recipients."""
    rows = tuple(
        (
            str(n),
            name,
            "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công",
            "Cải cách thủ tục",
            "760.000",
            "",
        )
        for n in range(2, number + 2)
    )
    collective = (
        ("1", "Phòng Kinh tế", "UBND xã Đại Thanh", "Hoàn thành xuất sắc nhiệm vụ", "1.520.000", ""),
    )
    table = Table(
        COLUMNS, (Group("I. TẬP THỂ", collective), Group("II. CÁ NHÂN", rows)), ("Tổng cộng", 4, "4.560.000")
    )
    return Annex(
        "Danh sách tập thể, cá nhân được tặng Giấy khen",
        "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026 của Chủ tịch Ủy ban nhân dân xã Đại Thanh)",
        table,
        ("(Bằng chữ: Bốn triệu năm trăm sáu mươi nghìn đồng)./.",),
    )


def award(
    articles: tuple[str, ...] | None = None,
    attached: Annex | None = None,
    number: int | None = 7,
    signer: Signer = CHAIR,
) -> decision.DecisionPaper:
    """Return an award Decision."""
    return decision.DecisionPaper(
        Letterhead(UBND, Number(number, "QĐ-UBND"), PlaceDate("Đại Thanh", DAY if number else None, 2026)),
        "Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua "
        "“Cải cách hành chính đồng bộ, Chính quyền phục vụ nhân dân” năm 2026",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH",
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            (
                "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân quyền "
                "trong lĩnh vực thi đua, khen thưởng;"
            ),
            "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số 15/TTr-VHXH ngày 04 tháng 12 năm 2026",
        ),
        articles
        or (
            (
                "Điều 1. Tặng Giấy khen cho 01 tập thể và 04 cá nhân đã có thành tích xuất sắc trong phong trào thi đua "
                "năm 2026 (có Danh sách kèm theo)."
            ),
            "Điều 2. Mức tiền thưởng thực hiện theo quy định; kinh phí từ Quỹ thi đua, khen thưởng của xã Đại Thanh.",
            (
                "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng HĐND - UBND, Trưởng phòng Văn hóa - Xã "
                "hội, Trưởng phòng Kinh tế, các tập thể và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
            ),
        ),
        ("Như Điều 3", "Phòng Kinh tế", "Lưu: VT, VHXH"),
        signer,
        attached,
    )


def giay_khen(
    name: str = "Bà Nguyễn Thị Lan Anh", achievement: str = "", ordinal: int = 1
) -> certificate.CertificatePaper:
    """Return one Giấy khen."""
    return certificate.CertificatePaper(
        "Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        name,
        "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công",
        achievement
        or "Đã có thành tích xuất sắc trong phong trào thi đua “Cải cách hành chính đồng bộ, Chính quyền phục "
        "vụ nhân dân” năm 2026",
        ("Quyết định số 07/QĐ-UBND", "ngày 05 tháng 12 năm 2026"),
        f"Số sổ vàng: {ordinal:02d}",
        PlaceDate("Đại Thanh", DAY),
        CHAIR,
    )


def recognition(name: str = "Bà Nguyễn Thị Lan Anh", co: tuple[str, ...] = ("Ông Vũ Đình Ân",)):
    """Return one initiative certificate."""
    return initiative_certificate.InitiativeCertificatePaper(
        "Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        name,
        "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công",
        "Số hóa hồ sơ hộ tịch theo từng thôn để trả kết quả trong ngày",
        "60 %",
        co,
        "Lập danh mục hồ sơ số theo thôn, quét và gắn mã cho từng hồ sơ",
        "Rút ngắn thời gian tra cứu từ 02 ngày xuống 30 phút",
        ("Quyết định số 08/QĐ-UBND", "ngày 05 tháng 12 năm 2026"),
        "Số: 01",
        PlaceDate("Đại Thanh", DAY),
        CHAIR,
    )


def minutes(cases: int = 3, name: str = "Bà Nguyễn Thị Lan Anh") -> meeting_minutes.MinutesPaper:
    """Return the minutes of a meeting."""
    case = meeting_minutes.Case(name, "Giấy khen", "8/9", "1", "0", "8/9 (88,9 %)", "Thông qua")
    return meeting_minutes.MinutesPaper(
        Letterhead(COUNCIL, Number(3, "BB-HĐTĐKT"), None),
        "Họp Hội đồng Thi đua - Khen thưởng xã Đại Thanh xét khen thưởng năm 2026",
        "08 giờ 30 phút, ngày 01 tháng 12 năm 2026",
        "Phòng họp tầng 2, trụ sở UBND xã",
        tuple(f"{n}, Ủy viên" for n in ("Ông Nguyễn Văn Hưng", "Bà Trần Thị Minh Nguyệt", "Bà Lê Thị Hạnh")),
        ("Bà Phan Thị Quế, Ủy viên (đi công tác)",),
        (),
        "Tổng số thành viên theo Quyết định thành lập: 09; có mặt: 08; vắng mặt: 01.",
        "Ông Nguyễn Văn Hưng, Chủ tịch Hội đồng",
        "Ông Phạm Quang Đạt, Ủy viên, Thư ký",
        ("Chủ tọa tuyên bố lý do, thông qua chương trình họp.",),
        ("Các thành viên trao đổi, thống nhất đánh giá hồ sơ.",),
        "Hội đồng biểu quyết công khai từng nội dung, kết quả như sau:",
        (case,) * cases,
        (
            "Hội đồng thống nhất đề nghị Chủ tịch Ủy ban nhân dân xã quyết định tặng Giấy khen theo kết quả trên.",
        ),
        "Cuộc họp kết thúc vào 10 giờ 15 phút, ngày 01 tháng 12 năm 2026",
        ("Lưu: VT, Hồ sơ",),
        "Nguyễn Văn Hưng",
        "Phạm Quang Đạt",
    )


def to_trinh(attached: Annex | None = None) -> submission.SubmissionPaper:
    """Return a submission."""
    return submission.SubmissionPaper(
        Letterhead(OFFICE, Number(15, "TTr-VHXH"), PlaceDate("Đại Thanh", dt.date(2026, 12, 4))),
        "Về việc đề nghị tặng Giấy khen năm 2026",
        ("Chủ tịch Ủy ban nhân dân xã Đại Thanh",),
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            "Hội đồng Thi đua - Khen thưởng xã đã họp, xét duyệt và thông qua ngày 01 tháng 12 năm 2026.",
            (
                "Phòng Văn hóa - Xã hội trình Chủ tịch Ủy ban nhân dân xã xem xét, tặng Giấy khen cho 01 tập thể và 04 cá nhân "
                "(có danh sách và báo cáo thành tích kèm theo)."
            ),
        ),
        ("Như trên", "Lưu: VT, VHXH"),
        Signer(("TRƯỞNG PHÒNG",), "Lê Thị Hạnh"),
        attached,
    )


def application(authors: int = 2) -> initiative_application.ApplicationPaper:
    """Return an application for recognition."""
    names = ("Nguyễn Thị Lan Anh", "Vũ Đình Ân", "Hoàng Văn Bách", "Trịnh Thị Ngọc Ánh", "Phan Thị Quế")[
        :authors
    ]
    people = tuple(
        initiative_application.Author(
            n, "05/02/1990", "Điểm phục vụ hành chính công", "Công chức", "Đại học Luật", "50"
        )
        for n in names
    )
    return initiative_application.ApplicationPaper(
        "Hội đồng Sáng kiến xã Đại Thanh",
        people,
        "Số hóa hồ sơ hộ tịch theo từng thôn",
        (
            ("Lĩnh vực áp dụng sáng kiến", "Thi đua chuyển đổi số trong quản lý và điều hành"),
            ("Ngày sáng kiến được áp dụng lần đầu", "05/3/2026, tại Điểm phục vụ hành chính công"),
            (
                "Mô tả bản chất của sáng kiến",
                "Lập danh mục hồ sơ theo thôn.\nQuét, gắn mã.\nTra cứu trên máy.",
            ),
            ("Những thông tin cần được bảo mật (nếu có)", "Không"),
        ),
        PlaceDate("Đại Thanh", dt.date(2026, 5, 12)),
        names,
    )


def hard_papers() -> list[certificate.CertificatePaper]:
    """Return certificates that try to open a second page."""
    paper = giay_khen(f"Bà {LONG}", ENDLESS)
    return [
        replace(paper, signer=DEPUTY, detail=ENDLESS),
        replace(paper, name="W" * 400, awarder="Chủ tịch " * 30, signer=Signer(("KT. CHỦ TỊCH",) * 3, LONG)),
        replace(paper, decision_lines=(ENDLESS[:300],), place_date=PlaceDate(LONG, None, 2026)),
        replace(paper, name="😀 漢字 <b>&amp;", detail="e\u0323\u0302\x0b\x00", achievement=""),
    ]


def png(wide: int, high: int) -> bytes:
    """Return a red picture of so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\xc8\x10\x2e" * wide for _ in range(high))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )

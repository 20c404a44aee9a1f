"""Made-up contents of the papers of an award year: registration of a unit, tờ trình to the city."""

import datetime as dt
from fractions import Fraction

from intranet.documents.charts import Bar, Trend
from intranet.documents.kinds.city_submission import CitySubmissionPaper
from intranet.documents.kinds.movement_report import Chapter, MovementReportPaper, Unmet
from intranet.documents.kinds.registration import RegistrationPaper
from intranet.documents.kinds.submission import SubmissionPaper
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
from tests.documents import samples


def registered() -> RegistrationPaper:
    """Return the registration of a unit: two targets, a collective and two people."""
    return RegistrationPaper(
        Letterhead(
            Issuer(("Văn phòng HĐND và UBND",), above=("UBND xã Đại Thanh",)),
            None,
            PlaceDate("Đại Thanh", dt.date(2027, 2, 5)),
        ),
        "Chỉ tiêu, danh hiệu thi đua và hình thức khen thưởng năm 2027",
        ("Trả kết quả đúng hạn từ 99 % hồ sơ", "Mỗi công chức có ít nhất 01 sáng kiến"),
        (
            Group(
                "I. Tập thể",
                (("01", "Văn phòng HĐND và UBND", "Tập thể 12 người", "Tập thể lao động tiên tiến"),),
            ),
            Group(
                "II. Cá nhân",
                (
                    ("01", "Nguyễn Thị Lan Anh", "Công chức", "Chiến sĩ thi đua cơ sở"),
                    ("02", "Tôn Thất Nguyễn Phúc Bảo Thiên Trường", "Phó Chánh Văn phòng", "Giấy khen"),
                ),
            ),
        ),
        ("Thường trực Thi đua - Khen thưởng", "Lưu: Văn phòng HĐND và UBND"),
        Signer(("THỦ TRƯỞNG ĐƠN VỊ",), "Trịnh Văn Khoa"),
    )


def to_the_city() -> CitySubmissionPaper:
    """Return a tờ trình to the city with the list of a collective and a person."""
    paper = SubmissionPaper(
        Letterhead(samples.UBND, Number(27, "TTr-UBND"), PlaceDate("Đại Thanh", dt.date(2026, 12, 14))),
        "Về việc đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân thành phố Hà Nội",
        ("Chủ tịch Ủy ban nhân dân thành phố Hà Nội", "Sở Nội vụ thành phố Hà Nội"),
        ("Ủy ban nhân dân xã Đại Thanh kính đề nghị xét, tặng Bằng khen cho 01 tập thể và 01 cá nhân.",),
        ("Như trên", "Lưu: VT"),
        Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Hưng"),
    )
    columns = (
        Column("STT", 12, "center"),
        Column("Họ và tên", 40),
        Column("Đơn vị", 50),
        Column("Thành tích", 100),
        Column("Kết quả phiếu", 30),
    )
    done = "Chủ trì phong trào đọc sách của thôn, chín buổi, mỗi buổi hơn bốn mươi em đến dự."
    groups = (
        Group("I. TẬP THỂ", (("1", "Phòng Kinh tế", "Xã Đại Thanh", done, "9/9 (100 %)"),)),
        Group("II. CÁ NHÂN", (("2", "Nguyễn Thị Lan Anh", "Thôn Siêu Quần", done, "8/9 (88,9 %)"),)),
    )
    table = Table(columns, groups)
    return CitySubmissionPaper(
        paper, "Danh sách tập thể, cá nhân được đề nghị", "(Kèm theo Tờ trình số 27/TTr-UBND)", table
    )


def reported() -> MovementReportPaper:
    """Return a report of the movement: figures, both charts, a cause that is written and one that waits."""
    columns = (
        Column("Mã", 12, "center"),
        Column("Chỉ tiêu", 83),
        Column("Kết quả", 40, "right"),
        Column("Đánh giá", 30),
    )
    rows = (
        ("I01", "Tỷ lệ hồ sơ giải quyết đúng và trước hạn", "99,2 % (1.240/1.250)", "Đạt"),
        ("I05", "Tỷ lệ thanh toán trực tuyến", "61,0 % (610/1.000)*", "Chưa đạt, còn thiếu 9,0 điểm %"),
    )
    bars = (
        Bar("I01 Hồ sơ đúng và trước hạn", Fraction(124, 125) * 100, Fraction(99), "99,2 %; Đạt", met=True),
        Bar(
            "I05 Thanh toán trực tuyến",
            Fraction(61),
            Fraction(70),
            "61,0 %; Chưa đạt, còn 9,0 điểm",
            met=False,
        ),
    )
    points = (Fraction(97), None, Fraction(98), Fraction(496, 5))
    trends = (
        Trend(
            "I01 Hồ sơ đúng và trước hạn",
            points,
            "quý 1/2026",
            "quý 4/2026",
            "quý 4/2026: 99,2 %",
            Fraction(99),
        ),
        Trend("I05 Thanh toán trực tuyến", points[:1], "quý 1/2026", "quý 1/2026", "quý 1/2026: 97,0 %"),
    )
    return MovementReportPaper(
        Letterhead(samples.UBND, Number(31, "BC-UBND"), PlaceDate("Đại Thanh", dt.date(2027, 1, 12))),
        "BÁO CÁO",
        "Sơ kết phong trào thi đua “Cải cách hành chính đồng bộ” năm 2026",
        ("Ủy ban nhân dân thành phố Hà Nội",),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",),
        "Ủy ban nhân dân xã báo cáo kết quả như sau:",
        (
            Chapter("I. KẾT QUẢ", ("Có 01/02 chỉ tiêu đạt.",), table=Table(columns, (Group("", rows),))),
            Chapter("II. SO SÁNH", bars=bars, caption="Biểu đồ 1. Kết quả so với mức phấn đấu"),
            Chapter("III. DIỄN BIẾN", trends=trends, caption="Biểu đồ 2. Kết quả từng quý"),
            Chapter(
                "IV. NGUYÊN NHÂN",
                unmet=(
                    Unmet(
                        "I05. Thanh toán trực tuyến: 61,0 %",
                        "Người cao tuổi chưa có tài khoản.",
                        "Tổ CĐS hướng dẫn.",
                    ),
                    Unmet("I06. Chỉ số hài lòng: 84,0 %", "", ""),
                ),
                closing=("Trên đây là báo cáo của Ủy ban nhân dân xã.",),
            ),
        ),
        ("Như trên", "Lưu: VT"),
        Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Hưng"),
        (
            Annex(
                "Kết quả theo từng năm 2026 - 2027",
                "(Kèm theo Báo cáo số 31/BC-UBND)",
                Table(columns, (Group("", rows),)),
            ),
        ),
    )

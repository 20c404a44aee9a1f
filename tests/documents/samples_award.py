"""Made-up contents of the papers of an award year: registration of a unit, tờ trình to the city."""

import datetime as dt

from intranet.documents.kinds.city_submission import CitySubmissionPaper
from intranet.documents.kinds.registration import RegistrationPaper
from intranet.documents.kinds.submission import SubmissionPaper
from intranet.documents.parts import Column, Group, Issuer, Letterhead, Number, PlaceDate, Signer, Table
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

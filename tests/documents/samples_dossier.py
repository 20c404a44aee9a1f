"""The other papers of a dossier for tests and for looking at."""

from dataclasses import replace
from fractions import Fraction

from intranet.documents.charts import Trend
from intranet.documents.kinds import (
    achievement_report,
    achievement_summary,
    ballot,
    call_sheet,
    count_minutes,
    notice,
    official_letter,
    quarter_board,
    register_book,
    sign_sheet,
)
from intranet.documents.kinds.achievement_report import Past
from intranet.documents.parts import Group, Issuer, Letterhead, Number, PlaceDate, Signer
from tests.documents import samples

UNIT = Issuer(("ĐIỂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"), above=("UBND XÃ ĐẠI THANH",))
DATED = PlaceDate("Đại Thanh", samples.DAY)
HEAD = Signer(("TRƯỞNG ĐƠN VỊ",), "Lê Quang Minh")
OFFICE_HEAD = Signer(("TRƯỞNG PHÒNG",), "Phạm Thu Hà")


def report(variant: str = achievement_report.PERSON) -> achievement_report.ReportPaper:
    """Return a report of usual length."""
    return achievement_report.ReportPaper(
        variant=variant,
        letterhead=Letterhead(UNIT, None, DATED),
        request="Đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        name="Bà Nguyễn Thị Lan Anh",
        facts=(
            ("Ngày, tháng, năm sinh", "05/02/1988"),
            ("Chức vụ, chức danh", "Công chức Tư pháp - Hộ tịch"),
        ),
        overview=("Phụ trách tiếp nhận hồ sơ hộ tịch của 12 thôn, tổ dân phố.",),
        results=(
            "Tham mưu rút ngắn thời gian giải quyết thủ tục khai sinh từ 03 ngày xuống còn trong ngày.",
            "Là tác giả sáng kiến “Số hóa sổ hộ tịch”, được công nhận năm 2026, tiết kiệm 420 giờ làm việc.",
        )
        * 2,
        titles=(Past("2025", "Lao động tiên tiến", "Quyết định số 15/QĐ-UBND ngày 10/01/2026"),),
        forms=(),
        unit_head=HEAD,
        confirmer=Signer(("XÁC NHẬN CỦA", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"), "Nguyễn Văn Hưng"),
    )


def summary(number: int = 4) -> achievement_summary.SummaryPaper:
    """Return a summary of `number` people and one collective."""
    person = (
        "Bà Nguyễn Thị Lan Anh",
        "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công",
        "Tham mưu rút ngắn thời gian giải quyết thủ tục khai sinh từ 03 ngày xuống còn trong ngày.",
        "8/9 thành viên đồng ý (88,9 %)",
    )
    return achievement_summary.SummaryPaper(
        letterhead=Letterhead(samples.OFFICE, None, DATED),
        subject="Của các tập thể, cá nhân được đề nghị tặng Giấy khen",
        groups=(
            Group("I. TẬP THỂ", (("1", "Phòng Kinh tế", "UBND xã Đại Thanh", *person[2:]),)),
            Group("II. CÁ NHÂN", tuple((str(n), *person) for n in range(2, number + 2))),
        ),
        recipients=("Như trên", "Lưu: VT, VHXH"),
        signer=OFFICE_HEAD,
    )


def result_notice() -> notice.NoticePaper:
    """Return the notice of a result."""
    return notice.NoticePaper(
        letterhead=Letterhead(samples.OFFICE, Number(5, "TB-VHXH"), DATED),
        subject="Kết quả xét khen thưởng năm 2026",
        paragraphs=(
            "Ngày 05 tháng 12 năm 2026, Chủ tịch Ủy ban nhân dân xã Đại Thanh ban hành Quyết định số 07/QĐ-UBND tặng "
            "Giấy khen cho 01 tập thể và 04 cá nhân.",
            "Phòng Văn hóa - Xã hội thông báo để các đơn vị, cá nhân biết",
        ),
        recipients=("Các đơn vị thuộc UBND xã", "Lưu: VT, VHXH"),
        signer=OFFICE_HEAD,
        annex=samples.annex(),
    )


def letter() -> official_letter.OfficialLetterPaper:
    """Return a letter of correction."""
    return official_letter.OfficialLetterPaper(
        letterhead=Letterhead(samples.UBND, Number(12, "UBND-VHXH"), DATED),
        subject="đính chính Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026",
        addressees=("Các đơn vị thuộc Ủy ban nhân dân xã", "Bà Nguyễn Thị Lan Anh"),
        paragraphs=(
            "Do sơ suất trong khâu soạn thảo, Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026 có sai sót về kỹ thuật.",
            "Đã ghi: “Nguyễn Thị Lan Ánh”; nay sửa thành: “Nguyễn Thị Lan Anh”",
        ),
        recipients=("Như trên", "Lưu: VT, VHXH"),
        signer=samples.CHAIR,
    )


def ballots(cases: int = 5, copies: int = 2) -> ballot.BallotPaper:
    """Return ballots."""
    return ballot.BallotPaper(
        issuer=samples.COUNCIL,
        subject="Đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        meeting="Phiên họp ngày 01 tháng 12 năm 2026",
        cases=[("Bà Nguyễn Thị Lan Anh", "Công chức Tư pháp - Hộ tịch")] * cases,
        copies=copies,
    )


def counted() -> count_minutes.CountMinutesPaper:
    """Return the minutes of a count."""
    return count_minutes.CountMinutesPaper(
        letterhead=Letterhead(samples.COUNCIL, Number(3, "BB-HĐTĐKT"), None),
        subject="Xét khen thưởng năm 2026",
        started="14 giờ 30 phút, ngày 01 tháng 12 năm 2026",
        place="Phòng họp tầng 2, trụ sở Ủy ban nhân dân xã",
        tellers=("Ông Trần Văn An, Trưởng ban", "Bà Lê Thị Hoa, Ủy viên"),
        members_line="Tổng số thành viên theo Quyết định số 12/QĐ-UBND: 09; có mặt: 08; vắng mặt: 01.",
        method="Hội đồng bỏ phiếu kín, mỗi nội dung một phiếu.",
        ballots=(
            "Số phiếu phát ra: 08; số phiếu thu về: 08; số phiếu hợp lệ: 08; số phiếu không hợp lệ: 0.",
        ),
        cases=(
            count_minutes.CountedCase(
                "Bà Nguyễn Thị Lan Anh", "8", "8", "0", "0", "8/9 (88,9 %)", "Thông qua"
            ),
            count_minutes.CountedCase("Phòng Kinh tế", "8", "5", "2", "1", "5/9 (55,6 %)", "Không thông qua"),
        ),
        written=(),
        conclusion=("Hội đồng thông qua 01/02 nội dung.",),
        ended="Việc kiểm phiếu kết thúc vào 15 giờ 10 phút, ngày 01 tháng 12 năm 2026",
        recipients=("Chủ tịch Hội đồng", "Lưu: VT, Hồ sơ"),
        left=Signer(("ỦY VIÊN",), "Lê Thị Hoa"),
        right=Signer(("TRƯỞNG BAN KIỂM PHIẾU",), "Trần Văn An"),
    )


def book(rows: int = 12) -> register_book.BookPaper:
    """Return a closed register of outgoing documents."""
    line = (
        "05/12/2026",
        "Quyết định về việc tặng Giấy khen cho tập thể, cá nhân đã có thành tích xuất sắc",
        "Nguyễn Văn Hưng",
        "Như Điều 3; Phòng Kinh tế",
        "Lưu: VT, VHXH",
        "1",
        "06/12/2026",
        "Lê Thị Hoa",
        "",
    )
    return register_book.BookPaper(
        form=register_book.OUTGOING,
        issuer=samples.UBND,
        name="Quyết định",
        year=2026,
        span=f"Từ số 01 đến số {rows:02d}",
        rows=[(f"{n:02d}/QĐ-UBND", *line) for n in range(1, rows + 1)],
        numbers=(f"{rows:02d}", "01", f"{rows:02d}"),
        closing=("Khóa sổ ngày 05/12/2026 bởi Lê Thị Hoa.",),
        place_date=DATED,
        keeper=Signer(("VĂN THƯ",), "Lê Thị Hoa"),
        head=Signer(("CHÁNH VĂN PHÒNG",), "Vũ Đình Toàn"),
    )


def called(number: int = 4) -> call_sheet.CallSheetPaper:
    """Return the call sheet of one collective and `number` people."""
    person = (
        "Bà Nguyễn Thị Lan Anh",
        "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công",
        "Cải cách thủ tục khai sinh",
    )
    return call_sheet.CallSheetPaper(
        letterhead=Letterhead(samples.UBND, None, DATED),
        subject="Nhận Giấy khen của Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        reference="(Theo Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026)",
        groups=(
            Group("I. TẬP THỂ", (("1", "01", "Phòng Kinh tế", "UBND xã Đại Thanh", "Chuyển đổi số"),)),
            Group("II. CÁ NHÂN", tuple((str(n), f"{n:02d}", *person) for n in range(2, number + 2))),
        ),
        notes=("Danh sách gồm 05 giấy khen, xếp đúng thứ tự tập giấy đã in.",),
    )


def signed_for(number: int = 4) -> sign_sheet.SignSheetPaper:
    """Return the sheet on which one collective and `number` people sign."""
    person = ("Bà Nguyễn Thị Lan Anh", "Công chức Tư pháp - Hộ tịch", "760.000", "", "")
    return sign_sheet.SignSheetPaper(
        letterhead=Letterhead(samples.OFFICE, None, DATED),
        subject="Nhận Giấy khen của Chủ tịch Ủy ban nhân dân xã Đại Thanh",
        reference="(Theo Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026)",
        groups=(
            Group("I. TẬP THỂ", (("1", "01", "Phòng Kinh tế", "UBND xã Đại Thanh", "1.520.000", "", ""),)),
            Group("II. CÁ NHÂN", tuple((str(n), f"{n:02d}", *person) for n in range(2, number + 2))),
        ),
        total="4.560.000",
        words="Bốn triệu năm trăm sáu mươi nghìn đồng",
        notes=("Danh sách gồm 05 giấy khen, xếp đúng thứ tự tập giấy đã in.",),
        giver=Signer(("NGƯỜI PHÁT",), "Lê Thị Hoa"),
        keeper=Signer(("NGƯỜI LẬP DANH SÁCH",), "Phạm Thu Hà"),
    )


def hard_report() -> achievement_report.ReportPaper:
    """Return a report with everything long."""
    return replace(
        report(),
        name=samples.LONG,
        results=(samples.ENDLESS,) * 5,
        overview=(samples.ENDLESS,),
        titles=report().titles * 12,
        remarks=(samples.ENDLESS[:200],),
    )


def board() -> quarter_board.QuarterBoardPaper:
    """Return a public board with two indicators and a restatement."""
    return quarter_board.QuarterBoardPaper(
        issuer=Issuer(("Ủy ban nhân dân", "xã Đại Thanh")),
        title="Kết quả thực hiện chỉ tiêu thi đua đến hết quý 3/2026",
        lead=("1 chỉ tiêu đạt, 1 chưa đạt. Số liệu tính đến 30/09/2026.",),
        rows=(
            ("I01", "Hồ sơ đúng hạn", "96,8 %", "14.606/15.094", "97,1 %", "từ 99 % trở lên", "Chưa đạt"),
            ("I07", "Sáng kiến", "6", "6", "2", "từ 2 sáng kiến trở lên", "Đạt"),
        ),
        restated=(("I01", "Phòng Kinh tế", "quý 3/2026", "668/689", "669/689", "Đếm sót (05/11/2026)"),),
        closing=("Công bố ngày 12/10/2026, do Chủ tịch cho phép.",),
        trends=(
            Trend(
                "I01 Hồ sơ đúng hạn",
                (Fraction(96), Fraction(97)),
                "quý 2/2026",
                "quý 3/2026",
                "97,1 %",
                Fraction(99),
            ),
        ),
    )

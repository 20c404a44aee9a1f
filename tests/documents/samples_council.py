"""Made-up contents of the council's papers: usual ones, and the longest that can come."""

import datetime as dt
from dataclasses import replace

from intranet.documents.kinds import (
    annulment,
    count_minutes,
    invitation,
    meeting_minutes,
    reading_pack,
    score_comparison,
)
from intranet.documents.parts import Annex, Column, Group, Letterhead, Number, PlaceDate, Signer, Table
from tests.documents import samples, samples_dossier

LONG = "Giải pháp phối hợp tiếp nhận, luân chuyển và trả kết quả hồ sơ đăng ký khai sinh - khai tử liên thông lưu động"
NAMES = (
    "Ông Nguyễn Văn Hưng",
    "Bà Trần Thị Minh Nguyệt",
    "Ông Phạm Quang Đạt",
    "Bà Lê Thị Hạnh",
    "Ông Tôn Thất Nguyễn Phúc Bảo Thiên Trường",
)
SEATS = ("Chủ tịch Hội đồng", "Phó Chủ tịch Hội đồng", "Ủy viên, Thư ký")
NOTES = (
    (
        "Bà Nguyễn Thị Lan Anh (biểu quyết lần 2)",
        (
            "Chủ tọa cho biểu quyết lại (lần 2); lý do: số phiếu ngang nhau.",
            "Kết quả lần 1, giữ trong hồ sơ: 4/9 (44,4 %), không thông qua.",
            "Không tham gia biểu quyết do xung đột lợi ích: Ông Phạm Quang Đạt.",
        ),
    ),
    (
        "Phòng Kinh tế",
        ("Ý kiến bằng văn bản của thành viên vắng mặt, đã tính vào kết quả: Bà Phan Thị Quế: đồng ý.",),
    ),
)


def people(number: int) -> tuple[str, ...]:
    """Return members with their seats."""
    return tuple(
        f"{NAMES[n % len(NAMES)]}, {SEATS[n] if n < len(SEATS) else 'Ủy viên'}" for n in range(number)
    )


def minutes(cases: int = 3) -> meeting_minutes.MinutesPaper:
    """Return minutes with a second vote, a conflict, a written opinion and a late member."""
    return replace(
        samples.minutes(cases),
        present=(*people(4), "Bà Đỗ Thị Mai, Ủy viên (đến lúc 09 giờ 15 phút)"),
        tellers=("Hội đồng bầu Ban kiểm phiếu gồm: Ông Trần Văn An, Bà Lê Thị Hoa, Ông Đỗ Văn Bình.",),
        notes=NOTES,
    )


def longest_minutes() -> meeting_minutes.MinutesPaper:
    """Return minutes of 15 members and 30 cases with long names and a long discussion."""
    case = meeting_minutes.Case(LONG, "Biểu quyết công khai", "10/15", "3", "2", "66,7 %", "Không thông qua")
    return replace(
        minutes(),
        present=people(13),
        absent=tuple(f"{one} (đi công tác tại tỉnh theo Giấy triệu tập)" for one in people(2)),
        guests=("Đại diện Ban Chấp hành Đảng bộ xã",) * 3,
        discussion=("Các thành viên trao đổi, thống nhất đánh giá hồ sơ; đề nghị bổ sung minh chứng. " * 6,)
        * 5,
        cases=(case,) * 30,
        notes=tuple((LONG, NOTES[0][1]) for _ in range(12)),
    )


def counted(cases: int = 2) -> count_minutes.CountMinutesPaper:
    """Return the minutes of a count that three tellers sign."""
    base = samples_dossier.counted()
    told = (
        replace(base.cases[0], form="Phiếu giấy", issued="8", collected="8", invalid="0"),
        replace(base.cases[1], form="Bỏ phiếu kín", issued="-", collected="8", invalid="-"),
    )
    return replace(
        base,
        tellers=("Ông Trần Văn An, Trưởng ban", "Bà Lê Thị Hoa, Ủy viên", "Ông Đỗ Văn Bình, Ủy viên"),
        ballots=(),
        cases=(told * cases)[:cases],
        notes=NOTES,
        left=Signer(("ỦY VIÊN",), "Lê Thị Hoa"),
        middle=Signer(("ỦY VIÊN",), "Tôn Thất Nguyễn Phúc Bảo Thiên Trường"),
        right=Signer(("TRƯỞNG BAN", "KIỂM PHIẾU"), "Trần Văn An"),
    )


def invited(members: int = 5, cases: int = 3) -> invitation.InvitationPaper:
    """Return an invitation with its agenda."""
    columns = (Column("STT", 12, "center"), Column("Nội dung", 78), Column("Tác giả, đơn vị, thành tích", 75))
    rows = tuple((str(n), LONG, "Bà Nguyễn Thị Lan Anh (60 %); Phòng Kinh tế") for n in range(1, cases + 1))
    return invitation.InvitationPaper(
        letterhead=Letterhead(
            samples.COUNCIL,
            Number(None, "GM-HĐTĐKT"),
            PlaceDate("Đại Thanh", None, dt.date(2026, 12, 1).year),
        ),
        subject="Họp xét khen thưởng năm 2026",
        lead=(
            "Hội đồng Thi đua - Khen thưởng xã trân trọng kính mời các ông, bà có tên dưới đây dự phiên họp:",
        ),
        people=people(members),
        facts=(
            ("Nội dung", "xét 03 nội dung (có Chương trình phiên họp kèm theo)"),
            ("Chủ trì", "Ông Nguyễn Văn Hưng, Chủ tịch Hội đồng"),
            ("Thời gian", "08 giờ 30 phút, ngày 01 tháng 12 năm 2026"),
            ("Địa điểm", "Phòng họp tầng 2, trụ sở UBND xã"),
        ),
        closing=("Đề nghị các ông, bà nghiên cứu tài liệu trước phiên họp",),
        recipients=("Như trên", "Lưu: VT, Hồ sơ"),
        signer=Signer(("TM. HỘI ĐỒNG", "CHỦ TỊCH"), "Nguyễn Văn Hưng", "Chủ tịch Ủy ban nhân dân xã"),
        agenda=Annex(
            "Chương trình phiên họp",
            "(Kèm theo Giấy mời họp Hội đồng Thi đua - Khen thưởng xã ngày 01 tháng 12 năm 2026)",
            Table(columns, (Group("", rows),)),
        ),
    )


def annulled(*, long: int = 1) -> annulment.AnnulmentPaper:
    """Return the minutes of an annulment; `long` makes the grounds so many times longer."""
    return annulment.AnnulmentPaper(
        letterhead=Letterhead(samples.COUNCIL, Number(4, "BB-HĐTĐKT"), None),
        subject="Hủy kết quả biểu quyết về Thôn Siêu Quần",
        made="14 giờ 00 phút, ngày 03 tháng 12 năm 2026",
        place="trụ sở UBND xã Đại Thanh",
        people=(
            ("Người quyết định hủy", "Nguyễn Văn Hưng"),
            ("Chủ tọa phiên họp", "Ông Nguyễn Văn Hưng, Chủ tịch Hội đồng"),
            ("Thư ký (người ghi biên bản)", "Ông Phạm Quang Đạt, Ủy viên, Thư ký"),
        ),
        facts=(
            ("Nội dung", f"Thôn Siêu Quần ({LONG})"),
            ("Kết quả ghi tại", "Biên bản số 03/BB-HĐTĐKT ngày 01 tháng 12 năm 2026"),
            ("Kết quả đã ghi", "đồng ý 8/9 (88,9 %), thông qua"),
        ),
        grounds=("Báo cáo thành tích sai số liệu so với sổ theo dõi của Thôn.",) * long,
        conclusion=(
            "Kết quả nêu trên không còn giá trị từ ngày 03 tháng 12 năm 2026.",
            "Nội dung này được đưa ra Hội đồng biểu quyết lại tại phiên họp sau.",
        ),
        recipients=("Các thành viên Hội đồng", "Đơn vị có hồ sơ được xét", "Lưu: VT, Hồ sơ"),
        secretary=Signer(("THƯ KÝ",), "Phạm Quang Đạt"),
        chair=Signer(("CHỦ TỌA",), "Nguyễn Văn Hưng"),
    )


def compared(markers: int = 3, *, long: int = 1) -> score_comparison.ComparisonPaper:
    """Return the comparison of a round; `long` makes the words so many times longer."""
    mark = score_comparison.Marked(
        "27,5", "Có căn cứ trong hồ sơ. " * long, ("Phân luồng hồ sơ ngay từ bàn",)
    )
    names = ("Tính mới", "Tính khả thi", "Hiệu quả", "Khả năng nhân rộng")
    return score_comparison.ComparisonPaper(
        issuer=samples.COUNCIL,
        subject=f"Sáng kiến “{LONG}”",
        about=("Vòng chấm 1, xong ngày 01 tháng 12 năm 2026.",),
        markers=(NAMES * 2)[:markers],
        rows=tuple((name, "30", (mark,) * markers) for name in names),
        totals=("≈ 73,33",) * markers,
        maximum="100",
        conclusion=("Kết quả: 71,75/100 điểm, đạt (mức đạt: 50 điểm)",),
        recipients=("Hội đồng Sáng kiến", "Lưu: Hồ sơ"),
        signer=Signer(("THƯ KÝ HỘI ĐỒNG",), ""),
    )


def pack(cases: int = 3, *, long: int = 1) -> reading_pack.ReadingPackPaper:
    """Return a reading pack; `long` makes the report so many times longer."""
    groups = (
        reading_pack.PackGroup(
            "Hồ sơ",
            (
                ("Đơn vị đề nghị", "Phòng Văn hóa - Xã hội"),
                (
                    "Báo cáo thành tích",
                    "Rút ngắn thời gian giải quyết hồ sơ từ 02 ngày xuống 30 phút. " * 8 * long,
                ),
            ),
        ),
        reading_pack.PackGroup("Lịch sử", (("Giấy khen đã nhận", "Quyết định số 07/QĐ-UBND (2025)"),)),
        reading_pack.PackGroup("cần lưu ý", (("Khen thưởng", "đã được khen trong năm 2026"),), warning=True),
    )
    case = reading_pack.PackCase(
        LONG, "Công chức Tư pháp - Hộ tịch", "Bỏ phiếu kín, ngưỡng thông qua từ 80 % trở lên", groups
    )
    return reading_pack.ReadingPackPaper(
        samples.COUNCIL,
        "Họp xét khen thưởng năm 2026",
        "08 giờ 30 phút, ngày 01 tháng 12 năm 2026",
        (case,) * cases,
    )

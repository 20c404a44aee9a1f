"""Danh sách ký nhận giấy khen, tiền thưởng: each recipient signs on the own line, the giver and the keeper below."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table
from ..xml import one_line, text_paragraph

COLUMNS = (
    Column("STT", 11, "center"),
    Column("Số sổ vàng", 13, "center"),
    Column("Tên", 38),
    Column("Chức vụ, đơn vị / địa chỉ", 34),
    Column("Tiền thưởng (đồng)", 23, "right"),
    Column("Ngày nhận", 18),
    Column("Ký nhận", 28),
)
AMOUNT = 4  # index of the column that is summed
_AIR = 8.0  # points above and below the words: a row of one line is 10 mm high, room to sign by hand


@dataclass(frozen=True)
class SignSheetPaper:
    """The sheet. Cells in the order of COLUMNS, the last two empty for the hand.

    `total` is the sum as printed ("46.800.000"), empty where no money is paid; `words` says it in words.
    """

    letterhead: Letterhead
    subject: str
    reference: str  # "(Kèm theo Quyết định số 07/QĐ-UBND ...)"
    groups: tuple[Group, ...]
    total: str
    words: str
    notes: tuple[str, ...]
    giver: Signer
    keeper: Signer


def render(data: SignSheetPaper) -> bytes:
    """Return the sheet as .docx."""
    total = ("Tổng cộng", AMOUNT, data.total) if data.total.strip() else None
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("DANH SÁCH KÝ NHẬN GIẤY KHEN, TIỀN THƯỞNG", data.subject)
    content.append(
        text_paragraph(blocks.glued(one_line(data.reference)), 13, italic=True, align="center", after=8)
    )
    content.append(blocks.data_table(Table(COLUMNS, data.groups, total), air=_AIR))
    words = one_line(data.words)
    below = [f"(Bằng chữ: {words}.)"] if words and total else []
    content += blocks.keep_with_signature(blocks.lines((*below, *data.notes)))
    left, right = blocks.side_by_side(data.giver, data.keeper)
    content += blocks.signature(left, right, widths=(82.5, 82.5))
    return package.build(content, package.section(), title=f"Danh sách ký nhận {one_line(data.subject)}")

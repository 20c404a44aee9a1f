"""Papers of the ceremony: who is called, and who signs for it, in the order and with the numbers of the stack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.text import fold, format_number, pad_number
from ..decisions import papers
from ..decisions.models import Decision
from ..decisions.stack import Sheet, stack
from ..documents import blocks, package
from ..documents.parts import Column, Group, Issuer, Letterhead, PlaceDate, Signer, Table
from ..documents.xml import text_paragraph

_CALL = (
    Column("STT", 11, "center"),
    Column("Số sổ vàng", 15, "center"),
    Column("Tên", 45),
    Column("Chức vụ, đơn vị / địa chỉ", 45),
    Column("Thành tích", 49),
)
_SIGN = (
    Column("STT", 11, "center"),
    Column("Số sổ vàng", 15, "center"),
    Column("Tên", 42),
    Column("Chức vụ, đơn vị / địa chỉ", 37),
    Column("Tiền thưởng (đồng)", 23, "right"),
    Column("Ngày nhận", 17),
    Column("Ký nhận", 20),
)


@dataclass(frozen=True)
class CeremonyPaper:
    """One paper of the ceremony: its words and its table."""

    title: str
    columns: tuple[Column, ...]
    row: Callable[[int, Sheet], tuple[str, ...]]
    total: Callable[[Sequence[Sheet]], tuple[str, int, str] | None]
    signers: tuple[str, ...] = ()  # two, signed by hand below the table


def _call_row(place: int, sheet: Sheet) -> tuple[str, ...]:
    row = sheet.row
    return str(place), pad_number(row["ordinal"]), row["name"], row["detail"], row["achievement"]


def _sign_row(place: int, sheet: Sheet) -> tuple[str, ...]:
    row = sheet.row
    amount = format_number(row["amount"]) if row["amount"] else ""
    return str(place), pad_number(row["ordinal"]), row["name"], row["detail"], amount, "", ""


def _sum(chosen: Sequence[Sheet]) -> tuple[str, int, str] | None:
    total = sum(sheet.row["amount"] for sheet in chosen)
    return ("Tổng cộng", 4, format_number(total)) if total else None


PAPERS = {
    "xuong-ten": CeremonyPaper("DANH SÁCH XƯỚNG TÊN", _CALL, _call_row, lambda _chosen: None),
    "ky-nhan": CeremonyPaper(
        "DANH SÁCH KÝ NHẬN", _SIGN, _sign_row, _sum, ("Người phát", "Người lập danh sách")
    ),
}


def _signer(words: str) -> list[Any]:
    return blocks.signature_lines(Signer((words,), ""))


def name_of(decision: Decision, key: str) -> str:
    """Return the file name: "xuong-ten-07-qd-ubnd-2026.docx"."""
    number = fold(decision.full_number).replace("/", "-")
    return f"{key}-{number}-{decision.year}.docx"


def file_of(decision: Decision, key: str) -> bytes:
    """Return one paper of the ceremony: the certificates in force, in the order in which they lie on the table."""
    paper, chosen, content = PAPERS[key], stack(decision), papers.content_of(decision)
    head = Letterhead(
        Issuer(tuple(content["issuer"])), None, PlaceDate(content["place"], None, content["year"])
    )
    rows = tuple(paper.row(place, sheet) for place, sheet in enumerate(chosen, start=1))
    table = Table(paper.columns, (Group("", rows),), paper.total(chosen))
    reference = f"(Theo Quyết định số {decision.full_number} của {content['authority']})"
    said = f"Danh sách gồm {pad_number(len(chosen))} giấy, xếp đúng thứ tự tập giấy đã in."
    body = [
        *blocks.letterhead(head),
        *blocks.title(paper.title, content["subject"]),
        text_paragraph(blocks.glued(reference), 13, italic=True, align="center", after=8),
        blocks.data_table(table),
        text_paragraph(said, 13, before=8, keep_next=bool(paper.signers)),
        *(blocks.signature(*map(_signer, paper.signers)) if paper.signers else []),
    ]
    return package.build(body, package.section(), title=paper.title.capitalize())

"""Papers of the ceremony: who is called, and who signs for it, in the order and with the numbers of the stack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..core.text import fold, format_number, money_words, pad_number
from ..decisions import papers
from ..decisions.models import Decision
from ..decisions.stack import Sheet, stack
from ..documents.kinds.call_sheet import CallSheetPaper
from ..documents.kinds.call_sheet import render as call_sheet
from ..documents.kinds.sign_sheet import SignSheetPaper
from ..documents.kinds.sign_sheet import render as sign_sheet
from ..documents.parts import Group, Issuer, Letterhead, PlaceDate, Signer


@dataclass(frozen=True)
class _Ceremony:
    """What both papers say: the head, the Decision, the certificates in force in their order."""

    decision: Decision
    content: dict[str, Any]
    sheets: list[Sheet]

    @property
    def letterhead(self) -> Letterhead:
        """The head of the commune, without a number; the day is filled in by hand."""
        dated = PlaceDate(self.content["place"], None, self.content["year"])
        return Letterhead(Issuer(tuple(self.content["issuer"])), None, dated)

    @property
    def reference(self) -> str:
        return f"(Theo Quyết định số {self.decision.full_number} của {self.content['authority']})"

    @property
    def notes(self) -> tuple[str, ...]:
        return (f"Danh sách gồm {pad_number(len(self.sheets))} giấy, xếp đúng thứ tự tập giấy đã in.",)

    def group(self, cells: Callable[[dict[str, Any]], tuple[str, ...]]) -> tuple[Group, ...]:
        """One group: place in the stack, number in the golden book, then the cells."""
        rows = tuple(
            (str(place), pad_number(sheet.row["ordinal"]), *cells(sheet.row))
            for place, sheet in enumerate(self.sheets, start=1)
        )
        return (Group("", rows),)


def _calls(one: _Ceremony) -> bytes:
    groups = one.group(lambda row: (row["name"], row["detail"], row["achievement"]))
    return call_sheet(
        CallSheetPaper(one.letterhead, one.content["subject"], one.reference, groups, one.notes)
    )


def _signs(one: _Ceremony) -> bytes:
    total = sum(sheet.row["amount"] for sheet in one.sheets)

    def cells(row: dict[str, Any]) -> tuple[str, ...]:
        return row["name"], row["detail"], format_number(row["amount"]) if row["amount"] else "", "", ""

    return sign_sheet(
        SignSheetPaper(
            letterhead=one.letterhead,
            subject=one.content["subject"],
            reference=one.reference,
            groups=one.group(cells),
            total=format_number(total) if total else "",
            words=money_words(total) if total else "",
            notes=one.notes,
            giver=Signer(("NGƯỜI PHÁT",), ""),
            keeper=Signer(("NGƯỜI LẬP DANH SÁCH",), ""),
        )
    )


PAPERS: dict[str, Callable[[_Ceremony], bytes]] = {"xuong-ten": _calls, "ky-nhan": _signs}


def name_of(decision: Decision, key: str) -> str:
    """Return the file name: "xuong-ten-07-qd-ubnd-2026.docx"."""
    number = fold(decision.full_number).replace("/", "-")
    return f"{key}-{number}-{decision.year}.docx"


def file_of(decision: Decision, key: str) -> bytes:
    """Return one paper of the ceremony: the certificates in force, in the order in which they lie on the table."""
    return PAPERS[key](_Ceremony(decision, papers.content_of(decision), stack(decision)))

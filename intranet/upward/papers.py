"""The tờ trình to the city with its list: from a proposal to .docx, and the list to .xlsx."""

from typing import Any

import sqlalchemy as sa

from ..core import clock, files
from ..core.db import db
from ..core.errors import NotReady
from ..core.text import fold
from ..council.models import Council, CouncilKind
from ..decisions.phrasing import counts, kinds_of, say
from ..documents.kinds import city_submission
from ..documents.kinds.city_submission import CitySubmissionPaper
from ..documents.kinds.submission import SubmissionPaper
from ..documents.parts import Column, Group, Issuer, Letterhead, Number, PlaceDate, Signer, Table
from ..history.titles import is_title
from ..people.queries import organisation, signers
from ..registers.actions import issued_files
from . import queries
from .models import CityLine, CityProposal
from .phrases import WORDS

KIND = "to-trinh-cap-tren"
# millimetres of A4 landscape that a column may take, by field
WIDTHS = {
    "name": 31.0, "born_year": 12.0, "gender": 11.0, "job": 24.0, "unit": 26.0,
    "form": 26.0, "summary": 56.0, "votes": 21.0, "titles": 50.0,
}  # fmt: skip
_GROUPS = (("collective", "TẬP THỂ"), ("person", "CÁ NHÂN"), ("household", "HỘ GIA ĐÌNH"))


def _signer(proposal: CityProposal) -> Signer:
    able = signers("decision", proposal.issued_on or clock.today())
    chosen = next((one for one in able if one.id == proposal.signer_id), able[0] if able else None)
    if chosen is None:
        raise NotReady("Chưa có người ký hợp lệ cho ngày này. Hãy khai báo trong mục Người ký.", ["Người ký"])
    return Signer(("TM. ỦY BAN NHÂN DÂN", *chosen.lines.split("\n")), chosen.person.full_name)


def _asked(form: str) -> str:
    """Return a form as it stands after "tặng"."""
    return f"danh hiệu “{form}”" if is_title(form) else form


def content(proposal: CityProposal) -> dict[str, Any]:
    """Return the texts of the tờ trình. NotReady without wording or signer."""
    settings = organisation()
    on = proposal.issued_on or clock.today()
    rows = [{"group": line.kind.value} for line in proposal.lines]
    names = queries.forms(proposal)
    asked = list(dict.fromkeys(_asked(names.get(line.form, line.form)) for line in proposal.lines))
    council = db.session.scalar(sa.select(Council.name).where(Council.kind == CouncilKind.AWARD))
    values = {
        "city": settings.city,
        "city_forms": ", ".join(asked),
        "city_ground": WORDS[f"Ground.{proposal.ground.value}"].lower(),
        "counts": counts(rows, True) if rows else "",
        "recipients_kinds": kinds_of(rows),
        "commune": settings.commune,
        "head_title": settings.head_title,
        "council": council or "Hội đồng Thi đua - Khen thưởng",
        "copies_line": settings.copies_line,
        "year": str(on.year),
    }
    said = say("city_submission", on, values, {})
    return {
        "subject": said["subject"][0],
        "addressees": said["addressees"],
        "paragraphs": said["paragraphs"],
        "recipients": said["recipients"],
        "annex_title": said["annex_title"][0],
        "signer": _signer(proposal),
    }


def ordered(proposal: CityProposal) -> list[CityLine]:
    """Return the lines as they are numbered on paper and in the workbook: collectives, people, households."""
    order = [kind for kind, _ in _GROUPS]
    return sorted(proposal.lines, key=lambda line: (order.index(line.kind.value), line.position))


def table(proposal: CityProposal) -> Table:
    """Return the list as it is printed: groups, lines numbered through, the columns that the city asks for."""
    columns, names = queries.fields(proposal), queries.forms(proposal)
    heads = (
        Column("STT", 12, "center"),
        *(Column(label, WIDTHS[key], "center" if key in ("born_year", "gender") else "left")
          for key, label in columns.items()),
    )  # fmt: skip
    groups: list[Group] = []
    number = 0
    for kind, label in _GROUPS:
        rows = []
        for line in (one for one in ordered(proposal) if one.kind.value == kind):
            number += 1
            shown = queries.cells(line, columns, names)
            rows.append((str(number), *(cell.replace("\n", "; ") for cell in shown)))
        if rows:
            groups.append(Group(f"{'I' * (len(groups) + 1)}. {label}", tuple(rows)))
    return Table(heads, tuple(groups))


def too_long(proposal: CityProposal) -> list[str]:
    """Return the names of lines that do not fit on one page of the list."""
    return city_submission.too_long(table(proposal))


def make(proposal: CityProposal) -> tuple[str, bytes]:
    """Return name and bytes of the tờ trình as the proposal stands now."""
    settings, said = organisation(), content(proposal)
    symbol = proposal.symbol or f"TTr-{settings.decision_symbol.partition('-')[2]}"
    year = (proposal.issued_on or clock.today()).year
    reference = f"(Kèm theo Tờ trình số {proposal.full_number or f'…/{symbol}'})"
    paper = SubmissionPaper(
        letterhead=Letterhead(
            Issuer(("Ủy ban nhân dân", settings.commune)),
            Number(proposal.number, symbol),
            PlaceDate(settings.place_name, proposal.issued_on, year),
        ),
        subject=said["subject"],
        addressees=tuple(said["addressees"]),
        paragraphs=tuple(said["paragraphs"]),
        recipients=tuple(said["recipients"]),
        signer=said["signer"],
    )
    data = CitySubmissionPaper(paper, said["annex_title"], reference, table(proposal))
    number = fold(proposal.full_number).replace("/", "-") or "du-thao"
    return f"to-trinh-{number}-{year}.docx", city_submission.render(data)


def file_of(proposal: CityProposal) -> tuple[str, bytes]:
    """Return the file as it was issued, else as it would be now."""
    kept = [row for row in issued_files(proposal) if row.document_kind == KIND]
    return (kept[-1].name, files.get(kept[-1].sha256)) if kept else make(proposal)


def sheet_rows(proposal: CityProposal) -> tuple[list[str], list[list[str]]]:
    """Return heads and lines of the list as a workbook."""
    columns, names = queries.fields(proposal), queries.forms(proposal)
    rows = [
        [str(number), *(cell.replace("\n", "; ") for cell in queries.cells(line, columns, names))]
        for number, line in enumerate(ordered(proposal), start=1)
    ]
    return ["STT", *columns.values()], rows

"""The printed registers of a year: outgoing documents, awards, initiatives; all rows, in the order of the book."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..awards.models import RoundKind
from ..core import clock
from ..core.db import db
from ..core.errors import NotThere
from ..core.text import fold, format_number, pad_number, short_date
from ..documents.kinds import register_book
from ..documents.kinds.register_book import BookPaper, Form
from ..documents.parts import Issuer, PlaceDate, Signer
from ..people.queries import organisation
from ..registers import queries as registers
from ..registers.models import RegisterEntry
from ..registers.phrases import WORDS as SERIES
from .models import Certificate, Decision, DecisionKind
from .phrases import WORDS
from .states import CertificateState

_NAMES = {"khen-thuong": register_book.AWARDS, "sang-kien": register_book.INITIATIVES}
_QUIET = (CertificateState.READY, CertificateState.PRINTED, CertificateState.HANDED_OVER)


def outgoing(series: str, year: int) -> tuple[str, bytes]:
    """Return name and bytes of the register of outgoing documents; NotThere when it has no number."""
    book = next((one for one in registers.books() if (one.series, one.year) == (series, year)), None)
    if book is None:
        raise NotThere("Sổ này không có số nào trong năm.")
    lines = registers.lines_of(series, year)
    rows = [_line(line) for line in lines]
    label = SERIES.get(f"Series.{series}", series)
    return _file(register_book.OUTGOING, label=label, year=year, rows=rows, series=series, last=book.last)


def _line(line: RegisterEntry) -> tuple[str, ...]:
    """The ten columns of the decree."""
    return (
        f"{pad_number(line.number)}/{line.symbol}",
        short_date(line.issued_on),
        line.title,
        line.signer,
        line.recipients,
        line.kept_by,
        str(line.copies),
        short_date(line.sent_on) if line.sent_on else "",
        line.received_by,
        line.note,
    )


def lines_about(decision: Decision) -> bytes:
    """Return the lines of the register of outgoing documents that a Decision has, as an extract."""
    rows = [_line(line) for line in registers.lines_of_object(decision)]
    return _extract(register_book.OUTGOING, decision, rows)


def certificates_of(decision: Decision) -> bytes:
    """Return the lines of the register of awards, or of initiatives, that a Decision has, as an extract.

    Only first editions: the extract is of the day of the Decision.
    """
    found = [one for one in decision.certificates if one.edition == 1]
    if decision.kind == DecisionKind.AWARD:
        return _extract(register_book.AWARDS, decision, [_award_row(one) for one in found])
    return _extract(register_book.INITIATIVES, decision, _initiative_rows(found))


def _extract(form: Form, decision: Decision, rows: Sequence[tuple[str, ...]]) -> bytes:
    settings = organisation()
    paper = BookPaper(
        form=form,
        issuer=Issuer(("Ủy ban nhân dân", settings.commune)),
        name="trích",
        year=decision.year or clock.today().year,
        span=f"Theo Quyết định số {decision.full_number}",
        rows=rows,
    )
    return register_book.render(paper)


def certificates(name: str, year: int) -> tuple[str, bytes]:
    """Return name and bytes of the register of awards ("khen-thuong") or initiatives ("sang-kien") of a year.

    Replaced and revoked certificates stay in the register, marked; NotThere for another name or an empty year.
    """
    form = _NAMES.get(name)
    if form is None:
        raise NotThere()
    award = form is register_book.AWARDS
    kind = DecisionKind.AWARD if award else DecisionKind.RECOGNITION
    query = (
        sa.select(Certificate)
        .join(Decision)
        .where(Decision.kind == kind, Decision.year == year)
        .options(joinedload(Certificate.decision))
        .order_by(Decision.number, Certificate.ordinal, Certificate.edition)
    )
    found = list(db.session.scalars(query))
    if not found:
        raise NotThere("Năm này chưa có quyết định nào.")
    rows = [_award_row(one) for one in found] if award else _initiative_rows(found)
    return _file(form, label="", year=year, rows=rows, series="QD", last=len(rows))


def years() -> list[tuple[str, str, int]]:
    """Return (name in the address, name of the register, year) of all registers that have a line, newest first."""
    kinds = {DecisionKind.AWARD: "khen-thuong", DecisionKind.RECOGNITION: "sang-kien"}
    query = (
        sa.select(Decision.year, Decision.kind)
        .where(Decision.number.is_not(None), Decision.kind.in_(kinds))
        .distinct()
        .order_by(Decision.year.desc(), Decision.kind)
    )
    return [
        (kinds[kind], _NAMES[kinds[kind]].title, year) for year, kind in db.session.execute(query) if year
    ]


def _printed(one: Certificate) -> dict[str, Any]:
    """Return the row that a certificate prints: its own, or that of the frozen list."""
    if one.content:
        return dict(json.loads(one.content))
    rows = json.loads(one.decision.snapshot or '{"rows": []}')["rows"]
    return next((dict(row) for row in rows if row["ordinal"] == one.ordinal), {})


def _decided(decision: Decision) -> str:
    return f"{decision.full_number}, {short_date(decision.issued_on)}" if decision.issued_on else ""


def way_of(decision: Decision) -> str:
    """Return what marks a sudden award in the registers: "Đột xuất", with the simplified procedure where it was taken."""
    if decision.round is None or decision.round.kind != RoundKind.SUDDEN:
        return ""
    return "Đột xuất, thủ tục đơn giản" if decision.round.simplified_reason else "Đột xuất"


def _note(one: Certificate) -> str:
    notes = [] if one.state in _QUIET else [WORDS[f"certificate.{one.state.value}"]]
    if words := way_of(one.decision):
        notes.append(words)
    if one.edition > 1:
        made_by = json.loads(one.content or "{}").get("document", "")
        notes.append(f"Bản {one.edition}, theo {made_by}" if made_by else f"Bản {one.edition}")
    return "; ".join(notes)


def _award(decision: Decision) -> str:
    """Return what a Decision conferred; Decisions from before titles were here confer a Giấy khen."""
    return str(json.loads(decision.snapshot or "{}").get("award") or "Giấy khen")


def _award_row(one: Certificate) -> tuple[str, ...]:
    return (
        pad_number(one.ordinal),
        one.name,
        one.detail,
        _award(one.decision),
        str(_printed(one).get("achievement", "")),
        _decided(one.decision),
        format_number(one.amount),
        short_date(one.handed_over_on) if one.handed_over_on else "",
        _note(one),
    )


def _initiative_rows(found: list[Certificate]) -> list[tuple[str, ...]]:
    """One line per initiative: its authors stand together."""
    rows: dict[tuple[int, int], tuple[str, ...]] = {}
    for one in found:
        printed, key = _printed(one), (one.decision_id, one.subject_id)
        if key not in rows or one.edition > 1:
            rows[key] = (
                "",
                str(printed.get("achievement", "")),
                str(printed.get("authors", one.name)),
                str(printed.get("unit", "")),
                str(printed.get("theme", "")),
                _decided(one.decision),
                _note(one),
            )
    return [(pad_number(n), *row[1:]) for n, row in enumerate(rows.values(), start=1)]


def _file(
    form: Form, *, label: str, year: int, rows: Sequence[tuple[str, ...]], series: str, last: int
) -> tuple[str, bytes]:
    settings, closing = organisation(), registers.closing_of(series, year)
    said: tuple[str, ...] = ()
    if closing is not None:
        day = short_date(clock.local(closing.closed_at).date())
        said = (f"Khóa sổ ngày {day}, người khóa sổ: {closing.closed_by}.",)
    paper = BookPaper(
        form=form,
        issuer=Issuer(("Ủy ban nhân dân", settings.commune)),
        name=label,
        year=year,
        span=f"Từ số 01 đến số {pad_number(last)}",
        rows=rows,
        numbers=(pad_number(len(rows)), "01", pad_number(last)) if closing else None,
        closing=said,
        place_date=PlaceDate(settings.place_name, clock.local(closing.closed_at).date()) if closing else None,
        keeper=Signer(("VĂN THƯ",), ""),
        head=Signer(("CHÁNH VĂN PHÒNG",), ""),
    )
    name = fold(f"{form.title} {label} {year}").replace(" ", "-").replace("--", "-")
    return f"{name}.docx", register_book.render(paper)

"""The notice of the result: written from the snapshot; the clerk gives its number, then the file is kept."""

import sqlalchemy as sa

from ..core import clock, files
from ..core.db import db
from ..core.errors import NotReady
from ..people.models import Account
from ..people.queries import organisation
from ..registers import actions as registers
from ..registers.models import RegisterEntry
from . import dossier_papers, papers, rules
from .models import Decision

SERIES, KIND = "TB", "thong-bao"


def line_of(decision: Decision) -> RegisterEntry | None:
    """Return the register line of the notice, or None while it has no number."""
    return db.session.scalar(
        sa.select(RegisterEntry).where(
            RegisterEntry.series == SERIES,
            RegisterEntry.object_kind == Decision.__tablename__,
            RegisterEntry.object_id == decision.id,
        )
    )


def number(decision: Decision, *, actor: Account) -> RegisterEntry:
    """Give the notice the next number, dated today, and keep its file; NotReady before the Decision has its own."""
    rules.require(
        rules.may_number_notice(actor, decision),
        "Chỉ văn thư cấp được số thông báo của quyết định đã ban hành.",
    )
    content = papers.content_of(decision)
    said = content.get("dossier", {}).get("notice")
    if said is None:
        raise NotReady("Quyết định này không có thông báo kết quả.")
    if line_of(decision) is not None:
        raise NotReady("Thông báo này đã có số.")
    today = clock.today()
    taken = registers.take_number(SERIES, today.year)
    subject = said["subject"][0]
    line = registers.enter(
        decision,
        actor=actor,
        series=SERIES,
        number=taken,
        symbol=said["symbol"],
        issued_on=today,
        title=f"Thông báo {subject[:1].lower()}{subject[1:]}",
        signer=content["submission"]["signer"]["name"],
        recipients="; ".join(said["recipients"]),
        kept_by=organisation().copies_line,
    )
    made = dossier_papers.notice_file(content, taken, today.isoformat())
    registers.keep_file(decision, document_kind=KIND, name=_name(line), content=made)
    return line


def _name(line: RegisterEntry | None) -> str:
    return f"thong-bao-{line.number:02d}-{line.year}.docx" if line else "thong-bao-du-thao.docx"


def file_of(decision: Decision) -> tuple[str, bytes]:
    """Return name and bytes of the notice: the kept file once numbered, else a preview."""
    kept = [row for row in registers.issued_files(decision) if row.document_kind == KIND]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    return _name(None), dossier_papers.notice_file(papers.content_of(decision))

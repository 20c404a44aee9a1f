"""Acts on signed files: add one that was read, confirm one that is not plainly the paper. Nothing commits."""

import json

from ..core import audit, clock, files
from ..core.db import db
from ..core.errors import BadFile, NotReady, WrongState
from ..core.text import clean_prose, short_date
from ..decisions import actions as decisions
from ..decisions import papers
from ..decisions.models import Decision
from ..decisions.rules import require
from ..decisions.states import State
from ..documents import read_back
from ..people.models import Account
from . import matching, queries, rules, verdicts
from .matching import Text
from .models import Match, SignedFile
from .reading import Reading

_CLERK = "Chỉ văn thư đưa được bản đã ký của quyết định đã cấp số vào hệ thống."
_TAKE_THERE = "Hãy đưa tệp vào trang của quyết định đó."
_MOST = 40  # differences kept; more say nothing new

audit.declare(
    "decision",
    signed_file_added=("name", "sha256", "paper", "match"),
    signed_file_confirmed=("name", "sha256"),
)


def add(
    decision: Decision, paper: str, name: str, content: bytes, reading: Reading, *, actor: Account
) -> SignedFile:
    """Keep a signed PDF as it came, with what was read in it; a plain match also notes the Decision as signed.

    The same bytes twice in a row are one file. BadFile, naming the other Decision, for a PDF of another one.
    """
    require(rules.may_add(actor, decision), _CLERK)
    if paper not in [one.key for one in queries.papers_to_sign(decision)]:
        raise NotReady("Văn bản này không có bản ký riêng.", ["Văn bản"])
    sha256 = files.put(content)
    last = next((one for one in queries.files_of(decision) if one.paper == paper), None)
    if last is not None and last.sha256 == sha256:
        return last
    match, found = _compare(decision, paper, name, reading)
    row = SignedFile(
        decision=decision,
        paper=paper,
        name=files.clean_name(name),
        sha256=sha256,
        size=len(content),
        match=match,
        findings=json.dumps(
            {
                "pages": reading.pages,
                "differences": found[:_MOST],
                "signatures": reading.signatures,
                "signature_problem": reading.signature_problem,
            },
            ensure_ascii=False,
        ),
        added_by=actor.display_name,
        added_at=clock.now(),
        reason="",
    )
    db.session.add(row)
    data = {"name": row.name, "sha256": sha256, "paper": paper, "match": match.value}
    audit.record("decision:signed_file_added", actor=actor, obj=decision, data=data)
    _carry_on(row, actor)
    return row


def _compare(decision: Decision, key: str, name: str, reading: Reading) -> tuple[Match, list[str]]:
    odd = [verdicts.broken(one) for one in reading.signatures if not verdicts.is_sound(one)]
    if reading.signature_problem:
        odd.append("Phần chữ ký số trong tệp có dạng lạ, hệ thống không kiểm tra được.")
    text = Text(reading.text)
    if matching.is_scan(text):
        return Match.NO_TEXT, odd
    printed = "\n".join(read_back.paragraphs(papers.file_of(decision, key)[1]))
    paper = matching.expected(papers.content_of(decision), key, printed)
    found = matching.differences(text, paper, printed)
    own = matching.own_number(text)
    if own is not None and matching.is_other(own, text, paper):
        written = f"{own[0]:02d}/{own[1]}"
        other = queries.numbered(*own, submission=key == "to-trinh")
        # more than the number is different: not a number misread from a scan
        if other is not None and other.id != decision.id and len(found) > 1:
            raise BadFile(
                _other(name, written, other, key) + f", không phải số {paper.full_number}. {_TAKE_THERE}"
            )
        year = f" năm {own[2]}" if own[2] else ""
        found.insert(0, f"Trong tệp ghi số {written}{year}, không phải số {paper.full_number}.")
    return (Match.DIFFERENT if found or odd else Match.SAME), odd + found


def _other(name: str, written: str, other: Decision, key: str) -> str:
    day = other.submission_on if key == "to-trinh" else other.issued_on
    told = f" ngày {short_date(day)}" if day else ""
    return f"Tệp “{name}” là văn bản số {written}{told} (“{other.title}”)"


def confirm(row: SignedFile, *, actor: Account, reason: str) -> None:
    """Take a scan, or a file with differences, for the signed paper; the clerk answers for it with a reason."""
    require(rules.may_add(actor, row.decision), _CLERK)
    if not queries.waits(row, queries.current(row.decision)):
        raise WrongState("Tệp này không còn chờ xác nhận.")
    if not clean_prose(reason):
        raise NotReady("Cần ghi lý do để sau này biết vì sao nhận tệp này.", ["Lý do"])
    row.confirmed_by, row.confirmed_at, row.reason = actor.display_name, clock.now(), reason
    data = {"name": row.name, "sha256": row.sha256}
    audit.record("decision:signed_file_confirmed", actor=actor, obj=row.decision, reason=reason, data=data)
    _carry_on(row, actor)


def _carry_on(row: SignedFile, actor: Account) -> None:
    """The signed Decision itself is in hand: it is noted as signed, as if the clerk had pressed the button."""
    decision = row.decision
    first = queries.papers_to_sign(decision)[0].key
    if row.counts and row.paper == first and decision.state == State.NUMBERED:
        decisions.sign(decision, actor=actor)
        papers.keep_all(decision)

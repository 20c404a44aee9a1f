"""From a snapshot to files: the same snapshot always gives the same bytes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..core import files
from ..core.errors import NotReady, NotThere
from ..core.text import fold, pad_number
from ..council import paper_text
from ..documents import batch, metrics
from ..documents.kinds import certificate, initiative_certificate
from ..documents.kinds import decision as decision_kind
from ..documents.kinds import submission as submission_kind
from ..documents.parts import Issuer, Letterhead, Number, PlaceDate
from ..people.models import Account
from ..registers.actions import issued_files, keep_file
from . import codes, compose, hiding, lists, papers_amendment
from .models import Decision, DecisionKind

_PART = "tap-giay"  # begins the names of the parts of a stack that is too long for one file


@dataclass(frozen=True)
class Paper:
    """One file of a Decision: its key in addresses, its words, how it is made."""

    key: str
    label: str
    make: Callable[[dict[str, Any]], bytes]


@dataclass(frozen=True)
class Beside:
    """A file that another feature keeps to a paper: its words, its address, what it is."""

    label: str
    url: str
    note: str


# features register what they keep to the papers of a Decision (its signed form, a package)
BESIDE: list[Callable[[Decision], list[Beside]]] = []


def decision_file(content: dict[str, Any]) -> bytes:
    """Return the Decision with its annex."""
    head = Letterhead(
        Issuer(tuple(content["issuer"])),
        Number(content["number"], content["symbol"]),
        lists.place_date(content),
    )
    paper = decision_kind.DecisionPaper(
        letterhead=head,
        subject=content["subject"],
        authority=content["authority"],
        bases=tuple(content["bases"]),
        articles=tuple(content["articles"]),
        recipients=tuple(content["recipients"]),
        signer=lists.signed(content["signer"]),
        annex=lists.annex(content, content["annex_title"], content["annex_reference"]),
    )
    return decision_kind.render(paper)


def submission_file(content: dict[str, Any]) -> bytes:
    """Return the submission of the standing body."""
    data = content["submission"]
    on = lists.day_of(data["on"])
    head = Letterhead(
        Issuer(tuple(data["issuer"]), tuple(data["above"])),
        Number(data["number"], data["symbol"]),
        PlaceDate(content["place"], on, content["year"]),
    )
    reference = f"(Kèm theo Tờ trình số {pad_number(data['number'])}/{data['symbol']})"
    paper = submission_kind.SubmissionPaper(
        letterhead=head,
        subject=data["subject"],
        addressees=tuple(data["addressees"]),
        paragraphs=tuple(data["paragraphs"]),
        exceptions=tuple(data.get("exceptions", ())),
        recipients=tuple(data["recipients"]),
        signer=lists.signed(data["signer"]),
        annex=lists.annex(content, data["annex_title"], reference),
    )
    return submission_kind.render(paper)


def _register_line(said: dict[str, Any], row: dict[str, Any]) -> str:
    line = str(said["register_line"][0]).replace("{ordinal}", f"{row['ordinal']:02d}")
    return f"{line}\nMã tra cứu: {row['mark'].shown}" if row.get("mark") else line


def _code(row: dict[str, Any]) -> bytes | None:
    return row["mark"].picture if row.get("mark") else None


def award_papers(content: dict[str, Any]) -> list[certificate.CertificatePaper]:
    """Return the Giấy khen of all recipients, in the order of the annex."""
    said = content["certificate"]
    return [
        certificate.CertificatePaper(
            awarder=said["awarder"][0],
            verb=said["verb"][0],
            title=said["title"][0],
            name=row["name"],
            detail=row["detail"],
            achievement=row["achievement"],
            decision_lines=tuple(said["decision_lines"]),
            register_line=_register_line(said, row),
            code=_code(row),
            place_date=lists.place_date(content | _later(row)),
            signer=lists.signed((content | _later(row))["signer"]),
        )
        for row in content["rows"]
    ]


def _later(row: dict[str, Any]) -> dict[str, Any]:
    """Return who signs a new edition and when, where that differs from the first one."""
    return {name: row[name] for name in ("signer", "issued_on") if name in row}


def initiative_papers(content: dict[str, Any]) -> list[initiative_certificate.InitiativeCertificatePaper]:
    """Return the certificates of all authors, in the order of the annex."""
    said = content["certificate"]
    return [
        initiative_certificate.InitiativeCertificatePaper(
            awarder=said["awarder"][0],
            name=row["name"],
            detail=row["detail"],
            initiative=row["achievement"],
            share=row["share"],
            co_authors=tuple(row["co_authors"]),
            summary=row["summary"],
            benefit=row["benefit"],
            decision_lines=tuple(said["decision_lines"]),
            register_line=_register_line(said, row),
            code=_code(row),
            place_date=lists.place_date(content | _later(row)),
            signer=lists.signed((content | _later(row))["signer"]),
        )
        for row in content["rows"]
    ]


def _recognises(content: dict[str, Any]) -> bool:
    return bool(content.get("base_kind", content["kind"]) == DecisionKind.RECOGNITION.value)


def certificates_file(content: dict[str, Any]) -> bytes:
    """Return all certificates in one file; above 2,000 a .zip of parts, which no word processor chokes on.

    NotReady, naming the recipients, when a text does not fit its page.
    """
    require_fitting(content)
    emblem = files.get(content["emblem"]) if content.get("emblem") else None
    if _recognises(content):
        render = partial(initiative_certificate.render, emblem=emblem)
        made = batch.in_order(initiative_papers(content), render, name=_PART)
    else:
        made = batch.in_order(award_papers(content), partial(certificate.render, emblem=emblem), name=_PART)
    with made.file:
        return made.file.read()


def require_fitting(content: dict[str, Any]) -> None:
    """NotReady, naming each recipient, when a text does not fit on its certificate or the font lacks a letter of it."""
    if content["kind"] == DecisionKind.REVOCATION.value:
        return  # makes no certificate
    if codes.wanted():  # also before they are given: the certificate must have room for them
        content = content | {"rows": [{"mark": codes.BLANK} | row for row in content["rows"]]}
    if _recognises(content):
        too_long = [p.name for p in initiative_papers(content) if initiative_certificate.overflowing(p)]
    else:
        too_long = [p.name for p in award_papers(content) if certificate.overflowing(p)]
    strange = [
        f"{row['name']}: {' '.join(found)}"
        for row in content["rows"]
        if (found := metrics.missing(" ".join((row["name"], row["detail"], row["achievement"]))))
    ]
    if strange:
        raise NotReady(
            "Có ký tự mà phông Times New Roman không có, in ra sẽ sai phông hoặc thành ô trống.", strange
        )
    if too_long:
        raise NotReady(
            "Có nội dung quá dài, không in vừa trên giấy. Hãy rút gọn thành tích hoặc chức vụ.", too_long
        )


PAPERS = {
    one.key: one
    for one in (
        Paper("quyet-dinh", "Quyết định và danh sách kèm theo", decision_file),
        Paper("giay-khen", "Giấy khen / Giấy chứng nhận (cả tập)", certificates_file),
        Paper("to-trinh", "Tờ trình của cơ quan thường trực", submission_file),
    )
}


_DECISION = Paper("quyet-dinh", "Quyết định", decision_file)
_NEW_EDITIONS = Paper("giay-thay-the", "Giấy thay thế (bản mới)", certificates_file)
_LATER = {
    DecisionKind.AMENDMENT: (_DECISION, _NEW_EDITIONS, PAPERS["to-trinh"]),
    DecisionKind.REISSUE: (_DECISION, _NEW_EDITIONS, PAPERS["to-trinh"]),
    DecisionKind.REVOCATION: (_DECISION, PAPERS["to-trinh"]),
    DecisionKind.CORRECTION: (
        Paper("cong-van", "Công văn đính chính", papers_amendment.letter_file),
        _NEW_EDITIONS,
    ),
}


STACKS = (PAPERS["giay-khen"].key, _NEW_EDITIONS.key)  # a page per row


def papers_of(decision: Decision) -> dict[str, Paper]:
    """Return the papers that a Decision of this kind has, by key, in the order of its page."""
    later = _LATER.get(decision.kind)
    return {one.key: one for one in later} if later else PAPERS


def content_of(decision: Decision) -> dict[str, Any]:
    """Return the frozen snapshot, or a preview of it while there is no number."""
    if decision.snapshot is not None:
        return dict(json.loads(decision.snapshot))
    return compose.snapshot(decision)


def _printed(decision: Decision) -> dict[str, Any]:
    """Return the content with the codes of its certificates, which are given when the content is frozen already."""
    content = content_of(decision)
    return content | {"rows": codes.marked(decision, content["rows"])} if decision.number else content


def name_of(decision: Decision, paper: Paper, content: bytes) -> str:
    """Return the file name: "giay-khen-07-qd-ubnd-2026.docx", ".zip" for a stack of parts."""
    number = fold(decision.full_number).replace("/", "-") if decision.number else "du-thao"
    year = f"-{decision.year}" if decision.year else ""
    kind = "zip" if content[:4] == b"PK\3\4" and _PART.encode() in content[:80] else "docx"
    return f"{paper.key}-{number}{year}.{kind}"


def content_for(decision: Decision, viewer: Account | None) -> dict[str, Any]:
    """Return the content as a reader may have it; the whole one where nothing is hidden from the reader."""
    content = content_of(decision)
    meeting = decision.meeting
    hides = bool(meeting and viewer and paper_text.hidden_items(meeting, viewer))
    return hiding.shown_to(content, viewer, meeting_hides=hides)


def hides(decision: Decision, viewer: Account) -> bool:
    """Return whether something of the votes is hidden from this reader."""
    return content_for(decision, viewer) != content_of(decision)


def file_of(decision: Decision, key: str, viewer: Account | None = None) -> tuple[str, bytes]:
    """Return name and bytes of a paper: the kept file once issued, else made from the snapshot or preview.

    A reader with a conflict gets a copy of the submission made now, without votes and totals of that case.
    """
    paper = papers_of(decision).get(key)
    if paper is None:
        raise NotThere()
    if key == "to-trinh" and viewer is not None:
        whole, shown = content_of(decision), content_for(decision, viewer)
        if shown != whole:
            made = paper.make(shown)
            return f"trich-{name_of(decision, paper, made)}", made
    kept = [row for row in issued_files(decision) if row.document_kind == key]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    made = paper.make(_printed(decision))
    return name_of(decision, paper, made), made


def keep_all(decision: Decision) -> None:
    """Make and keep all papers of a numbered Decision; called after its commit, safe to call again."""
    known = {row.document_kind for row in issued_files(decision)}
    content = _printed(decision)
    for key, paper in papers_of(decision).items():
        if key not in known:
            made = paper.make(content)
            keep_file(decision, document_kind=key, name=name_of(decision, paper, made), content=made)

"""The secretary's own words in the minutes: every version kept, composed text beside, contradictions named."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, NotThere, WrongState
from ..core.text import fold
from ..people.models import Account
from . import paper_sections as sections
from . import paper_text as say
from . import rules
from .models import AgendaItem, Meeting, Outcome
from .paper_models import PaperEdit
from .paper_sections import Section
from .states import State, VoteState

LIMIT = 20_000
HIDDEN_WORDS = f"(Đoạn do Thư ký ghi có thể nói về hồ sơ mà người đọc không tham gia xét: {say.HIDDEN}.)"
audit.declare("council", paper_edited=("paper", "section", "number"))


@dataclass(frozen=True)
class Part:
    """A section as it stands: the newest version, and whether the composed text changed below it."""

    section: Section
    last: PaperEdit | None
    warnings: tuple[str, ...] = ()

    @property
    def own(self) -> str | None:
        """Return the secretary's words (figures still in braces); None while the composed text stands."""
        return self.last.text if self.last else None

    @property
    def text(self) -> str:
        """Return what the paper prints."""
        own = self.own
        return self.section.composed if own is None else sections.fill(own, self.section.figures)

    @property
    def changed(self) -> bool:
        """Return whether the system now says something else than when the secretary wrote: somebody must choose."""
        return self.own is not None and self.last is not None and self.last.composed != self.section.composed


def parts(meeting: Meeting, paper: str) -> list[Part]:
    """Return all sections of a paper with the secretary's words; words about a section that is gone are kept, unused."""
    newest: dict[str, PaperEdit] = {}
    for row in _rows(meeting, paper):
        newest[row.section] = row
    found = []
    for section in sections.of(meeting, paper):
        last = None if section.locked else newest.get(section.key)
        wrong = contradictions(meeting, section, last.text) if last and last.text is not None else []
        found.append(Part(section, last, tuple(wrong)))
    return found


def printed(meeting: Meeting, paper: str, hidden: frozenset[int] = frozenset()) -> dict[str, str]:
    """Return section key -> the text to print for a reader from whom the cases `hidden` are hidden.

    What a person typed (own words, the discussion) may tell of a hidden case: such a reader gets none of it.
    """
    newest = {row.section: row.text for row in _rows(meeting, paper)}
    found = {}
    for section in sections.of(meeting, paper, hidden):
        own = None if section.locked else newest.get(section.key)
        if hidden and (own or (section.spoken and section.template)):
            found[section.key] = HIDDEN_WORDS
        else:
            found[section.key] = section.composed if own is None else sections.fill(own, section.figures)
    return found


def part(meeting: Meeting, paper: str, key: str) -> Part:
    """Return one section; NotThere for an unknown one."""
    for one in parts(meeting, paper):
        if one.section.key == key:
            return one
    raise NotThere("Biên bản không có phần này.")


def _rows(meeting: Meeting, paper: str) -> list[PaperEdit]:
    query = sa.select(PaperEdit).where(PaperEdit.meeting_id == meeting.id, PaperEdit.paper == paper)
    return list(db.session.scalars(query.order_by(PaperEdit.section, PaperEdit.number)))


def versions(meeting: Meeting, paper: str, key: str) -> list[PaperEdit]:
    """Return all versions of a section, oldest first."""
    return [row for row in _rows(meeting, paper) if row.section == key]


def write(
    meeting: Meeting, paper: str, key: str, text: str | None, *, base: int, actor: Account
) -> PaperEdit:
    """Keep the secretary's words for a section as its next version; None goes back to the composed text.

    `base` is the version that the secretary saw: somebody else's newer one is never written over.
    Saving also settles a change of the composed text: the version remembers what the system says now.
    """
    rules.require_desk(actor)
    if meeting.state != State.CLOSED:
        raise WrongState("Lời văn biên bản sửa được từ khi phiên họp kết thúc đến khi ký biên bản.")
    db.session.refresh(meeting, with_for_update=True, attribute_names=["state", "version"])
    found = part(meeting, paper, key)
    if found.section.locked:
        raise NotReady("Phần này là số liệu do hệ thống tính, không sửa bằng tay.")
    if text is not None and len(text) > LIMIT:
        raise NotReady("Nội dung dài quá 20.000 ký tự.", ["Lời văn"])
    number = found.last.number if found.last else 0
    if number != base:
        raise WrongState("Người khác vừa sửa phần này. Hãy mở lại trang để xem bản mới trước khi sửa.")
    row = PaperEdit(
        meeting_id=meeting.id,
        paper=paper,
        section=key,
        number=number + 1,
        text=text,
        composed=found.section.composed,
        account_id=actor.id,
        author=actor.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"paper": paper, "section": key, "number": row.number}
    audit.record("council:paper_edited", actor=actor, obj=meeting, data=data)
    return row


def unsettled(meeting: Meeting) -> list[str]:
    """Return the names of sections whose composed text changed below the secretary's words."""
    return [
        one.section.label
        for paper in (sections.MINUTES, sections.COUNT)
        for one in parts(meeting, paper)
        if one.changed
    ]


_FRACTION = re.compile(r"(?<![\d/,.])(?<!ngày )(\d{1,3})\s*/\s*(\d{1,3})(?![\d/])")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*%")
_VOTES = re.compile(r"(?<![\d/,.])(\d{1,3}) (?:phiếu|thành viên|ý kiến)? ?(không )?(?:đồng ý|tán thành)")
_FAILED = ("khong thong qua", "khong dat", "chua thong qua", "chua dat", "khong duoc thong qua")
_PASSED = ("thong qua", "nhat tri thong qua", "dat ty le")


def contradictions(meeting: Meeting, section: Section, text: str) -> list[str]:
    """Return what words say against the computed figures: fractions, per cents, counts of votes, results of cases.

    A reader's help, not a proof: words without figures and names are not understood.
    """
    found = []
    words = ["{" + name + "}" for name in section.figures]
    gone = [word for word in words if word in section.template and word not in text]
    if gone:
        found.append(f"Đã bỏ số do hệ thống điền: {', '.join(gone)}. Số viết tay không đổi theo kết quả.")
    closed = [item for item in meeting.items if item.state == VoteState.CLOSED]
    known = _known(meeting, closed)
    found += [
        f"“{figure[0]}” không khớp số nào trong kết quả của phiên họp."
        for figure in _FRACTION.finditer(text)
        if (int(figure[1]), int(figure[2])) not in known
    ]
    if closed:
        percents = {rules.percent(i.yes or 0, i.members or 1) for i in closed} | _limits(meeting)
        found += [
            f"“{share[0]}” không khớp tỷ lệ nào trong kết quả của phiên họp."
            for share in _PERCENT.finditer(text)
            if f"{share[1].replace('.', ',')} %" not in percents and section.key != "discussion"
        ]
        for sentence in re.split(r"[.;\n]", text):
            found += _about_cases(sentence, closed)
    return list(dict.fromkeys(found))


def _known(meeting: Meeting, closed: list[AgendaItem]) -> set[tuple[int, int]]:
    counted = say.totals(meeting, frozenset())
    known = {(n or 0, i.members or 0) for i in closed for n in (i.yes, i.no, i.blank)}
    known |= {(i.threshold_numerator, i.threshold_denominator) for i in meeting.items}
    known.add((meeting.quorum_numerator, meeting.quorum_denominator))
    known |= {(len(say.attended(meeting)), len(meeting.roll))}
    return known | {(counted.passed or 0, counted.cases), (counted.passed or 0, counted.voted or 0)}


def _limits(meeting: Meeting) -> set[str]:
    return {rules.percent(i.threshold_numerator, i.threshold_denominator) for i in meeting.items}


def _about_cases(sentence: str, closed: list[AgendaItem]) -> list[str]:
    """Compare one sentence with the results of the cases that it names, and its counts with theirs."""
    found, folded = [], fold(sentence)
    named = [item for item in closed if item.annulled_on is None and fold(item.title) in folded]
    last = {(i.subject_kind, i.subject_id): i for i in named}  # a later round wins
    for item in last.values():
        failed = any(word in folded for word in _FAILED)
        passed = not failed and any(word in folded for word in _PASSED)
        if (failed and item.outcome == Outcome.PASSED) or (passed and item.outcome == Outcome.FAILED):
            found.append(f"Kết quả của “{item.title}” là: {say.outcome(item).lower()}.")
    for votes in _VOTES.finditer(sentence):
        right = {(i.no if votes[2] else i.yes) for i in (named or closed)}
        if int(votes[1]) not in right:
            found.append(f"“{votes[0]}” không khớp số phiếu đã kiểm.")
    return found

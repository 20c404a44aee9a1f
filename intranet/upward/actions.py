"""Acts on proposals to the city. Nothing here commits."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ..awards import queries as awards
from ..awards import report_facts
from ..awards.eligibility_facts import holds_of
from ..awards.models import Nomination, SubjectKind
from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, Stale, WrongState
from ..core.permissions import Permission as P
from ..core.text import fold
from ..core.workflow import perform
from ..history.models import PastAward
from ..notices.actions import tell
from ..parameters.queries import deadline
from ..people.models import Account, Honorific, Person, Signer, Unit
from ..people.queries import accounts_with, organisation
from ..registers import actions as registers
from . import papers, queries, rules
from .models import Channel, CityLine, CityProposal, Ground
from .states import WORKFLOW, State, Step

SERIES = "TTr-UBND"
_SUMMARY = 600  # characters of the achievements in the list
_NO = "Chỉ cơ quan thường trực lập được tờ trình, khi còn là dự thảo."
EDITED = ("honorific", "name", "born_year", "gender", "job", "unit", "form", "summary", "votes", "titles")
audit.declare(
    "city_proposal",
    created=("title", "ground"),
    line_added=("name", "form"),
    line_edited=("name",),
    line_removed=("name",),
)


def create(title: str, ground: Ground, *, actor: Account) -> CityProposal:
    """Begin a proposal under the rules of today."""
    rules.require(rules.may_write(actor), _NO)
    proposal = CityProposal(
        title=title,
        title_fold=fold(title),
        ground=ground,
        rule_date=clock.today(),
        created_by=actor.display_name,
        created_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    data = {"title": proposal.title, "ground": ground.value}
    audit.record("city_proposal:created", actor=actor, obj=proposal, data=data)
    return proposal


def add_nominations(
    proposal: CityProposal, nominations: Sequence[Nomination], form: str, *, actor: Account
) -> list[CityLine]:
    """Put settled nominations on the list; all or none. NotReady for a ground that the law does not allow."""
    _require_draft(proposal, actor)
    if any(one.round.kind not in rules.ROUNDS[proposal.ground] for one in nominations):
        raise NotReady(rules.NO_GROUND)
    offered = {one.id for one in queries.candidates(proposal)}
    gone = [one.printed_name for one in nominations if one.id not in offered]
    if gone:
        raise NotReady("Không đưa vào được: chưa được Hội đồng thông qua hoặc đã ở tờ trình khác.", gone)
    found = []
    for one in nominations:
        line = CityLine(
            kind=one.subject_kind,
            nomination_id=one.id,
            person_id=one.person_id,
            collective_id=one.collective_id,
            honorific=one.honorific,
            name=one.name,
            job=one.detail,
            form=form,
            summary=_summary(one),
            votes=one.vote_note,
        )
        _fill(line, one.person, one.collective)
        found.append(_add(proposal, line, actor))
    return found


def add_person(proposal: CityProposal, person: Person, form: str, *, actor: Account) -> CityLine:
    """Put a person on the list without a nomination: achievements and votes are then typed."""
    _require_draft(proposal, actor)
    line = CityLine(
        kind=SubjectKind.PERSON,
        person_id=person.id,
        honorific=person.honorific,
        name=person.full_name,
        form=form,
    )
    _fill(line, person, None)
    return _add(proposal, line, actor)


def add_collective(proposal: CityProposal, unit: Unit, form: str, *, actor: Account) -> CityLine:
    """Put a unit on the list without a nomination."""
    _require_draft(proposal, actor)
    line = CityLine(kind=SubjectKind.COLLECTIVE, collective_id=unit.id, name=unit.name, form=form)
    _fill(line, None, unit)
    return _add(proposal, line, actor)


def _fill(line: CityLine, person: Person | None, unit: Unit | None) -> None:
    if person is not None:
        line.born_year = person.born_on.year if person.born_on else None
        line.gender = {Honorific.MR: "Nam", Honorific.MRS: "Nữ"}.get(line.honorific or person.honorific, "")  # type: ignore[arg-type]
        line.job = person.position or person.title
        line.unit = person.unit.name if person.unit else ""
    elif unit is not None:
        line.unit = unit.parent.name if unit.parent else ""


def _summary(one: Nomination) -> str:
    text = " ".join(part.lstrip("- ") for part in report_facts.split(one.report)["II"]) or one.achievement
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rsplit(" ", 1)[0] + "…"


def _add(proposal: CityProposal, line: CityLine, actor: Account) -> CityLine:
    if line.form not in queries.forms(proposal):
        raise NotReady("Hãy chọn hình thức do cấp trên quyết định.", ["Hình thức đề nghị"])
    subject = (line.person_id, line.collective_id)
    if subject != (None, None) and any(
        (one.person_id, one.collective_id, one.form) == (*subject, line.form) for one in proposal.lines
    ):
        raise NotReady(f"{line.printed_name} đã có trong tờ trình này với cùng hình thức.")
    today = clock.today()
    held = holds_of({line.person_id} - {None}, {line.collective_id} - {None})  # type: ignore[arg-type]
    if any(one.from_on <= today and (one.to_on is None or one.to_on >= today) for one in held):
        raise NotReady(
            f"{line.printed_name} đang tạm dừng xét khen thưởng nên chưa đề nghị được "
            "(Nghị định số 152/2025/NĐ-CP, Điều 4)."
        )
    past = awards.history(line.person_id, line.collective_id)
    events = queries.event_awards(line.person_id, line.collective_id)
    kept = queries.awards_before(proposal.ground, past, events)
    line.titles = "\n".join(f"{one.form} ({_decision(one)})" for one in kept)
    line.position = max((one.position for one in proposal.lines), default=0) + 1
    proposal.lines.append(line)
    db.session.flush()
    data = {"name": line.printed_name, "form": line.form}
    audit.record("city_proposal:line_added", actor=actor, obj=proposal, data=data)
    return line


def _decision(award: PastAward) -> str:
    """Return "QĐ số 88/QĐ-UBND, 05/02/1998": short, for many stand in one cell."""
    return f"QĐ số {award.number}, {award.when}" if award.number else award.when


def edit_line(line: CityLine, values: dict[str, Any], *, version: str, actor: Account) -> None:
    """Change the printed fields of a line. Stale when somebody else did meanwhile."""
    _require_draft(line.proposal, actor)
    if str(line.version) != version:
        raise Stale("Người khác vừa sửa dòng này. Nội dung bạn gõ vẫn ở dưới; bấm Lưu lần nữa để thay.")
    for name in EDITED:
        if name in values:
            setattr(line, name, values[name])
    db.session.flush()
    data = {"name": line.printed_name}
    audit.record("city_proposal:line_edited", actor=actor, obj=line.proposal, data=data)


def remove_line(line: CityLine, *, actor: Account) -> None:
    """Take a line from the list of a draft."""
    proposal = line.proposal
    _require_draft(proposal, actor)
    data = {"name": line.printed_name}
    proposal.lines.remove(line)
    db.session.flush()
    audit.record("city_proposal:line_removed", actor=actor, obj=proposal, data=data)


def lacking(proposal: CityProposal) -> list[tuple[str, str]]:
    """Return what is missing before it can go to the clerk: (words, address)."""
    at = f"/trinh-cap-tren/{proposal.id}"
    if not proposal.lines:
        return [("Chưa có tập thể, cá nhân nào trong danh sách", f"{at}/chon")]
    columns = queries.fields(proposal)
    return [
        (f"{line.printed_name}: {', '.join(found)}", f"{at}/dong/{line.id}")
        for line in proposal.lines
        if (found := rules.missing(line, columns))
    ]


def hand_over(proposal: CityProposal, *, actor: Account) -> None:
    """Give it to the clerk. NotReady with every empty field."""
    _require_draft(proposal, actor)
    if gaps := lacking(proposal):
        raise NotReady("Danh sách còn thiếu nội dung cấp trên yêu cầu.", [words for words, _ in gaps])
    papers.content(proposal)  # proves that wording and signer are there
    if long := papers.too_long(proposal):
        raise NotReady(
            "Nội dung của dòng quá dài, không in vừa một trang. Hãy rút gọn thành tích, danh hiệu.", long
        )
    perform(WORKFLOW, proposal, Step.HAND_OVER, actor=actor)
    _tell(proposal, P.REGISTERS_WRITE, f"Cấp số tờ trình cấp trên: {proposal.title}", act_needed=True)


def send_back(proposal: CityProposal, *, actor: Account, reason: str) -> None:
    """Back to the draft, to be changed."""
    rules.require(rules.may_return(actor, proposal), "Tờ trình này không trả lại được ở bước hiện tại.")
    perform(WORKFLOW, proposal, Step.RETURN, actor=actor, reason=reason)
    _tell(
        proposal, P.ROUNDS_WRITE, f"Tờ trình cấp trên được trả lại: {proposal.title}", reason, act_needed=True
    )


def give_number(proposal: CityProposal, signer: Signer, issued_on: dt.date, *, actor: Account) -> None:
    """The clerk gives number and date and keeps the files as issued; the list never changes afterwards."""
    rules.require(actor.has(P.REGISTERS_WRITE), "Chỉ văn thư cấp được số.")
    db.session.refresh(proposal, with_for_update=True, attribute_names=["state", "version"])
    if proposal.state != State.READY:
        raise WrongState("Tờ trình này không chờ cấp số.")
    if issued_on > clock.today():
        raise NotReady("Ngày tờ trình không được ở tương lai.", ["Ngày tờ trình"])
    settings = organisation()
    proposal.symbol = f"TTr-{settings.decision_symbol.partition('-')[2] or settings.decision_symbol}"
    proposal.number = registers.take_number(SERIES, issued_on.year)
    proposal.issued_on, proposal.signer_id = issued_on, signer.id
    said = papers.content(proposal)
    registers.enter(
        proposal,
        actor=actor,
        series=SERIES,
        number=proposal.number,
        symbol=proposal.symbol,
        issued_on=issued_on,
        title=f"Tờ trình {said['subject'][:1].lower()}{said['subject'][1:]}",
        signer=said["signer"].name,
        recipients="; ".join(said["addressees"]),
        kept_by=settings.copies_line,
    )
    perform(WORKFLOW, proposal, Step.NUMBER, actor=actor)
    name, made = papers.make(proposal)
    registers.keep_file(proposal, document_kind=papers.KIND, name=name, content=made)
    _tell(proposal, P.ROUNDS_WRITE, f"Tờ trình đã có số {proposal.full_number}: {proposal.title}")


def send(proposal: CityProposal, sent_on: dt.date, channel: Channel, *, actor: Account) -> None:
    """Note when and how it went out; from here the answer is waited for."""
    rules.require(
        rules.may_send(actor, proposal), "Chỉ văn thư hoặc thường trực ghi được, khi tờ trình đã có số."
    )
    if sent_on > clock.today() or (proposal.issued_on and sent_on < proposal.issued_on):
        raise NotReady("Ngày gửi phải từ ngày tờ trình đến hôm nay.", ["Ngày gửi"])
    proposal.sent_on, proposal.channel = sent_on, channel
    proposal.due_on = deadline("deadline.upward.answer", sent_on)
    perform(
        WORKFLOW, proposal, Step.SEND, actor=actor, details={"sent_on": sent_on, "channel": channel.value}
    )
    _tell(proposal, P.ROUNDS_WRITE, f"Đã gửi tờ trình số {proposal.full_number}: {proposal.title}")


def cancel(proposal: CityProposal, *, actor: Account, reason: str) -> None:
    """Give it up before it is sent; a number that was given stays in the register."""
    rules.require(rules.may_cancel(actor, proposal), "Tờ trình đã gửi thì không hủy được.")
    perform(WORKFLOW, proposal, Step.CANCEL, actor=actor, reason=reason)
    _tell(proposal, P.REGISTERS_WRITE, f"Tờ trình cấp trên đã hủy: {proposal.title}", reason)


def _require_draft(proposal: CityProposal, actor: Account) -> None:
    rules.require(actor.has(P.ROUNDS_WRITE), _NO)
    if proposal.state != State.DRAFT:
        raise WrongState("Tờ trình không còn là dự thảo, danh sách không sửa được. Hãy tải lại trang.")


def _tell(
    proposal: CityProposal, permission: P, title: str, text: str = "", *, act_needed: bool = False
) -> None:
    ids = sorted({account.id for account in accounts_with(permission)})
    tell(ids, title, text=text, url=f"/trinh-cap-tren/{proposal.id}", act_needed=act_needed)

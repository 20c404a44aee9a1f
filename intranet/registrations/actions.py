"""Acts on registrations: begin (also after last year's), write, hand in, accept, return. Nothing here commits."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm.attributes import flag_modified

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, Stale, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..parameters import award_forms
from ..people.models import Account, Person, Unit
from ..people.queries import accounts_with, staff, units
from . import queries, rules
from .models import Registration, RegistrationLine
from .states import WORKFLOW, State, Step

audit.declare("registration", begun=("unit", "year", "copied"), saved=("lines",))
_NOT_YOURS = "Chỉ trưởng đơn vị lập, sửa được đăng ký của đơn vị mình, khi chưa nộp hoặc được trả lại."


def begin(unit: Unit, year: int, *, actor: Account, copy: bool = False) -> Registration:
    """Begin the registration of a unit for this year or the next; `copy` takes over last year's in one act.

    People who have left, units that have ended and forms that are no longer conferred on such a nominee are left out
    of a copy (`queries.left_behind` names them). WrongState when there is one already, NotReady for another year or
    without anything to copy.
    """
    rules.require(actor.has_in(P.NOMINATIONS_WRITE, unit.id), _NOT_YOURS)
    now = clock.today()
    if year not in (now.year, now.year + 1):
        raise NotReady("Chỉ đăng ký cho năm nay hoặc năm sau.", ["Năm"])
    if queries.of_unit(unit.id, year) is not None:
        raise WrongState(f"{unit.name} đã có đăng ký năm {year}.")
    row = Registration(unit=unit, year=year, state=State.DRAFT, created_at=clock.now())
    db.session.add(row)
    if copy:
        before = queries.of_unit(unit.id, year - 1)
        if before is None:
            raise NotReady(f"{unit.name} chưa có đăng ký năm {year - 1} để chép.")
        row.targets = before.targets
        forms, here = award_forms.forms_on(now), {person.id for person in staff(unit.id)}
        below = {one.id for one in units_of(row)}
        for line in before.lines:
            subject = "person" if line.person_id else "collective"
            stays = line.person_id in here if line.person_id else line.collective_id in below
            if (
                stays
                and line.award_form in forms
                and subject in award_forms.subjects_of(line.award_form, now)
            ):
                row.lines.append(_line(line.award_form, line.person or line.collective, len(row.lines)))
    db.session.flush()
    data = {"unit": unit.name, "year": year, "copied": len(row.lines)}
    audit.record("registration:begun", actor=actor, obj=row, data=data)
    return row


def _line(form: str, whom: Person | Unit | None, position: int) -> RegistrationLine:
    if isinstance(whom, Person):
        return RegistrationLine(
            award_form=form, position=position, person=whom, name=whom.addressed, detail=whom.job
        )
    if whom is None:
        raise NotReady("Dòng đăng ký không còn đối tượng.")
    return RegistrationLine(award_form=form, position=position, collective=whom, name=whom.name, detail="")


def save(
    row: Registration,
    targets: str,
    people: Mapping[str, Collection[int]],
    collectives: Mapping[str, Collection[int]],
    *,
    actor: Account,
    version: str,
) -> None:
    """Store targets and who is ticked for which form. Stale when somebody else saved meanwhile."""
    rules.require(rules.may_edit(actor, row), _NOT_YOURS)
    if version != str(row.version):
        raise Stale("Người khác vừa sửa đăng ký này. Nội dung bạn chọn vẫn ở dưới; bấm Lưu lần nữa để thay.")
    persons = {person.id: person for person in staff(row.unit_id)}
    own = {unit.id: unit for unit in units_of(row)}
    row.targets = targets
    row.lines.clear()
    db.session.flush()
    day = clock.today()
    for form in award_forms.forms_on(day):
        subjects = award_forms.subjects_of(form, day)
        wanted: list[Person | Unit] = []
        if "collective" in subjects:
            wanted += [own[number] for number in own if number in collectives.get(form, ())]
        if "person" in subjects:
            wanted += [persons[number] for number in persons if number in people.get(form, ())]
        for whom in wanted:
            row.lines.append(_line(form, whom, len(row.lines)))
    # the row itself counts as changed, so that a second person with the old page is told
    flag_modified(row, "targets")
    db.session.flush()
    audit.record("registration:saved", actor=actor, obj=row, data={"lines": len(row.lines)})


def units_of(row: Registration) -> list[Unit]:
    """Return the collectives of today that a unit may register: itself and those below it."""
    return [one for one in units() if row.unit.id in (one.id, one.parent_id)]


def submit(row: Registration, *, actor: Account) -> None:
    """Hand in to the standing body. NotReady without targets or without anybody registered."""
    rules.require(rules.may_edit(actor, row), _NOT_YOURS)
    missing = []
    if not row.targets.strip():
        missing.append("Chỉ tiêu thi đua của đơn vị")
    if not row.lines:
        missing.append("Cá nhân, tập thể đăng ký danh hiệu")
    if missing:
        raise NotReady("Chưa nộp được, còn thiếu một số nội dung.", missing)
    row.handed_in_at = clock.now()
    perform(WORKFLOW, row, Step.SUBMIT if row.state == State.DRAFT else Step.RESUBMIT, actor=actor)
    desk = [one.id for one in accounts_with(P.NOMINATIONS_CHECK) if rules.may_settle(one, row)]
    tell(desk, f"Đăng ký thi đua năm {row.year}: {row.unit.name}", url=_url(row), act_needed=True)


def accept(row: Registration, *, actor: Account) -> None:
    """The standing body takes the registration as it is."""
    rules.require(rules.may_settle(actor, row), "Chỉ cơ quan thường trực duyệt được đăng ký này.")
    perform(WORKFLOW, row, Step.ACCEPT, actor=actor)
    tell(_heads(row), f"Đã duyệt đăng ký thi đua năm {row.year}", text=row.unit.name, url=_url(row))


def send_back(row: Registration, *, actor: Account, reason: str) -> None:
    """The standing body wants it changed, also after it was accepted."""
    rules.require(rules.may_settle(actor, row), "Chỉ cơ quan thường trực trả lại được đăng ký này.")
    perform(WORKFLOW, row, Step.RETURN, actor=actor, reason=reason)
    title = f"Đăng ký thi đua năm {row.year} bị trả lại"
    tell(_heads(row), title, text=reason, url=_url(row), act_needed=True)


def _heads(row: Registration) -> list[int]:
    return [one.id for one in accounts_with(P.NOMINATIONS_WRITE, row.unit_id)]


def _url(row: Registration) -> str:
    return f"/dang-ky-thi-dua/{row.id}"

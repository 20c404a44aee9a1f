"""Rounds and nominations for tests, brought to each state by the real acts."""

import datetime as dt
import io

import sqlalchemy as sa
import xlsxwriter

from intranet.awards import actions, eligibility_actions, list_sheet, round_actions
from intranet.awards.eligibility_facts import findings_of
from intranet.awards.models import AwardRound, Nomination, RoundKind
from intranet.awards.states import State
from intranet.core import clock, files, sheet_uploads
from intranet.core.db import db
from intranet.core.sheet_uploads import SheetUpload
from intranet.people.models import Account, Honorific, Unit

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
UNIT = "Điểm phục vụ hành chính công"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def unit(name: str = UNIT) -> Unit:
    """Return a unit of the plan."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()


def planned(title: str = "Khen thưởng năm 2026") -> AwardRound:
    """Return a planned round that closes in ten days."""
    return round_actions.create(
        RoundKind.YEARLY,
        title,
        actor=account("thuongtruc"),
        opens_on=clock.today(),
        closes_on=clock.today() + dt.timedelta(days=10),
        achievement="đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    )


def opened(title: str = "Khen thưởng năm 2026") -> AwardRound:
    """Return a round that takes nominations."""
    made = planned(title)
    round_actions.open_round(made, actor=account("thuongtruc"))
    return made


def draft(round_: AwardRound, person: str = "nhanvien", head: str = "truongphong") -> Nomination:
    """Return a person's nomination as it begins."""
    return actions.nominate_person(round_, unit(), account(person).person, actor=account(head))


def go_on(nomination: Nomination) -> None:
    """Override all warnings (the same nominee again and again in tests) and find the file eligible."""
    desk = account("thuongtruc")
    for found in findings_of(nomination):
        if found.stops:
            eligibility_actions.override(nomination, found.key, actor=desk, reason="Đã đối chiếu hồ sơ")
    actions.find_eligible(nomination, actor=desk)


def complete(round_: AwardRound, person: str = "nhanvien") -> Nomination:
    """Return a nomination that can be handed in."""
    made = draft(round_, person)
    values = {
        "achievement": "Đã có thành tích xuất sắc",
        "report": "Hoàn thành xuất sắc nhiệm vụ.",
        "unit_meeting": "5/5 người đồng ý.",
        "honorific": Honorific.MRS,
    }
    actions.save(made, values, actor=account("truongphong"))
    files.attach(made, "Biên bản.png", PNG, actor=account("truongphong"))
    return made


def at(state: State, round_: AwardRound | None = None, person: str = "nhanvien") -> Nomination:
    """Return a nomination in a state that is reached without a meeting."""
    round_ = round_ or opened(f"Đợt {state.value}")
    head, standing = account("truongphong"), account("thuongtruc")
    if state == State.DRAFT:
        return draft(round_, person)
    made = complete(round_, person)
    actions.submit(made, actor=head)
    if state == State.SUBMITTED:
        return made
    if state == State.RETURNED:
        actions.send_back(made, actor=standing, reason="Bổ sung biên bản")
        return made
    if state == State.WITHDRAWN:
        actions.withdraw(made, actor=head, reason="Lập nhầm")
        return made
    if state == State.INELIGIBLE:
        actions.find_ineligible(made, actor=standing, reason="Đã khen cùng thành tích")
        return made
    actions.answer_checklist(made, {c.code: ("yes", "") for c in made.checks}, actor=standing)
    go_on(made)
    if state == State.ELIGIBLE:
        return made
    if round_.state.value == "open":
        round_actions.close(round_, actor=standing)
    actions.put_on_agenda(made, actor=account("thuky"))
    if state == State.ON_AGENDA:
        return made
    actions.record_council_result(
        made, actor=account("thuky"), passed=state != State.FAILED, note="8/9 đồng ý"
    )
    if state in (State.PASSED, State.FAILED):
        return made
    if state == State.DECLINED:
        actions.decline(made, actor=account("chutich"), reason="Chưa rõ thành tích")
        return made
    actions.approve(made, actor=account("chutich"))
    if state == State.APPROVED:
        return made
    actions.award(
        made, actor=account("vanthu"), decision_number="01/QĐ-UBND", awarded_on=clock.today(), amount=760_000
    )
    if state == State.REVOKED:
        actions.revoke(made, actor=account("chutich"), reason="Kê khai gian dối")
    return made


def listed() -> SheetUpload:
    """Keep a list of nominees for the last unit in a new open round, as the upload page does."""
    last = db.session.scalars(sa.select(Unit).order_by(Unit.id.desc())).first()
    assert last is not None
    where = list_sheet.purpose(opened("Đợt nhận danh sách"), last)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [one.label for one in list_sheet.FIELDS])
        sheet.write_row(1, 0, ["Cá nhân", "Người không có trong đơn vị"])
    return sheet_uploads.keep(where, "danh-sach.xlsx", out.getvalue(), actor=account("truongphong"))

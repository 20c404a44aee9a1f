"""Eligibility in the life of a file: bars, warnings with reasons, holds, rule sets by day of receipt (TP7, TT5, TT7, AD6, CT2)."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.awards import actions, agenda, paper_award, round_actions
from intranet.awards import eligibility_actions as acts
from intranet.awards.eligibility import HoldKind, Severity
from intranet.awards.eligibility_facts import findings_for, findings_of, rule_day
from intranet.awards.eligibility_models import Hold
from intranet.awards.models import Nomination
from intranet.awards.states import State
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.parameters import actions as parameters
from intranet.parameters.models import Parameter
from tests.factories import awards as make

DESK = "thuongtruc"


def held(login: str = "nhanvien", **given) -> Hold:
    values = {"from_on": clock.today(), "to_on": None, "source": "Quyết định số 5/QĐ-TTr"} | given
    kind = values.pop("kind", HoldKind.INSPECTION)
    return acts.add_hold(make.account(login).person, kind, actor=make.account(DESK), **values)


def test_a_hold_stops_handing_in_and_the_agenda_until_it_is_lifted(app):
    """NĐ 152/2025 Điều 4.3; a bar cannot be overridden."""
    ready = make.at(State.ELIGIBLE)
    row = held()
    waiting = make.complete(make.opened("Đợt khác"))
    with pytest.raises(NotReady, match="không cho khen thưởng") as refused:
        actions.submit(waiting, actor=make.account("truongphong"))
    assert "Điều 4.3" in refused.value.missing[0]
    round_actions.close(ready.round, actor=make.account(DESK))
    with pytest.raises(NotReady, match="không cho khen thưởng"):
        actions.put_on_agenda(ready, actor=make.account("thuky"))
    with pytest.raises(NotReady, match="không phải cảnh báo"):
        acts.override(ready, f"hold:{row.id}", actor=make.account(DESK), reason="Vẫn xét")
    acts.lift_hold(row, actor=make.account(DESK), reason="Kết luận không vi phạm")
    actions.put_on_agenda(ready, actor=make.account("thuky"))
    with pytest.raises(WrongState):
        acts.lift_hold(row, actor=make.account(DESK), reason="lần nữa")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"to_on": dt.date(2020, 1, 1)}, "Đến hết ngày"),
        ({"kind": HoldKind.DISCIPLINE, "source": " "}, "Căn cứ"),
    ],
)
def test_a_hold_needs_an_order_of_dates_and_its_paper(app, given, message):
    with pytest.raises(NotReady) as refused:
        held(**given)
    assert message in refused.value.missing[0]


def test_a_warning_goes_on_only_with_a_reason_that_the_chairman_reads(app):
    """CT2, TT7: the same achievement of the same person warns with a link; overridden, it is told to the council."""
    first = make.at(State.AWARDED)
    again = make.complete(make.opened("Đợt sau"))
    actions.submit(again, actor=make.account("truongphong"))
    desk = make.account(DESK)
    actions.answer_checklist(again, {c.code: ("yes", "") for c in again.checks}, actor=desk)
    warned = {f.key: f for f in findings_of(again) if f.stops}
    assert set(warned) == {f"same_achievement:{first.id}", f"same_period:{first.id}"}
    assert warned[f"same_achievement:{first.id}"].facts[0].url == f"/khen-thuong/ho-so/{first.id}"
    with pytest.raises(NotReady, match="Còn vướng mắc") as left:
        actions.find_eligible(again, actor=desk)
    assert len(left.value.missing) == 2 and "Điều 5.2" in left.value.missing[0]
    key = f"same_achievement:{first.id}"
    with pytest.raises(Barred):
        acts.override(again, key, actor=make.account("truongphong"), reason="Khác việc")
    with pytest.raises(NotReady, match="lý do"):
        acts.override(again, key, actor=desk, reason="  ")
    acts.override(again, key, actor=desk, reason="Hai việc khác nhau")
    with pytest.raises(WrongState):
        acts.override(again, key, actor=desk, reason="lần nữa")
    acts.override(again, f"same_period:{first.id}", actor=desk, reason="Đợt chuyên đề riêng")
    actions.find_eligible(again, actor=desk)
    assert [line.split("; lý do: ")[1] for line in agenda.notes(again)] == [
        "Hai việc khác nhau (Lê Thị Hạnh)",
        "Đợt chuyên đề riêng (Lê Thị Hạnh)",
    ]


def test_a_file_keeps_the_rules_of_the_day_of_its_receipt_unless_better_ones_are_chosen(app, monkeypatch):
    """AD6: old dossiers keep the old rule, new ones take the new."""
    old = make.at(State.SUBMITTED)
    today = clock.today()
    rows = db.session.scalars(sa.select(Parameter).where(Parameter.key == "eligibility.checks")).all()
    lines = [dict(line, severity="Cấm") if line["code"] == "prefer" else line for line in rows[0].value]
    start = today + dt.timedelta(days=1)
    parameters.add_parameter(
        "eligibility.checks", lines, actor=make.account(DESK), effective_from=start, source="Luật mới"
    )
    later = clock.now() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert rule_day(old) == today
    assert {f.check.code: f.check.severity for f in findings_of(old)}["prefer"] == Severity.INFO
    young = make.draft(make.opened("Đợt mới"), "nhanvien2")
    young.honorific = make.Honorific.MRS
    assert {f.check.code: f.check.severity for f in findings_of(young)}["prefer"] == Severity.BAR
    desk = make.account(DESK)
    with pytest.raises(NotReady, match="ngày tiếp nhận"):
        acts.choose_rules(old, today, actor=desk, reason="Có lợi hơn")
    with pytest.raises(NotReady, match="Chưa có quy định"):
        acts.choose_rules(old, dt.date(2020, 1, 1), actor=desk, reason="Có lợi hơn")
    with pytest.raises(NotReady, match="chưa đến"):
        acts.choose_rules(old, clock.today() + dt.timedelta(days=1), actor=desk, reason="Có lợi hơn")
    acts.choose_rules(old, start, actor=desk, reason="Luật mới có lợi hơn")
    assert rule_day(old) == start
    assert "Luật mới có lợi hơn" in agenda.notes(old)[0]


def test_more_favourable_rules_bring_their_checklist(app, monkeypatch):
    """Answers stay where the line asks the same; a changed line is open again; a line that the day lacks goes."""
    old, desk = make.at(State.SUBMITTED), make.account(DESK)
    key = f"checklist.{old.award_form}.{old.subject_kind.value}"
    lines = db.session.scalars(sa.select(Parameter).where(Parameter.key == key)).one().value
    fresh = [
        lines[0],
        dict(lines[1], text="Có xác nhận của cấp ủy"),
        {"code": "new", "text": "Mới", "article": "Điều 9"},
    ]
    start = clock.today() + dt.timedelta(days=1)
    parameters.add_parameter(key, fresh, actor=desk, effective_from=start, source="Luật mới")
    later = clock.now() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.answer_checklist(old, {check.code: ("yes", "") for check in old.checks}, actor=desk)
    acts.choose_rules(old, start, actor=desk, reason="Có lợi hơn")
    db.session.flush()
    db.session.expire(old)
    assert [(check.code, check.answer) for check in sorted(old.checks, key=lambda c: c.position)] == [
        (lines[0]["code"], "yes"),
        (lines[1]["code"], ""),
        ("new", ""),
    ]
    with pytest.raises(NotReady, match="chưa kiểm tra"):
        actions.find_eligible(old, actor=desk)
    actions.answer_checklist(old, {check.code: ("yes", "") for check in old.checks}, actor=desk)
    make.go_on(old)
    with pytest.raises(Barred):  # the checklist was answered by the rules chosen before
        acts.choose_rules(old, clock.today(), actor=desk, reason="Đổi lại")


def test_a_warning_that_comes_after_the_check_still_asks_its_reason(app):
    """TT7: a second award of the same achievement, given between the check and the agenda."""
    waiting = make.at(State.ELIGIBLE)
    other = make.at(State.SUBMITTED, make.opened("Đợt khác"))
    desk = make.account(DESK)
    on_paper = {"decision_number": "12/QĐ-UBND", "awarded_on": clock.today()}
    paper_award.record(other, actor=desk, reason="Đã ký trên giấy", **on_paper)
    assert [line for line in agenda.notes(other) if "Đã ký trên giấy" in line] == agenda.notes(other)
    round_actions.close(waiting.round, actor=desk)
    with pytest.raises(NotReady, match="Còn vướng mắc"):
        actions.put_on_agenda(waiting, actor=make.account("thuky"))
    for found in [one for one in findings_of(waiting) if one.stops]:
        acts.override(waiting, found.key, actor=desk, reason="Việc khác")
    actions.put_on_agenda(waiting, actor=make.account("thuky"))


def test_checks_are_edited_as_data_within_what_the_program_knows(app):
    rows = db.session.scalars(sa.select(Parameter).where(Parameter.key == "eligibility.checks")).all()
    for change, message in (({"severity": "Nặng"}, "Mức"), ({"code": "muc-1"}, "không có mục")):
        lines = [dict(rows[0].value[0], **change), *rows[0].value[1:]]
        with pytest.raises(NotReady, match=message):
            parameters.add_parameter(
                "eligibility.checks",
                lines,
                actor=make.account(DESK),
                effective_from=clock.today() + dt.timedelta(days=9),
                source="Luật mới",
            )


def test_many_files_cost_as_many_statements_as_one(app, count_queries):
    round_ = make.opened()
    made = [make.complete(round_, login) for login in ("nhanvien", "nhanvien2", "vanphong")]
    db.session.flush()
    db.session.expire_all()
    counts = []
    for number in (1, 3):
        rows = db.session.scalars(
            sa.select(Nomination).where(Nomination.id.in_([one.id for one in made[:number]]))
        ).all()
        for one in rows:
            assert one.round and one.person
        with count_queries(app) as counted:
            findings_for(rows)
        counts.append(len(counted))
        db.session.expire_all()
    assert counts[0] == counts[1]


def test_the_pages_show_rule_article_and_facts_and_take_the_reason(site, browser):
    with site.app_context():
        make.at(State.AWARDED)
        again = make.complete(make.opened("Đợt sau"))
        actions.submit(again, actor=make.account("truongphong"))
        number = again.id
        db.session.commit()
    desk = browser(DESK)
    page = desk.get(f"/khen-thuong/ho-so/{number}")
    assert (
        "Không khen nhiều lần cho một thành tích. Căn cứ: Luật Thi đua, khen thưởng, Điều 5.2." in page.text
    )
    assert "2 cảnh báo" in desk.get("/khen-thuong/ho-so?trang-thai=submitted").text
    link = page.html.find("a", string="Bỏ qua cảnh báo, ghi lý do")["href"]
    page = desk.get(link)
    page = desk.submit(page, expect=422, reason="")
    assert page.errors() == {"reason": "Cần điền mục này."}
    page = desk.submit(page, reason="Hai việc khác nhau")
    assert "Lý do bỏ qua: Hai việc khác nhau" in page.text
    page = desk.get(f"/khen-thuong/ho-so/{number}/quy-dinh")
    page = desk.submit(page, rule_date="01/01/2020", reason="Có lợi", expect=422)
    assert "Chưa có quy định" in page.text
    nominee = browser("nhanvien").get(f"/khen-thuong/ho-so/{number}")
    assert "Kiểm tra theo quy định" not in nominee.text


def test_holds_are_put_and_lifted_on_their_page_and_shown_to_nobody_else(site, browser):
    desk = browser(DESK)
    page = desk.get("/khen-thuong/tam-dung")
    assert "Chưa có ai đang tạm dừng" in page.text
    page = desk.get("/khen-thuong/tam-dung/them")
    with site.app_context():
        person = make.account("nhanvien").person
        given = {"subject": f"person:{person.id}", "kind": "complaint", "from_on": "01/11/2026"}
        name = person.full_name
    page = desk.submit(page, expect=422, to_on="01/10/2026", source="Đơn số 7", **given)
    assert "Đến hết ngày phải từ ngày bắt đầu" in page.text
    page = desk.submit(page, to_on="", source="Đơn số 7", **given)
    assert name in page.text and "đang tạm dừng" in page.text
    page = desk.get(page.html.select_one("main tbody a")["href"])
    page = desk.submit(page, reason="Đơn không có cơ sở")
    assert "đã gỡ ngày" in page.text
    for login in ("truongphong", "nhanvien", "chutich", "quantri"):
        browser(login).get("/khen-thuong/tam-dung", expect=403)


def test_the_council_reads_the_figures_of_the_unit_beside_the_case(app):
    """Plan III.4: results of the unit count in its awards; the reading pack and the case page show them."""
    from intranet.council import subjects
    from tests.factories import indicators

    one = make.at(State.ELIGIBLE)
    indicators.accepted(one.unit.name)
    shown = {group.title: dict(group.lines) for group in subjects.facts_of("nomination", one.id)}
    figures = shown[f"Chỉ tiêu của đơn vị năm {one.round.rule_date.year}"]
    assert any(words.startswith("90/100. ") for words in figures.values()), figures


def test_awards_that_were_entered_or_imported_count_too(app):
    """One achievement, one reward, also for what was decided before there was a program."""
    from intranet.history.models import PastAward, RecipientKind, Source

    one = make.complete(make.opened())
    db.session.add(
        PastAward(
            kind=RecipientKind.PERSON,
            name=one.name,
            form="Giấy khen của Chủ tịch UBND xã",
            number="88/QĐ-UBND",
            year=one.round.opens_on.year,
            achievement=one.achievement.upper(),
            person_id=one.person_id,
            source=Source.MANUAL,
            created_at=clock.now(),
        )
    )
    db.session.flush()
    found = {f.check.code: f.facts[0].text for f in findings_of(one) if f.stops}
    assert set(found) == {"same_achievement", "same_period"}
    assert "88/QĐ-UBND" in found["same_period"]

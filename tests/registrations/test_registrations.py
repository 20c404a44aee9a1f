"""TP1: a unit registers its targets and titles; last year's list is copied in one act; a sheet to sign."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.awards import agenda
from intranet.core import audit, clock, tasks
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, Stale, WrongState
from intranet.documents import read_back
from intranet.parameters.models import Parameter
from intranet.registrations import actions, paper, queries
from intranet.registrations.models import Registration
from intranet.registrations.states import State
from tests.factories import awards as nominations
from tests.factories import registrations as make
from tests.factories.awards import account
from tests.factories.people import new_unit

THIS = clock.today().year


def lines(row: Registration) -> list[tuple[str, str]]:
    return [(line.award_form, line.name) for line in row.lines]


def test_tp1_last_years_list_is_copied_in_one_act_without_those_who_left(app):
    before = make.at(State.ACCEPTED)
    kept = lines(before)
    copy = actions.begin(make.unit(), THIS + 1, actor=account(make.HEAD), copy=True)
    assert (copy.state, copy.targets, lines(copy)) == (State.DRAFT, before.targets, kept)
    assert len(kept) == 4 and kept[0][0] != kept[-1][0]
    with pytest.raises(WrongState, match="đã có đăng ký"):
        actions.begin(make.unit(), THIS + 1, actor=account(make.HEAD))
    db.session.delete(copy)
    db.session.flush()
    account("nhanvien").person.left_on = clock.today() - dt.timedelta(days=1)
    again = actions.begin(make.unit(), THIS + 1, actor=account(make.HEAD), copy=True)
    gone = account("nhanvien").person.full_name
    assert len(again.lines) == 2 and not any(gone in name for _, name in lines(again))


def test_who_may_begin_and_for_which_year(app):
    with pytest.raises(NotReady, match="năm nay hoặc năm sau"):
        actions.begin(make.unit(), THIS - 1, actor=account(make.HEAD))
    with pytest.raises(NotReady, match="chưa có đăng ký năm"):
        actions.begin(make.unit(), THIS, actor=account(make.HEAD), copy=True)
    with pytest.raises(Barred):
        actions.begin(make.unit(), THIS, actor=account("nhanvien"))


def test_only_own_people_and_forms_for_them_are_kept(app):
    row = actions.begin(make.unit(), THIS, actor=account(make.HEAD))
    stranger, own = account("chutich").person_id, account("nhanvien").person_id
    actions.save(
        row, "Chỉ tiêu", {"ldtt": {stranger, own}, "ttldtt": {own}, "no-form": {own}}, {"ldtt": {row.unit_id}},
        actor=account(make.HEAD), version=str(row.version),
    )  # fmt: skip
    assert lines(row) == [("ldtt", account("nhanvien").person.addressed)]
    with pytest.raises(Stale):
        actions.save(row, "Khác", {}, {}, actor=account(make.HEAD), version="1")


def test_from_draft_to_accepted_with_a_return_and_its_reason(app):
    empty = actions.begin(make.unit(), THIS + 1, actor=account(make.HEAD))
    with pytest.raises(NotReady) as lacking:
        actions.submit(empty, actor=account(make.HEAD))
    assert len(lacking.value.missing) == 2
    row = make.at(State.HANDED_IN)
    assert [task.title for task in tasks.tasks_for(account(make.DESK)) if "Đăng ký thi đua" in task.title]
    with pytest.raises(Barred):
        actions.save(row, "Sửa", {}, {}, actor=account(make.HEAD), version=str(row.version))
    with pytest.raises(Barred):
        actions.accept(row, actor=account(make.HEAD))
    actions.send_back(row, actor=account(make.DESK), reason="Thiếu chỉ tiêu chuyển đổi số")
    assert [task.title for task in tasks.tasks_for(account(make.HEAD)) if "bị trả lại" in task.title]
    actions.submit(row, actor=account(make.HEAD))
    actions.accept(row, actor=account(make.DESK))
    assert row.state == State.ACCEPTED
    assert "Thiếu chỉ tiêu chuyển đổi số" in [event.reason for event in audit.timeline(row)]


def test_who_is_late_and_who_sees_what(app):
    draft = make.at(State.DRAFT)
    late = {unit.name: state for unit, state in queries.silent(THIS)}
    assert (late[make.UNIT], late["Phòng Kinh tế"]) == (State.DRAFT, None)
    with pytest.raises(NotThere):
        queries.get_for(account(make.DESK), draft.id)
    actions.submit(draft, actor=account(make.HEAD))
    assert make.UNIT not in [unit.name for unit, _ in queries.silent(THIS)]
    assert queries.get_for(account(make.DESK), draft.id) is draft
    assert queries.due(THIS) is not None


def test_tp1_a_unit_and_a_form_that_ended_are_left_out_of_the_copy_and_named(site, browser):
    with site.app_context():
        below = new_unit("Tổ giúp việc", parent_id=make.unit().id)
        row = make.at(State.DRAFT)
        people, units = {account("nhanvien").person_id}, {row.unit_id, below.id}
        actions.save(row, "Chỉ tiêu", {"ldtt": people}, {"ttldtt": units}, actor=account(make.HEAD),
                     version=str(row.version))  # fmt: skip
        actions.submit(row, actor=account(make.HEAD))
        person = next(line for line in row.lines if line.person_id)
        person.award_form = "khong-con"  # the person's form is no longer conferred
        below.ends_on = clock.today() - dt.timedelta(days=1)
        number, gone = row.unit_id, person.name
        db.session.commit()
    url = f"/dang-ky-thi-dua/don-vi/{number}/lap"
    copied = browser(make.HEAD).post(url, {"year": str(THIS + 1), "copy": "1"})
    assert copied.flashes == [
        f"Đã lập đăng ký năm {THIS + 1}. Không chép (đã nghỉ, đã kết thúc hoặc không còn hình thức này): "
        f"{gone}, Tổ giúp việc."
    ]
    with site.app_context():
        assert lines(queries.of_unit(number, THIS + 1)) == [("ttldtt", make.UNIT)]
        make.unit().ends_on = clock.today() - dt.timedelta(
            days=1
        )  # the whole unit has ended: nothing to begin
        assert make.UNIT not in [unit.name for unit, _ in queries.silent(THIS + 2)]
        db.session.commit()
    head = browser(make.HEAD)
    assert "/lap" not in str(head.get("/dang-ky-thi-dua").html)
    head.post(url, {"year": str(THIS), "copy": "1"}, expect=404)


@pytest.mark.parametrize(("term", "overdue"), [(1, True), (365, False)])
def test_tp1_what_is_overdue_is_still_owed_by_the_head_and_marked_for_the_standing_body(
    site, browser, monkeypatch, term, overdue
):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(THIS, 11, 20, 3, tzinfo=dt.UTC))
    with site.app_context():
        db.session.execute(
            sa.update(Parameter).where(Parameter.key == "deadline.registration").values(value=term)
        )
        make.at(State.DRAFT)
        db.session.commit()
        owed = [
            one for one in tasks.tasks_for(account(make.HEAD)) if one.title.startswith("Đăng ký chỉ tiêu")
        ]
        assert [(one.detail, one.overdue(clock.today())) for one in owed] == [(make.UNIT, overdue)]
    listed = browser(make.DESK).get("/dang-ky-thi-dua")
    said = {" ".join(li.get_text(" ").split()) for li in listed.html.select("ul.plain-list li")}
    end = " Quá hạn" if overdue else ""
    assert {f"{make.UNIT}: đang soạn{end}", f"Phòng Kinh tế: chưa lập{end}"} <= said


def test_the_sheet_to_sign_has_targets_and_all_who_are_registered(app):
    row = make.at(State.HANDED_IN)
    name, content = paper.file_of(row)
    assert name == f"dang-ky-thi-dua-{THIS}.docx" and content == paper.file_of(row)[1]
    text = read_back.paragraphs(content)
    assert "BẢN ĐĂNG KÝ THI ĐUA" in text and "- 100 % hồ sơ đúng hạn;" in text
    cells = [cell for table in read_back.tables(content) for line in table for cell in line]
    for line in row.lines:
        assert line.name in cells
    assert {"Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Tập thể lao động tiên tiến"} <= set(cells)


def test_a_nomination_tells_whether_its_nominee_was_registered(app):
    make.at(State.ACCEPTED)
    round_ = nominations.opened()
    first = nominations.draft(round_, "nhanvien")
    other = nominations.draft(round_, "nhanvien2")
    assert set(agenda.registered_words(first).split("; ")) == {"Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"}
    assert agenda.registered_words(other) == "Lao động tiên tiến"
    db.session.execute(sa.update(Registration).values(year=THIS - 1))
    db.session.expire_all()
    assert agenda.registered_words(first) == f"Không đăng ký năm {THIS}"


def test_the_pages_from_begin_to_accept(site, browser):
    with site.app_context():
        person = account("nhanvien").person
        box, name = {"person-ldtt": str(person.id)}, person.full_name
    head, desk = browser(make.HEAD), browser(make.DESK)
    start = head.get("/dang-ky-thi-dua")
    forms = [form for form in start.html.find_all("form", method="post") if "/lap" in str(form["action"])]
    assert len(forms) == 2  # this year and the next, nothing to copy yet
    url = str(forms[0]["action"])
    edit = head.post(url, {"year": str(THIS)})
    saved = head.submit(edit, "/sua", targets="Không có hồ sơ quá hạn", **box)
    assert name in saved.text and "Lao động tiên tiến" in saved.text
    head.submit(saved, "/nop")
    waiting = desk.get(desk.get("/dang-ky-thi-dua").links()[make.UNIT])
    sheet = next(link for link in waiting.links().values() if link.endswith("ban-dang-ky.docx"))
    assert desk.http.get(sheet).data.startswith(b"PK")
    done = desk.submit(waiting, "/duyet")
    assert "Đã duyệt" in done.text

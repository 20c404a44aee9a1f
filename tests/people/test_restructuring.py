"""Units that are renamed or merged: names by day, people, roles and open work move, old names are found."""

import datetime as dt

import pytest

from intranet.awards.states import State
from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import NotReady, WrongState
from intranet.history import queries as history
from intranet.people import restructuring, staff_actions
from intranet.people.models import UnitKind
from intranet.people.roles import Role
from tests.factories import awards, initiatives, training
from tests.factories.people import account, new_unit, person, unit

DOC = "Nghị quyết số 12/NQ-HĐND"


def admin():
    return account("quantri")


def test_a_name_belongs_to_days(app):
    made = new_unit("Phòng Văn thư", starts_on=dt.date(2020, 1, 1))
    for name, day in (("Phòng Lưu trữ", dt.date(2022, 5, 1)), ("Phòng Hồ sơ", dt.date(2024, 5, 1))):
        restructuring.rename(made, name, "", on=day, document=DOC, actor=admin())
    db.session.flush()
    names = [restructuring.name_on(made, dt.date(y, m, d)) for y, m, d in
             ((2021, 1, 1), (2022, 4, 30), (2022, 5, 1), (2024, 4, 30), (2024, 5, 1), (2026, 1, 1))]  # fmt: skip
    assert names == ["Phòng Văn thư"] * 2 + ["Phòng Lưu trữ"] * 2 + ["Phòng Hồ sơ"] * 2
    assert restructuring.former_names()[made.id] == ["Phòng Văn thư", "Phòng Lưu trữ"]
    assert history.known_units()["phong van thu"] == {made.id}
    tomorrow = clock.today() + dt.timedelta(days=1)
    for name, day, message in (
        ("Phòng Hồ sơ", dt.date(2025, 1, 1), "trùng tên đang dùng"),
        ("phòng kinh TẾ", dt.date(2025, 1, 1), "Đã có đơn vị"),
        ("Phòng Mới", dt.date(2024, 5, 1), "phải sau đó"),
        ("Phòng Mới", tomorrow, "tương lai"),
    ):
        with pytest.raises(NotReady, match=message):
            restructuring.rename(made, name, "", on=day, document=DOC, actor=admin())


def test_a_merger_moves_people_roles_and_open_work_and_keeps_the_old(app):
    into, on = unit("Phòng Kinh tế"), clock.today()
    round_ = awards.opened()
    open_file, done = awards.draft(round_), awards.draft(round_, "nhanvien2")
    done.state = State.WITHDRAWN
    gone = open_file.unit
    from intranet.initiatives.states import State as InitiativeState
    from intranet.training.states import State as TrainingState

    works = [initiatives.at(InitiativeState.SUBMITTED), initiatives.at(InitiativeState.NOT_RECOGNISED)]
    records = [training.at(TrainingState.SUBMITTED), training.at(TrainingState.VERIFIED)]
    for one in (*works, *records):
        one.unit_id = gone.id
    below = new_unit("Tổ một cửa", parent_id=gone.id, kind=UnitKind.OTHER)
    left = person("Người Đã Nghỉ", unit_id=gone.id)
    staff_actions.leave(left, dt.date(2026, 3, 1), actor=admin())
    people = [account(login).person for login in ("nhanvien", "truongphong")]
    assert {one.unit_id for one in people} == {gone.id}
    words = restructuring.merge(gone, into, on=on, document=DOC, actor=admin())
    db.session.flush()
    assert "1 hồ sơ khen thưởng" in words and "1 sáng kiến" in words and "1 hồ sơ đào tạo" in words
    assert (gone.ends_on, gone.dissolved_on) == (on - dt.timedelta(days=1), on) and below.parent_id == into.id
    assert {one.unit_id for one in people} == {into.id} and left.unit_id == gone.id
    assert (open_file.unit_id, done.unit_id) == (into.id, gone.id)
    assert [one.unit_id for one in (*works, *records)] == [into.id, gone.id, into.id, gone.id]
    head, staff = account("truongphong"), account("nhanvien")
    assert not head.holds(Role.UNIT_HEAD) and head.display_name in words
    assert [h.unit_id for h in staff.current_holdings() if h.role == Role.STAFF] == [into.id]
    assert restructuring.with_predecessors(into.id) == {into.id, gone.id}
    event = audit.timeline(gone)[-1]
    assert (event.event, event.details()["into"]) == ("people:unit_merged", into.name)
    with pytest.raises(WrongState):
        restructuring.merge(gone, into, on=on, document=DOC, actor=admin())


def test_open_work_of_the_other_packages_goes_too(app):
    from intranet.community.states import EventState
    from intranet.procedures.models import Procedure, ReformProposal
    from tests.factories import community
    from tests.site import rows

    waiting, done = community.planned(), community.at(EventState.CONFIRMED)
    gone, into = waiting.unit, unit("Phòng Kinh tế")
    team, asked = community.team(unit_id=gone.id), community.difficulty()
    asked.unit_id = gone.id
    living = rows.make(Procedure, unit_id=gone.id, ends_on=None)
    proposal = rows.make(ReformProposal, unit_id=gone.id)
    words = restructuring.merge(gone, into, on=clock.today(), document=DOC, actor=admin())
    assert [one.unit_id for one in (waiting, team, asked, living, proposal)] == [into.id] * 5
    assert done.unit_id == gone.id
    for part in (
        "1 buổi tuyên truyền",
        "1 tổ công nghệ số",
        "1 khó khăn",
        "1 thủ tục hành chính",
        "1 kiến nghị",
    ):
        assert part in words


def test_what_cannot_be_merged(app):
    into = unit("Phòng Kinh tế")
    below = new_unit("Tổ thuế", parent_id=into.id)
    root, today = unit("UBND xã Đại Thanh"), clock.today()
    ended = new_unit("Phòng cũ")
    staff_actions.close_unit(ended, dt.date(2026, 2, 1), actor=admin())
    young = new_unit("Phòng mới lập", starts_on=today)
    for source, target, day, message in (
        (root, into, today, "chính cơ quan"),
        (into, into, today, "một đơn vị khác"),
        (into, below, today, "một đơn vị khác"),
        (below, ended, today, "đã kết thúc"),
        (below, young, dt.date(2026, 5, 1), "hoạt động từ"),
        (below, into, dt.date(2025, 12, 31), "phải sau ngày bắt đầu"),
        (below, into, today + dt.timedelta(days=1), "tương lai"),
    ):
        with pytest.raises(NotReady, match=message):
            restructuring.merge(source, target, on=day, document=DOC, actor=admin())


def test_pages_rename_merge_and_find_by_the_old_name(site, browser):
    with site.app_context():
        unit_id = new_unit("Phòng Văn thư").id
        db.session.commit()
    one = browser("quantri")
    page = one.get(f"/quan-tri/don-vi/{unit_id}")
    assert {"Đổi tên", "Sáp nhập vào đơn vị khác"} <= set(page.links())
    page = one.get(f"/quan-tri/don-vi/{unit_id}/doi-ten")
    page = one.submit(page, "doi-ten", name="", document="", expect=422)
    assert set(page.errors()) == {"name", "document"}
    page = one.submit(page, "doi-ten", name="Phòng Lưu trữ", on="01/06/2026", document=DOC)
    assert page.flashes == [
        "Phòng Văn thư nay là Phòng Lưu trữ. Văn bản và lịch sử khen thưởng trước đó giữ tên cũ."
    ]
    assert f"Từ 01/06/2026: Phòng Văn thư đổi tên thành Phòng Lưu trữ ({DOC})" in page.text
    found = one.get("/quan-tri/don-vi?q=van+thu")
    assert "Phòng Lưu trữ" in found.text and "Phòng Kinh tế" not in found.text
    page = one.get(f"/quan-tri/don-vi/{unit_id}/sap-nhap")
    into = next(o["value"] for o in page.html.select("#into option") if o.get_text() == "Phòng Kinh tế")
    page = one.submit(page, "sap-nhap", into=into, on="01/09/2026", document=DOC)
    assert page.flashes == ["Phòng Lưu trữ đã sáp nhập. Đã chuyển 0 người sang Phòng Kinh tế."]
    found = one.get("/quan-tri/don-vi?q=luu+tru")
    assert (
        "Tên cũ, đơn vị đã nhập vào: Phòng Lưu trữ" in found.text and "Đơn vị đã kết thúc (1)" in found.text
    )
    assert "Không có đơn vị đang hoạt động nào mang tên này." in one.get("/quan-tri/don-vi?q=khong+co").text

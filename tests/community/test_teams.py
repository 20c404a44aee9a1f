"""Community digital teams: one per thôn by a Decision, three to five dated members."""

import datetime as dt

import pytest

from intranet.community import queries, team_actions
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere
from tests.factories import community as make
from tests.factories.people import account, new_unit

DAY = dt.timedelta(days=1)


def test_members_of_a_day_are_counted(app):
    team, head = make.team(4), account("truongthon")
    here, june = make.village().id, dt.date(2026, 6, 1)
    assert queries.teams_at(make.FOUNDED - DAY) == {}
    assert queries.teams_at(make.FOUNDED) == {here: 4}
    team_actions.remove_member(team, team.members[0].id, actor=head, ends_on=june, ended_by="Chuyển nơi ở")
    assert (queries.teams_at(june), queries.teams_at(june + DAY)) == ({here: 4}, {here: 3})
    team_actions.end(team, actor=head, ends_on=june + 5 * DAY, reason="QĐ 60/QĐ-UBND")
    assert (queries.teams_at(june + 5 * DAY), queries.teams_at(june + 6 * DAY)) == ({here: 3}, {})
    with pytest.raises(Barred):
        team_actions.add_member(team, make.member("Muộn"), actor=head)
    make.team(0, decided_on=june + 6 * DAY, starts_on=june + 6 * DAY)
    assert queries.teams_at(june + 6 * DAY) == {here: 0}


def test_a_team_has_at_most_five_and_nobody_twice(app):
    team, head = make.team(4), account("truongthon")
    with pytest.raises(NotReady, match="đã là thành viên"):
        team_actions.add_member(team, make.member("Thành viên số 1"), actor=head)
    with pytest.raises(NotReady, match="từ ngày tổ hoạt động"):
        team_actions.add_member(team, make.member("Sớm", starts_on=make.FOUNDED - DAY), actor=head)
    team_actions.add_member(team, make.member("Thứ năm"), actor=head)
    with pytest.raises(NotReady, match="từ 3 đến 5"):
        team_actions.add_member(team, make.member("Thứ sáu"), actor=head)
    team_actions.remove_member(team, team.members[0].id, actor=head, ends_on=clock.today(), ended_by="Nghỉ")
    team_actions.add_member(team, make.member("Thứ sáu", starts_on=clock.today() + DAY), actor=head)


def test_one_team_per_thon_by_its_own_head(app):
    make.team(0)
    with pytest.raises(NotReady, match="đã có tổ"):
        make.team(0, starts_on=make.FOUNDED + DAY)
    with pytest.raises(NotReady, match="từ ngày Quyết định"):
        make.team(0, unit_id=new_unit("Thôn A", kind="village").id, starts_on=make.FOUNDED - DAY)
    other = make.team(0, unit_id=new_unit("Thôn B", kind="village").id)
    with pytest.raises(NotThere):
        queries.get_team(account("truongthon"), other.id)
    with pytest.raises(Barred):
        team_actions.add_member(other, make.member("Ai đó"), actor=account("truongthon"))


def test_teams_through_their_pages(site, browser, count_queries):
    head = browser("truongthon")
    page = head.get("/cong-dong/to")
    assert (
        "Chưa có tổ" in page.text
        and page.html.select_one(".page-count").get_text() == "0/1 thôn, tổ dân phố có tổ"
    )
    with site.app_context():
        own = str(make.village().id)
    form = head.get("/cong-dong/to/moi")
    day = {"decided_on": "02/03/2026", "starts_on": "02/03/2026"}
    made = head.submit(form, "/to/moi", unit=own, decision_number="45/QĐ-UBND", contact="Ông Ước", **day)
    assert made.heading == "Tổ của Thôn Tả Thanh Oai"
    for name in ("Lê Văn A", "Nguyễn Thị B", "Trần Văn C"):
        made = head.submit(head.get(made.url + "/thanh-vien"), "/thanh-vien", name=name)
        assert name in made.text
    assert "Đủ thành viên" in made.text
    left = head.get(made.links()["Thôi tham gia Lê Văn A"])
    made = head.submit(left, "/thoi", ends_on="30/10/2026", reason="Chuyển công tác")
    assert "Chuyển công tác" in made.text and "Cần từ 3 đến 5 thành viên" in made.text
    with count_queries(site) as one:
        head.get("/cong-dong/to")
    with site.app_context():
        for name in ("Thôn A", "Thôn B"):
            make.team(2, unit_id=new_unit(name, kind="village").id)
        db.session.commit()
    with count_queries(site) as three:
        head.get("/cong-dong/to")
    assert len(one) == len(three)
    count = browser("chutich").get("/cong-dong/to").html.select_one(".page-count").get_text()
    assert count.startswith("3/")

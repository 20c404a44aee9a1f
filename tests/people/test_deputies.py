"""Story TP4: a head names who stands in, until a day; only for people of the own unit, and not handed on."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere
from intranet.core.permissions import Permission as P
from intranet.notices.models import Notice
from intranet.people import deputy_actions
from tests.factories.people import account, unit

TODAY = clock.today()
DAY = dt.timedelta(days=1)
URL = "/ho-so-cua-toi/nguoi-thay"


def test_tp4_a_deputy_is_of_the_unit_for_a_time_and_hands_nothing_on(app):
    head, deputy, third = account("truongphong"), account("nhanvien2"), account("nhanvien")
    here = head.person.unit_id
    assert {one.login for one in deputy_actions.candidates(head)} == {"nhanvien", "nhanvien2"}
    for who, message in ((account("kinhte"), "đơn vị mình"), (head, "đơn vị mình")):
        with pytest.raises(NotThere, match=message):
            deputy_actions.name(who.id, TODAY, TODAY + DAY, actor=head)
    for start, end, message in (
        (TODAY - DAY, TODAY, "đã qua"),
        (TODAY, TODAY - DAY, "sau ngày bắt đầu"),
        (TODAY, TODAY + 90 * DAY, "tối đa 90 ngày"),
    ):
        with pytest.raises(NotReady, match=message):
            deputy_actions.name(deputy.id, start, end, actor=head)
    with pytest.raises(Barred):
        deputy_actions.name(third.id, TODAY, TODAY, actor=deputy)
    made = deputy_actions.name(deputy.id, TODAY, TODAY + 7 * DAY, actor=head)
    assert deputy.has_in(P.INITIATIVES_ENDORSE, here) and not deputy.has_in(P.INITIATIVES_ENDORSE, unit().id)
    with pytest.raises(NotReady, match="đã được giao"):
        deputy_actions.name(deputy.id, TODAY, TODAY, actor=head)
    with pytest.raises(Barred, match="không cử tiếp"):
        deputy_actions.name(third.id, TODAY, TODAY, actor=deputy)
    with pytest.raises(NotThere):  # neither does the deputy end it, nor the head of another unit
        deputy_actions.end(made.id, actor=account("kinhte"))
    own = next(one for one in head.holdings if one.unit_id == here)
    for actor in (deputy, head):
        with pytest.raises(NotThere):
            deputy_actions.end(own.id, actor=actor)
    later = deputy_actions.name(third.id, TODAY + 5 * DAY, TODAY + 6 * DAY, actor=head)
    assert not third.has_in(P.INITIATIVES_ENDORSE, here)
    assert deputy_actions.standing_in(head) == [made, later]
    deputy_actions.end(later.id, actor=head)
    deputy_actions.end(made.id, actor=head)
    assert deputy_actions.standing_in(head) == [] and not deputy.has_in(P.INITIATIVES_ENDORSE, here)
    told = db.session.scalars(
        sa.select(Notice.title).where(Notice.account_id == deputy.id).order_by(Notice.id)
    )
    who = head.display_name
    assert list(told) == [f"{who} cử bạn thay khi vắng", f"{who} đã trở lại, bạn thôi thay"]


def test_tp4_the_page_names_and_takes_back(site, browser):
    head, deputy = browser("truongphong"), browser("nhanvien2")
    deputy.get(URL, expect=403)
    page = head.get(URL)
    with site.app_context():
        number, name = str(account("nhanvien2").id), account("nhanvien2").person.addressed
    empty = head.submit(page, URL, expect=422)
    assert set(empty.errors()) == {"deputy", "ends_on"}
    told = {"deputy": number, "starts_on": f"{TODAY:%d/%m/%Y}", "ends_on": f"{TODAY + 7 * DAY:%d/%m/%Y}"}
    late = head.submit(
        empty, "nguoi-thay", expect=422, **(told | {"ends_on": f"{TODAY + 99 * DAY:%d/%m/%Y}"})
    )
    assert "tối đa 90 ngày" in late.text
    made = head.submit(late, "nguoi-thay", **told)
    assert (
        made.flashes == [f"Đã cử {name} thay khi vắng."]
        and f"đến hết {TODAY + 7 * DAY:%d/%m/%Y}" in made.text
    )
    assert "không cử tiếp người khác" in deputy.get(URL).text
    back = head.submit(made, "/ket-thuc")
    assert back.flashes == [f"{name} thôi thay từ bây giờ."]
    deputy.get(URL, expect=403)

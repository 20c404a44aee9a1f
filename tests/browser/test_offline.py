"""Story TP6: the line drops while a thôn's head writes a session down; it is sent later, once."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from intranet.community.models import OutreachEvent
from intranet.community.states import EventState
from intranet.core import clock
from intranet.core.db import db
from tests.documents.samples import png

pytestmark = pytest.mark.browser


def kept(site) -> list[tuple[str, int | None, EventState]]:
    with site.app_context():
        rows = db.session.execute(sa.select(OutreachEvent.place, OutreachEvent.taught, OutreachEvent.state))
        return [tuple(row) for row in rows]


def test_tp6_a_session_written_without_a_line_is_sent_later_once(site, people):
    people.width = 360
    head = people("truongthon")
    head.goto("/cong-dong/buoi/ghi")

    def write(place: str, taught: str) -> None:
        head.get_by_label("Nội dung").select_option("smartphone")
        head.get_by_label("Ngày tổ chức").fill(f"{clock.today():%d/%m/%Y}")
        head.get_by_label("Địa điểm").fill(place)
        head.get_by_label("Số người được hướng dẫn").fill(taught)
        photo = {"name": "anh.png", "mimeType": "image/png", "buffer": png(40, 40)}
        head.get_by_label("Ảnh chụp buổi hướng dẫn").set_input_files(photo)
        head.get_by_role("button", name="Ghi và gửi").click()

    note = head.locator("[data-kept]")
    head.context.set_offline(True)
    write("Nhà văn hóa", "12")
    expect(note).to_contain_text("1 buổi đang giữ trên máy này")
    write("Sân đình", "9")
    expect(note).to_contain_text("2 buổi đang giữ trên máy này")
    assert kept(site) == []
    head.context.set_offline(False)
    expect(note).to_contain_text("Đã gửi 2 buổi")
    held = EventState.HELD
    assert sorted(kept(site)) == [("Nhà văn hóa", 12, held), ("Sân đình", 9, held)]
    head.reload()
    expect(note).to_be_hidden()
    write("Trường học", "5")
    expect(head.get_by_role("heading", level=1)).to_have_text("Sử dụng điện thoại thông minh")
    assert len(kept(site)) == 3
    assert [one for one in people.problems if "ERR_INTERNET_DISCONNECTED" not in one] == []

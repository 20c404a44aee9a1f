"""Home, the bell, the log."""

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.audit import AuditHead
from intranet.core.db import db
from intranet.core.words import WORDS
from intranet.initiatives.models import Initiative, InitiativeAuthor
from intranet.initiatives.states import State
from tests.factories import people as make


def test_home_of_a_civil_servant_tells_what_the_year_expects(site, browser):
    page = browser("nhanvien").get("/")
    assert page.heading == "Việc của tôi"
    assert "Hiện không có việc nào chờ bạn." in page.text
    assert (
        "Năm nay bạn chưa có sáng kiến nào. Kế hoạch: mỗi phòng chuyên môn có ít nhất 01 sáng kiến"
        in page.text
    )
    assert "Năm nay bạn chưa có hồ sơ đào tạo nào." in page.text
    with site.app_context():
        person = make.account("nhanvien").person
        one = Initiative(
            title="Sáng kiến A", unit_id=person.unit_id, owner_id=person.id,
            created_at=clock.now(), updated_at=clock.now(), state=State.DRAFT,
        )  # fmt: skip
        one.authors.append(InitiativeAuthor(person_id=person.id, position=1, share=100))
        db.session.add(one)
        db.session.commit()
    text = browser("nhanvien").get("/").text
    assert f"Năm {clock.today().year} bạn có 1 sáng kiến, trong đó 0 được công nhận." in text
    assert "Năm nay bạn chưa có sáng kiến nào." in browser("kinhte").get("/").text


def test_home_of_the_administrator_expects_nothing(browser):
    assert "Năm nay của tôi" not in browser("quantri").get("/").text


def test_every_role_has_a_home(browser):
    for login in (
        "chutich",
        "thuongtruc",
        "thuky",
        "truongphong",
        "vanthu",
        "mattran",
        "truongthon",
        "quantri",
    ):
        assert browser(login).get("/").heading == "Việc của tôi"


def _rows(page):
    return [
        [td.get_text(" ", strip=True) for td in tr.find_all("td")][1:4] for tr in page.html.select("tbody tr")
    ]


@pytest.fixture
def history(site):
    """Some acts of two people."""
    with site.app_context():
        made = make.person("Đinh Thị Ước")
        unit = make.new_unit("Phòng Nội vụ")
        audit.record("people:signed_out", actor=make.account("nhanvien"), obj=make.account("nhanvien"))
        db.session.commit()
        return made.id, unit.id


def test_the_log_speaks_in_words_and_can_be_searched(browser, history):
    desk, (person, _unit) = browser("quantri"), history
    assert _rows(desk.get("/quan-tri/nhat-ky")) == [
        ["Nguyễn Thị Lan Anh", "Đăng xuất", "Tài khoản Nguyễn Thị Lan Anh"],
        ["Hệ thống", "Thêm đơn vị", "Đơn vị Phòng Nội vụ"],
        ["Hệ thống", "Thêm người", f"Người {person}"],
    ]
    assert [r[1] for r in _rows(desk.get("/quan-tri/nhat-ky?q=lan+anh"))] == ["Đăng xuất"]
    assert [r[1] for r in _rows(desk.get("/quan-tri/nhat-ky?viec=people:unit_made"))] == ["Thêm đơn vị"]
    assert [r[1] for r in _rows(desk.get("/quan-tri/nhat-ky?doi-tuong=person&tu=hom-nay"))] == ["Thêm người"]
    assert len(_rows(desk.get("/quan-tri/nhat-ky?viec=x&tu=never&page=-3&sort=%27"))) == 3
    book = desk.get("/quan-tri/nhat-ky?format=xlsx")
    assert book.response.data.startswith(b"PK")


def test_the_log_of_one_thing(browser, history):
    desk, (_person, unit) = browser("quantri"), history
    page = desk.get(f"/quan-tri/nhat-ky/unit/{unit}")
    assert page.heading == "Nhật ký: Đơn vị Phòng Nội vụ"
    assert [tag.get_text(strip=True) for tag in page.html.select(".timeline-what")] == ["Thêm đơn vị"]
    for address in ("unit/999", "nothing/1", "unit/99999999999999999999"):
        desk.get(f"/quan-tri/nhat-ky/{address}", expect=404)


def test_the_chain_is_checked_on_demand(site, browser, history):
    desk = browser("quantri")
    page = desk.submit(desk.get("/quan-tri/nhat-ky"), "/kiem-tra")
    assert page.flashes == ["Nhật ký nguyên vẹn: 3 dòng, không dòng nào bị sửa hay xóa."]
    with site.app_context():
        # lines cannot be rewritten (triggers); a head that knows another last line is what a cut log looks like
        db.session.execute(sa.update(AuditHead).values(last_hash="0" * 64))
        db.session.commit()
    page = desk.submit(desk.get("/quan-tri/nhat-ky"), "/kiem-tra")
    assert page.flashes == [
        "Nhật ký không còn nguyên vẹn từ dòng số 4. Hãy báo lãnh đạo và giữ nguyên hệ thống để kiểm tra."
    ]


def test_every_event_of_people_and_the_movement_has_words():
    own = [name for name in audit.EVENTS if name.split(":")[0] in ("people", "campaign")]
    assert [name for name in own if name not in WORDS] == []

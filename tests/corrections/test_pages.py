"""From the page "Sau khi ban hành" to new certificates and recovered money, as people use it; bad input; two at once."""

import datetime as dt
import json
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.corrections.models import Recovery
from intranet.corrections.states import State as R
from intranet.decisions.amendment_models import AmendmentLine
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.models import DecisionKind as K
from intranet.decisions.states import State
from intranet.documents import read_back
from intranet.registers.models import IssuedFile, RegisterEntry
from tests.client import Browser, form_data
from tests.factories import corrections as later
from tests.factories import decisions as make

TODAY = short_date(clock.today())
OLD, NEW = "Bà Nguyễn Thị Lan Anh", "Bà Nguyễn Thị Lan Oanh"


@pytest.fixture
def base(site) -> int:
    """The id of an issued Decision for a unit, a person and a household."""
    with site.app_context():
        made = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
        db.session.commit()
        return made.id


def ids(site, base: int) -> list[int]:
    """Return the ids of the certificates in force, by ordinal."""
    with site.app_context():
        query = sa.select(Certificate.id).where(
            Certificate.decision_id == base, Certificate.state.not_in(["replaced", "revoked"])
        )
        return list(db.session.scalars(query.order_by(Certificate.ordinal)))


def documents(site, base: int) -> list[tuple[str, str]]:
    with site.app_context():
        query = sa.select(Decision).where(Decision.amends_id == base).order_by(Decision.id)
        return [(one.kind.value, one.state.value) for one in db.session.scalars(query)]


def drafted(site, base: int, kind: K, texts, state: State = State.DRAFT) -> int:
    with site.app_context():
        made = later.later(db.session.get(Decision, base), kind, texts, state)
        db.session.commit()
        return made.id


def test_a_wrong_name_from_the_list_to_the_new_certificate(site, browser, base):
    desk = browser("thuongtruc")
    page = desk.get(f"/quyet-dinh/{base}")
    page = desk.get(page.links()["Sau khi ban hành: đính chính, sửa đổi, cấp lại, thu hồi"])
    assert page.heading == "Sau khi ban hành"
    page = desk.get(page.links()["Sửa đổi, bổ sung"])
    assert [box["value"] for box in page.html.select("input[name=chon]")] == [str(i) for i in ids(site, base)]
    person = ids(site, base)[1]
    page = desk.get(f"{page.url}?tiep=1&chon={person}")
    assert OLD in page.text
    page = desk.submit(page, "/sua-doi", reason="Ghi nhầm tên", **{f"name_{person}": NEW})
    assert page.flashes == ["Đã lưu dự thảo. Hãy xem lại văn bản rồi trình Chủ tịch."]
    number = int(page.url.rsplit("/", 1)[1])
    assert f"“{OLD}” sửa thành “{NEW}”" in page.text
    desk.submit(page, "/trinh")
    chairman, clerk = browser("chutich"), browser("vanthu")
    chairman.submit(chairman.get(f"/quyet-dinh/{number}"), "/duyet")
    clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/cap-so")
    page = clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/da-ky")
    assert documents(site, base) == [("amending_decision", "signed")]
    assert {"Quyết định", "Giấy thay thế (bản mới)", "Tờ trình của cơ quan thường trực"} <= set(page.links())
    with site.app_context():
        files = db.session.scalars(sa.select(IssuedFile.name).where(IssuedFile.object_id == number)).all()
    year = clock.today().year
    assert {f"quyet-dinh-02-qd-ubnd-{year}.docx", f"giay-thay-the-02-qd-ubnd-{year}.docx"} <= set(files)
    lines = read_back.paragraphs(clerk.get(f"/quyet-dinh/{number}/van-ban/giay-thay-the.docx").response.data)
    assert NEW in lines and OLD not in lines and "Quyết định số 01/QĐ-UBND" in lines
    register = clerk.get("/quyet-dinh/so-khen-thuong?q=lan")
    assert ("Đã thay thế" in register.text, "Bản 2, Quyết định số 02/QĐ-UBND" in register.text) == (
        True,
        True,
    )
    assert len(register.html.select("main tbody tr")) == 2
    page = desk.get(f"/dinh-chinh/{base}")
    assert ("Đã sửa đổi" in page.text, NEW in page.text) == (True, True)


def test_a_letter_from_the_list_to_the_register(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/dinh-chinh?chon={person}")
    page = desk.submit(page, "/dinh-chinh", reason="Lỗi đánh máy", **{f"name_{person}": NEW})
    number = int(page.url.rsplit("/", 1)[1])
    assert "Không cần tờ trình" in page.text
    desk.submit(page, "/trinh")
    chairman = browser("chutich")
    chairman.submit(chairman.get(f"/quyet-dinh/{number}"), "/duyet")
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{number}")
    assert "Số tiếp theo trong sổ: 01/UBND-VHXH" in page.text
    clerk.submit(page, "/cap-so")
    lines = read_back.paragraphs(clerk.get(f"/quyet-dinh/{number}/van-ban/cong-van.docx").response.data)
    assert lines.count("Số: 01/UBND-VHXH") == 1
    assert any(f"đã in là “{OLD}”, nay đính chính là “{NEW}”" in line for line in lines)
    page = clerk.get("/so/van-ban-di?so=CV")
    assert "Công văn về việc đính chính Quyết định số 01/QĐ-UBND" in page.text
    clerk.get(f"/quyet-dinh/{number}/van-ban/to-trinh.docx", expect=404)


def test_a_revocation_shows_people_money_and_grounds_and_is_recovered(site, browser, base):
    desk = browser("thuongtruc")
    page = desk.get(f"/dinh-chinh/{base}/thu-hoi?toan-bo=1")
    assert "3.420.000 đồng" in page.text and "điểm d khoản 2 Điều 93 Luật Thi đua, khen thưởng" in page.text
    page = desk.submit(page, "/thu-hoi", ground="false_papers", reason="Kết luận thanh tra số 05/KL-TTr")
    number = int(page.url.rsplit("/", 1)[1])
    assert "cung cấp thông tin sai sự thật" in page.text
    desk.submit(page, "/trinh")
    chairman = browser("chutich")
    chairman.submit(chairman.get(f"/quyet-dinh/{number}"), "/duyet")
    clerk = browser("vanthu")
    clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/cap-so")
    assert "Đã hủy bỏ" in desk.get(f"/quyet-dinh/{base}").text
    tasks = desk.get("/").text
    assert "Thu hồi còn dở: 6 mục" in tasks
    page = desk.get("/dinh-chinh/thu-hoi")
    assert len(page.html.select("main tbody tr")) == 6
    page = desk.get(f"/dinh-chinh/thu-hoi/{number}")
    boxes = [str(box["value"]) for box in page.html.select("input[name=items]")]
    page = desk.submit(page, "/thu-hoi", items=boxes[:2], settled_on=TODAY, note="Phiếu thu số 12")
    assert page.flashes == ["Đã ghi thu hồi 2 mục."]
    assert page.text.count("Phiếu thu số 12") == 2
    page = desk.get(f"/dinh-chinh/thu-hoi/muc/{boxes[2]}/khong-phai-thu-hoi")
    page = desk.submit(page, "/khong-phai-thu-hoi", reason="Tiền chưa chi")
    page = desk.submit(page, "/thu-hoi", items=boxes[3:], settled_on=TODAY)
    assert "Đã xong tất cả các mục" in page.text and page.buttons() == []
    assert "Thu hồi còn dở" not in desk.get("/").text
    assert desk.get("/dinh-chinh/thu-hoi").html.select("main tbody tr") == []
    page = desk.get(f"/dinh-chinh/thu-hoi/muc/{boxes[0]}/mo-lai")
    desk.submit(page, "/mo-lai", reason="Ghi nhầm phiếu")
    with site.app_context():
        assert db.session.get(Recovery, int(boxes[0])).state == R.OPEN


def test_a_lost_certificate_is_issued_again(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/cap-lai?chon={person}")
    page = desk.submit(page, "/cap-lai", expect=422, reason="x")
    assert list(page.errors()) == ["ground"]
    page = desk.submit(page, "/cap-lai", ground="lost", reason="")
    assert "Lý do cấp lại: giấy đã cấp bị mất." in page.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tiep=1", "Hãy chọn ít nhất một"),
        ("chon=999999", "không thuộc quyết định này"),
        ("chon=abc", "không thuộc quyết định này"),
        ("chon=-1&chon=0", "không thuộc quyết định này"),
        ("chon=" + "9" * 400, "không thuộc quyết định này"),
    ],
)
@pytest.mark.parametrize("act", ["dinh-chinh", "sua-doi", "cap-lai", "thu-hoi"])
def test_a_wrong_choice_comes_back_to_the_list(site, browser, base, act, query, message):
    page = browser("thuongtruc").get(f"/dinh-chinh/{base}/{act}?{query}", expect=422)
    assert message in page.text and page.html.select("input[name=chon]")
    assert documents(site, base) == []


def test_a_recipient_of_another_decision_is_refused(site, browser, base):
    with site.app_context():
        other = make.award(State.SIGNED, "nhanvien2")
        db.session.commit()
        foreign = other.certificates[0].id
    page = browser("thuongtruc").get(f"/dinh-chinh/{base}/sua-doi?chon={foreign}", expect=422)
    assert "không thuộc quyết định này" in page.text


def test_nothing_changed_stays_on_the_page_with_the_name(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/sua-doi?chon={person}")
    page = desk.submit(page, "/sua-doi", expect=422, reason="Ghi nhầm")
    assert "Chưa có nội dung nào thay đổi" in page.text and OLD in page.text
    assert form_data(page.form("/sua-doi"))["reason"] == ["Ghi nhầm"]
    assert documents(site, base) == []
    with site.app_context():
        assert db.session.scalars(sa.select(AmendmentLine)).all() == []
        assert db.session.scalars(
            sa.select(RegisterEntry.number).where(RegisterEntry.series == "TTr")
        ).all() == [1]


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("name", "", True),
        ("name", " \x0b\t", True),
        ("name", "x" * 241, True),
        ("detail", "x" * 401, True),
        ("achievement", "", True),
        ("achievement", "x" * 20_000, True),
        ("name", "\u202eBà <script>alert(1)</script>", False),
        ("achievement", "dòng một\r\ndòng hai\x0b{total}", False),
    ],
)
def test_texts_are_checked_and_cleaned(site, browser, base, field, typed, wrong):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/sua-doi?chon={person}")
    page = desk.submit(
        page, "/sua-doi", expect=422 if wrong else 200, reason="Ghi nhầm", **{f"{field}_{person}": typed}
    )
    if wrong:
        assert list(page.errors()) == [f"{field}_{person}"]
        assert documents(site, base) == []
    else:
        number = int(page.url.rsplit("/", 1)[1])
        for key in ("quyet-dinh", "giay-thay-the", "to-trinh"):
            paper = desk.get(f"/quyet-dinh/{number}/van-ban/{key}.docx").response.data
            assert read_back.paragraphs(paper)


def test_a_letter_that_the_font_lacks_is_named_and_nothing_is_kept(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/sua-doi?chon={person}")
    page = desk.submit(page, "/sua-doi", expect=422, reason="Ghi nhầm", **{f"name_{person}": "Bà Lan 😀"})
    assert "Bà Lan 😀: 😀" in page.text and documents(site, base) == []
    assert page.html.select_one(f"[name=name_{person}]")["value"] == "Bà Lan 😀"


@pytest.mark.parametrize("ground", ["", "khac", "<script>", "x" * 5000])
def test_a_ground_outside_the_law_is_refused(site, browser, base, ground):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/thu-hoi?chon={person}")
    page = desk.submit(page, "/thu-hoi", expect=422, ground=ground, reason="Kết luận")
    assert list(page.errors()) == ["ground"]
    assert documents(site, base) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_a_decision_without_number_says_so(site, browser, state):
    with site.app_context():
        made = make.award(state, "nhanvien")
        db.session.commit()
        number = made.id
    desk = browser("thuongtruc")
    for address in ("", "/dinh-chinh", "/sua-doi", "/cap-lai", "/thu-hoi"):
        page = desk.get(f"/dinh-chinh/{number}{address}", expect=409)
        assert "chưa được cấp số" in page.text
    assert "Sau khi ban hành" not in desk.get(f"/quyet-dinh/{number}").text


def test_a_form_opened_before_the_certificate_was_replaced_is_refused(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/sua-doi?chon={person}")
    drafted(site, base, K.REISSUE, {2: {}}, State.NUMBERED)
    page = desk.submit(page, "/sua-doi", expect=409, reason="x", **{f"name_{person}": NEW})
    assert "đã được thay thế hoặc thu hồi" in page.text
    assert documents(site, base) == [("reissue_decision", "numbered")]


def test_a_form_opened_before_another_draft_is_refused_by_name(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/thu-hoi?chon={person}")
    drafted(site, base, K.AMENDMENT, {2: {"name": NEW}})
    page = desk.submit(page, "/thu-hoi", expect=422, ground="fraud", reason="Kết luận")
    assert "Đang có văn bản khác chưa cấp số" in page.text
    assert documents(site, base) == [("amending_decision", "draft")]


def test_a_double_click_makes_one_draft(site, browser, base):
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    page = desk.get(f"/dinh-chinh/{base}/sua-doi?chon={person}")
    values = {"reason": "Ghi nhầm", f"name_{person}": NEW}
    first, again = desk.submit(page, "/sua-doi", **values), desk.submit(page, "/sua-doi", **values)
    assert first.url == again.url
    assert documents(site, base) == [("amending_decision", "draft")]


def test_a_draft_is_changed_and_the_older_form_is_told(site, browser, base):
    number = drafted(site, base, K.AMENDMENT, {2: {"name": NEW}})
    desk, person = browser("thuongtruc"), ids(site, base)[1]
    mine, theirs = desk.get(f"/dinh-chinh/du-thao/{number}"), desk.get(f"/dinh-chinh/du-thao/{number}")
    assert form_data(mine.form("/du-thao"))[f"name_{person}"] == [NEW]
    page = desk.submit(mine, "/du-thao", **{f"name_{person}": "Bà Nguyễn Lan"})
    assert "Bà Nguyễn Lan" in page.text
    page = desk.submit(theirs, "/du-thao", expect=409, **{f"name_{person}": "Bà Khác"})
    assert "Người khác vừa sửa dự thảo này" in page.text
    page = desk.get(f"/dinh-chinh/du-thao/{number}?chon-lai=1")
    assert [box["value"] for box in page.html.select("input[checked]")] == [str(person)]
    home = ids(site, base)[2]
    page = desk.get(f"/dinh-chinh/du-thao/{number}?chon={home}")
    page = desk.submit(page, "/du-thao", **{f"detail_{home}": "Thôn Siêu Quần"})
    with site.app_context():
        (line,) = db.session.scalars(sa.select(AmendmentLine))
        assert (line.certificate_id, line.detail, line.name) == (home, "Thôn Siêu Quần", None)


def test_a_submitted_draft_is_not_changed(site, browser, base):
    number = drafted(site, base, K.AMENDMENT, {2: {"name": NEW}}, State.SUBMITTED)
    browser("thuongtruc").get(f"/dinh-chinh/du-thao/{number}", expect=409)
    browser("thuongtruc").get(f"/dinh-chinh/du-thao/{base}", expect=409)
    browser("thuongtruc").get("/dinh-chinh/du-thao/999999", expect=404)


def test_a_declined_document_stays_readable_after_its_certificate_was_replaced(site, browser, base):
    number = drafted(site, base, K.AMENDMENT, {2: {"name": NEW}}, State.DECLINED)
    drafted(site, base, K.REISSUE, {2: {}}, State.NUMBERED)
    page = browser("thuongtruc").get(f"/quyet-dinh/{number}")
    assert "đã được thay thế hoặc thu hồi" in page.text
    browser("thuongtruc").get(f"/quyet-dinh/{number}/van-ban/quyet-dinh.docx", expect=409)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", True),
        ("31/02/2026", True),
        (short_date(clock.today() + dt.timedelta(days=1)), False),
        ("01/01/2026", False),
    ],
)
def test_a_wrong_day_of_recovery_ticks_nothing(site, browser, base, typed, wrong):
    number = drafted(site, base, K.REVOCATION, {2: {}}, State.NUMBERED)
    desk = browser("thuongtruc")
    page = desk.get(f"/dinh-chinh/thu-hoi/{number}")
    boxes = [str(box["value"]) for box in page.html.select("input[name=items]")]
    page = desk.submit(page, "/thu-hoi", expect=422, items=boxes, settled_on=typed)
    assert list(page.errors()) == (["settled_on"] if wrong else [])
    assert wrong or "gày thu hồi không được" in page.text
    with site.app_context():
        assert set(db.session.scalars(sa.select(Recovery.state))) == {R.OPEN}


@pytest.mark.parametrize("items", [[], ["999999"], ["x"], ["-1", "0"]])
def test_wrong_items_tick_nothing(site, browser, base, items):
    number = drafted(site, base, K.REVOCATION, {2: {}}, State.NUMBERED)
    desk = browser("thuongtruc")
    desk.submit(
        desk.get(f"/dinh-chinh/thu-hoi/{number}"), "/thu-hoi", expect=422, items=items, settled_on=TODAY
    )
    with site.app_context():
        assert set(db.session.scalars(sa.select(Recovery.state))) == {R.OPEN}


def test_an_item_that_somebody_just_ticked_is_a_conflict(site, browser, base):
    number = drafted(site, base, K.REVOCATION, {2: {}}, State.NUMBERED)
    desk = browser("thuongtruc")
    page = desk.get(f"/dinh-chinh/thu-hoi/{number}")
    boxes = [str(box["value"]) for box in page.html.select("input[name=items]")]
    other = desk.get(f"/dinh-chinh/thu-hoi/{number}")
    desk.submit(page, "/thu-hoi", items=boxes[:1], settled_on=TODAY)
    desk.submit(other, "/thu-hoi", expect=409, items=boxes, settled_on=TODAY)
    with site.app_context():
        states = list(db.session.scalars(sa.select(Recovery.state).order_by(Recovery.id)))
    assert states == [R.RECOVERED, R.OPEN]


def test_lists_ask_a_constant_number_of_questions(site, browser, count_queries):
    desk, asked = browser("thuongtruc"), []
    for _ in range(2):
        with site.app_context():
            base = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
            later.later(base, K.REISSUE, {3: {}}, State.SIGNED)
            later.later(base, K.REVOCATION, {1: {}, 2: {}}, State.NUMBERED)
            db.session.commit()
        for address in ("/dinh-chinh/thu-hoi", "/quyet-dinh/so-khen-thuong"):
            with count_queries(site) as found:
                desk.get(address)
            asked.append(len(found))
    assert asked[:2] == asked[2:]


def _press(site, address: str, form: str, login: str, values, gate: Barrier, answers: list[int]) -> None:
    one = Browser(site, login)
    tag = one.get(address).form(form)
    data = form_data(tag) | values
    gate.wait()
    answers.append(one.http.post(str(tag["action"]), data=data).status_code)


def test_two_people_who_draft_for_the_same_recipient_at_once_make_one_document(site, base):
    person = ids(site, base)[1]
    gate, answers = Barrier(2), []
    asked = [
        (f"/dinh-chinh/{base}/sua-doi?chon={person}", "/sua-doi", {"reason": "a", f"name_{person}": NEW}),
        (f"/dinh-chinh/{base}/thu-hoi?chon={person}", "/thu-hoi", {"reason": "b", "ground": "fraud"}),
    ]
    hands = [
        Thread(target=_press, args=(site, address, form, "thuongtruc", values, gate, answers))
        for address, form, values in asked
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(answers) in ([303, 409], [303, 422])
    assert len(documents(site, base)) == 1


def test_two_clerks_who_number_two_documents_on_one_decision_at_once_do_both(site, base):
    first = drafted(site, base, K.AMENDMENT, {2: {"name": NEW}}, State.APPROVED)
    second = drafted(site, base, K.REVOCATION, {1: {}, 3: {}}, State.APPROVED)
    gate, answers = Barrier(2), []
    hands = [
        Thread(target=_press, args=(site, f"/quyet-dinh/{one}", "/cap-so", "vanthu", {}, gate, answers))
        for one in (first, second)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(answers) in ([303, 303], [303, 409])
    with site.app_context():
        query = sa.select(Decision).where(Decision.amends_id == base, Decision.number.is_not(None))
        numbered = {one.id: json.loads(one.snapshot)["rows"] for one in db.session.scalars(query)}
        assert len(numbered) == answers.count(303)
        touched = {row["certificate_id"] for rows in numbered.values() for row in rows}
        changed = db.session.scalars(
            sa.select(Certificate.id).where(Certificate.state.in_(["replaced", "revoked"]))
        )
        assert set(changed) == touched
        numbers = db.session.scalars(
            sa.select(RegisterEntry.number).where(RegisterEntry.series == "QD").order_by(RegisterEntry.number)
        ).all()
        assert numbers == list(range(1, len(numbered) + 2))


def test_two_clerks_who_number_the_same_document_at_once_do_it_once(site, base):
    number = drafted(site, base, K.AMENDMENT, {2: {"name": NEW}}, State.APPROVED)
    gate, answers = Barrier(2), []
    hands = [
        Thread(target=_press, args=(site, f"/quyet-dinh/{number}", "/cap-so", "vanthu", {}, gate, answers))
        for _ in range(2)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(answers) in ([303, 403], [303, 409])
    with site.app_context():
        found = db.session.scalars(sa.select(Certificate.edition).where(Certificate.ordinal == 2)).all()
        assert sorted(found) == [1, 2]

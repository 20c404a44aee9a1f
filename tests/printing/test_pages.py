"""Pages of printing as the clerk uses them: runs, jams, stock, ledger, printers and the calibration wizard."""

import io
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.decisions.models import Certificate
from intranet.decisions.states import CertificateState as C
from intranet.documents import read_back
from intranet.printing import ledger, queries
from intranet.printing.models import Calibration, PrintRun, StockProfile
from intranet.printing.states import RunState
from tests.client import Browser, form_data
from tests.factories import decisions as make
from tests.factories import printing

TODAY = short_date(clock.today())


@pytest.fixture
def clerk(browser):
    return browser("vanthu")


def runs(site) -> list[tuple[int, RunState]]:
    with site.app_context():
        return [
            (one.number, one.state) for one in db.session.scalars(sa.select(PrintRun).order_by(PrintRun.id))
        ]


def states(site) -> list[C]:
    with site.app_context():
        return list(db.session.scalars(sa.select(Certificate.state).order_by(Certificate.ordinal)))


def choice(page, name: str, words: str) -> str:
    """Return the value of the option of a select whose words begin so."""
    options = page.form().select(f"select[name={name}] option")
    return next(str(o["value"]) for o in options if o.get_text().strip().startswith(words))


def test_from_the_stack_to_the_resumed_run(site, clerk, made):
    number = made(printing.decision)
    made(printing.stock, 20)
    made(printing.printer)
    page = clerk.get(f"/quyet-dinh/{number}/giay-khen")
    page = clerk.get(page.links()["Lượt in, phôi, danh sách xướng tên"])
    assert "Chưa in: tờ 1-6" in page.text and "Chưa có lượt in nào" in page.text
    page = clerk.get(page.links()["Lập lượt in"])
    page = clerk.submit(
        page, "/luot-moi", mode="overlay",
        stock=choice(page, "stock", "Phôi A4"), printer=choice(page, "printer", "Máy in tầng 2"),
    )  # fmt: skip
    assert page.flashes == ["Đã lập lượt in số 1, 6 tờ."]
    file = clerk.get(next(url for words, url in page.links().items() if words.startswith("Tệp in")))
    assert len([line for line in read_back.paragraphs(file.response.data) if line == "GIẤY KHEN"]) == 6
    page = clerk.submit(clerk.get(page.url), "/bat-dau")
    assert page.buttons()[0] == "Đã in đủ 6 tờ, đều tốt"
    assert "Ghi kết quả lượt in số 1" in clerk.get("/").text
    page = clerk.submit(clerk.get(page.url), "/ket-qua", upto="3", spoiled="4", reason="Kẹt giấy.")
    assert page.flashes == ["Đã ghi kết quả. Còn 3 tờ phải in tiếp."]
    page = clerk.submit(page, "/in-tiep")
    assert page.flashes == ["Đã lập lượt in tiếp số 2, 3 tờ."]
    assert "4-6 (3 tờ)" in page.text
    page = clerk.submit(page, "/bat-dau")
    page = clerk.submit(page, "/xong")
    assert page.flashes == ["Đã ghi in xong 3 tờ."]
    assert set(states(site)) == {C.PRINTED}
    with site.app_context():
        assert ledger.left(queries.stocks()[0]) == 13
    desk = clerk.get(f"/in-an/quyet-dinh/{number}")
    assert "Tất cả các tờ đã được in." in desk.text
    row = next(r for r in desk.html.select("tbody tr") if r.td.get_text() == "04")
    assert "Lượt 1: hỏng phôi, in lại sau" in row.get_text() and "Lượt 2: in lần đầu" in row.get_text()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"sheets": "5-2"}, "Có phải 2-5?"),
        ({"sheets": "0"}, "bắt đầu từ 1"),
        ({"sheets": "abc"}, "Không đọc được “abc”"),
        ({"sheets": "1-99999"}, "không quá 9.999"),
        ({"sheets": "9"}, "không có tờ số 9"),
        ({"sheets": "<script>"}, "Không đọc được"),
        ({"kind": "reprint", "sheets": "1", "reason": "Nhòe."}, "chưa in lần nào"),
        ({"kind": "reprint", "sheets": "", "reason": "Nhòe."}, "ghi rõ số các tờ"),
        ({"kind": "replacement"}, "Không có tờ nào chờ in"),
        ({"mode": "overlay"}, "cần chọn mẫu phôi và máy in"),
        ({"mode": "x"}, "không có trong danh sách"),
        ({"kind": ""}, "Hãy chọn một mục"),
        ({"mode": "overlay", "stock": "999", "printer": "1"}, "không có trong danh sách"),
        ({"sheets": "1" * 600}, "Dài quá 500"),
    ],
)
def test_a_run_that_cannot_be_is_refused_and_keeps_what_was_typed(site, clerk, made, values, said):
    number = made(printing.decision)
    page = clerk.submit(clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi"), expect=422, **values)
    assert said in page.text
    assert form_data(page.form())["sheets"] == [values.get("sheets", "")]
    assert runs(site) == []


def test_a_double_click_makes_one_run_and_ends_it_once(site, clerk, made):
    number = made(printing.decision)
    page = clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi")
    first, again = clerk.submit(page), clerk.submit(page)
    assert first.url == again.url and runs(site) == [(1, RunState.PREPARED)]
    started = clerk.submit(first, "/bat-dau")
    assert clerk.submit(started, "/xong").url == clerk.submit(started, "/xong").url
    assert runs(site) == [(1, RunState.DONE)]
    assert set(states(site)) == {C.PRINTED}


def test_a_stale_page_of_a_run_is_told(site, clerk, made):
    number = made(printing.decision)
    page = clerk.submit(clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi"))
    clerk.submit(clerk.get(page.url), "/bo")
    clerk.submit(page, "/bat-dau", expect=409)
    assert runs(site) == [(1, RunState.DISCARDED)]


def _press(site, number: int, login: str, gate: Barrier, answers: list[int]) -> None:
    hand = Browser(site, login)
    address = f"/in-an/quyet-dinh/{number}/luot-moi"
    data = form_data(hand.get(address).form())
    gate.wait()
    answers.append(hand.http.post(address, data=data).status_code)


def test_two_clerks_at_once_never_take_the_same_sheets(site, made):
    number = made(printing.decision)
    gate, answers = Barrier(2), []
    hands = [
        Thread(target=_press, args=(site, number, login, gate, answers)) for login in ("vanthu", "thuongtruc")
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(answers) == [303, 422]
    assert runs(site) == [(1, RunState.PREPARED)]


@pytest.mark.parametrize(
    "values",
    [
        {"upto": "abc"},
        {"upto": "99999"},
        {"upto": "7"},
        {"spoiled": "x"},
        {"spoiled": "2"},
        {"wasted": "-1"},
        {"wasted": "1"},
    ],
)
def test_a_wrong_result_stays_on_the_page(site, clerk, made, values):
    number = made(printing.decision)
    page = clerk.submit(clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi"))
    page = clerk.submit(page, "/bat-dau")
    page = clerk.submit(page, "/ket-qua", expect=422, **values)
    name, typed = next(iter(values.items()))
    assert form_data(page.form("/ket-qua"))[name] == [typed]
    assert page.html.select_one("details[open]") is not None
    assert runs(site) == [(1, RunState.PRINTING)]


def test_a_reprint_without_reason_is_refused(site, clerk, made):
    number = made(printing.decision, state=make.State.NUMBERED)
    page = clerk.submit(clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi"))
    clerk.submit(clerk.submit(page, "/bat-dau"), "/xong")
    page = clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi")
    assert form_data(page.form())["kind"] == ["reprint"]
    page = clerk.submit(page, expect=422, sheets="2", reason=" ")
    assert "In lại phải ghi lý do." in page.text
    page = clerk.submit(page, sheets="2", reason="Lem mực.")
    assert page.flashes == ["Đã lập lượt in số 2, 1 tờ."]


def test_papers_of_the_ceremony_have_the_order_and_numbers_of_the_stack(site, clerk, made):
    number = made(printing.decision)
    with site.app_context():
        names = list(db.session.scalars(sa.select(Certificate.name).order_by(Certificate.ordinal)))
    for paper in ("xuong-ten", "ky-nhan"):
        data = clerk.get(f"/in-an/quyet-dinh/{number}/{paper}.docx").response.data
        cells = read_back.paragraphs(data)
        found = [cells[n - 1 : n + 1] for n, text in enumerate(cells) if text in names]
        assert found == [[f"{n:02d}", name] for n, name in enumerate(names, start=1)]


def test_without_a_number_there_is_nothing_to_print(clerk, made):
    number = made(printing.decision, state=make.State.APPROVED)
    for address in ("", "/luot-moi", "/xuong-ten.docx"):
        clerk.get(f"/in-an/quyet-dinh/{number}{address}", expect=404)


def test_a_new_office_has_one_stock(clerk):
    page = clerk.get("/in-an")
    assert "Còn 0 tờ trong sổ phôi." in page.text
    assert clerk.get(page.links()["Phôi A4 ngang (mẫu có sẵn)"]).html.select("svg.paper text")


def test_empty_pages_say_what_they_are_for(site, clerk):
    with site.app_context():
        db.session.delete(db.session.scalars(sa.select(StockProfile)).one())
        db.session.commit()
    page = clerk.get("/in-an")
    assert "Chưa có mẫu phôi nào" in page.text and "Chưa có quyết định nào được cấp số" in page.text
    page = clerk.submit(page, "/phoi/mau-co-san")
    assert "Đã tạo mẫu phôi A4 ngang" in page.flashes[0]
    assert "Sổ còn trống" in clerk.get(page.links()["Mở sổ phôi"]).text
    page = clerk.get("/in-an/may-in/moi")
    page = clerk.submit(page, name="Máy màu", rotation="180")
    assert "Chưa can chỉnh lần nào" in page.text


def test_stock_is_copied_moved_and_put_away(site, clerk, made):
    number = made(printing.stock)
    page = clerk.get(f"/in-an/phoi/{number}/sao-chep")
    page = clerk.submit(page, name="Phôi của xã")
    assert page.heading == "Phôi của xã" and len(page.html.select("svg.paper text")) >= 10
    page = clerk.get(page.links()["Tên người, tập thể được khen"])
    page = clerk.submit(page, "/khung/name", x="40,5", sizes="20, 24 22.5", align="left", color="C00000")
    assert page.flashes == ["Đã lưu khung “Tên người, tập thể được khen”."]
    assert "40,5; 93" in page.text and "24 22.5 20" in page.text
    page = clerk.submit(clerk.get(page.links()["Số sổ vàng"]), "/bo-khung/")
    assert "Thêm khung Số sổ vàng" in page.links()
    page = clerk.submit(clerk.get(page.links()["Thêm khung Số sổ vàng"]), "/khung/register")
    assert page.flashes == ["Đã lưu khung “Số sổ vàng”."]
    page = clerk.submit(page, "/cat-di")
    assert "Đã cất, không dùng cho lượt in mới" in page.text
    copy = int(page.url.rsplit("/", 1)[1])
    page = clerk.get(f"/in-an/phoi/{copy}/sua")
    page = clerk.submit(page, expect=422, name="Phôi A4 ngang (mẫu có sẵn)", width="250")
    assert "Đã có mẫu phôi tên" in page.text
    page = clerk.submit(page, expect=422, name="Phôi của xã", width="150")
    assert "Khổ giấy mới nhỏ hơn" in page.text
    with site.app_context():
        assert db.session.get(StockProfile, copy).width == 297


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"x": "abc"}, "x"),
        ({"x": "-1"}, "x"),
        ({"x": "1,234"}, "x"),
        ({"width": ""}, "width"),
        ({"height": "9999"}, "height"),
        ({"sizes": ""}, "sizes"),
        ({"sizes": "abc"}, "sizes"),
        ({"sizes": "500"}, "sizes"),
        ({"sizes": "0"}, "sizes"),
        ({"lines": "0"}, "lines"),
        ({"align": "up"}, "align"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_wrong_box_is_told_at_its_field(clerk, made, values, field):
    number = made(printing.stock)
    page = clerk.submit(clerk.get(f"/in-an/phoi/{number}/khung/name"), "/khung/name", expect=422, **values)
    assert list(page.errors()) == [field]


def test_a_box_off_the_paper_is_refused(clerk, made):
    number = made(printing.stock)
    page = clerk.submit(clerk.get(f"/in-an/phoi/{number}/khung/name"), "/khung/name", expect=422, x="100")
    assert "Khung ra ngoài giấy: giấy rộng 297 mm, cao 210 mm." in page.text


def test_two_people_move_the_same_box(clerk, browser, made):
    number = made(printing.stock)
    address = f"/in-an/phoi/{number}/khung/name"
    mine, theirs = clerk.get(address), browser("thuongtruc")
    theirs.submit(theirs.get(address), "/khung/name", y="95")
    page = clerk.submit(mine, "/khung/name", expect=409, y="99")
    assert "Người khác vừa sửa" in page.text
    page = clerk.submit(page, "/khung/name")
    assert "35; 99" in page.text


def test_the_picture_follows_what_is_typed(clerk, made):
    number = made(printing.stock)
    address = f"/in-an/phoi/{number}/hinh/name"
    typed = "x=50&y=80&width=100&height=20&sizes=12&lines=1&align=left&color=C00000&bold=y"
    piece = clerk.get(f"{address}?{typed}")
    assert piece.html.find("rect", attrs={"x": "50.0", "y": "80.0", "width": "100.0"}) is not None
    text = next(t for t in piece.html.select("text") if "Lan Anh" in t.get_text())
    assert (text["text-anchor"], text["x"], text["fill"]) == ("start", "50.0", "#C00000")


@pytest.mark.parametrize(
    "wrong", ["x=abc", "x=", "sizes=", "sizes=999", "lines=99", "align=up", "width=<script>", 'color="/>']
)
def test_the_picture_keeps_what_cannot_be_read_yet(clerk, made, wrong):
    number = made(printing.stock)
    name, value = wrong.split("=", 1)
    piece = clerk.get(f"/in-an/phoi/{number}/hinh/name", query_string={name: value})
    text = next(t for t in piece.html.select("text") if "Lan Anh" in t.get_text())
    assert (text["text-anchor"], text["x"], text["fill"]) == ("middle", "148.5", "#000000")
    assert value not in str(piece.html) or value in ("", "up", "999", "99")


def test_background_is_a_picture_shown_on_the_screen_only(site, clerk, made):
    number = made(printing.stock)
    page = clerk.get(f"/in-an/phoi/{number}")

    def send(name: str, content: bytes, expect: int):
        data = {k: v for k, v in form_data(page.form("/anh")).items() if k != "picture"}
        data["picture"] = (io.BytesIO(content), name)
        response = clerk.http.post(f"/in-an/phoi/{number}/anh", data=data, content_type="multipart/form-data")
        return clerk._done(response, f"/in-an/phoi/{number}/anh", expect, True)

    assert "không phải ảnh" in send("nen.pdf", b"%PDF-1.4 x", 422).text
    assert "đã hỏng" in send("nen.png", b"not a picture", 422).text
    bomb = make.PNG[:16] + (60_000).to_bytes(4, "big") * 2 + make.PNG[24:]
    assert "quá lớn" in send("bom.png", bomb, 422).text
    page = clerk.get(f"/in-an/phoi/{number}")
    done = send("nen.png", make.PNG, 200)
    picture = done.html.select_one("svg.paper image")
    assert clerk.get(str(picture["href"])).response.data == make.PNG
    decision = made(printing.decision)
    order = made(printing.printer)
    made(printing.stock, 5)
    run = clerk.get(f"/in-an/quyet-dinh/{decision}/luot-moi")
    run = clerk.submit(run, mode="overlay", sheets="1", stock=str(number), printer=str(order))
    file = clerk.get(next(url for words, url in run.links().items() if words.startswith("Tệp in")))
    assert make.PNG not in file.response.data and b"media/" not in file.response.data
    page = clerk.submit(clerk.get(f"/in-an/phoi/{number}"), "/anh/bo")
    assert page.html.select_one("svg.paper image") is None


def test_the_ledger_is_written_and_summed(site, clerk, made):
    number = made(printing.stock)
    address = f"/in-an/phoi/{number}/so/ghi"
    page = clerk.submit(clerk.get(address), kind="received", quantity="1.200", note="Nhận của nhà in.")
    assert page.flashes == ["Đã ghi sổ phôi. Còn 1200 tờ."]
    page = clerk.submit(clerk.get(address), kind="spoiled", quantity="15", note="Ẩm.")
    page = clerk.submit(clerk.get(address), kind="corrected", quantity="-3", note="Kiểm kê.")
    assert "1.182 tờ" in page.text and len(page.html.select("tbody tr")) == 3
    for values in (
        {"kind": "spoiled", "quantity": "1183", "note": "x"},
        {"kind": "corrected", "quantity": "-9999", "note": "x"},
        {"kind": "corrected", "quantity": "5", "note": ""},
        {"kind": "received", "quantity": "-5"},
        {"kind": "received", "quantity": "0"},
        {"kind": "received", "quantity": "năm"},
        {"kind": "used", "quantity": "5"},
        {"kind": "received", "quantity": "5", "on": "31/02/2026"},
        {"kind": "received", "quantity": "5", "on": "01/01/2099"},
    ):
        clerk.submit(clerk.get(address), expect=422, **values)
    with site.app_context():
        assert ledger.left(queries.stock(number)) == 1182
    assert clerk.get(f"/in-an/phoi/{number}/so?format=xlsx").response.data[:2] == b"PK"


def test_the_wizard_computes_saves_and_keeps_the_history(site, clerk, made):
    paper, machine = made(printing.stock), made(printing.printer)
    page = clerk.submit(clerk.get(f"/in-an/may-in/{machine}/can-chinh"), "/can-chinh", stock=str(paper))
    assert page.heading == "Bước 1: in tờ kẻ ô"
    ruled = clerk.get(next(url for words, url in page.links().items() if words.startswith("Tờ kẻ ô")))
    assert "TRANG ĐO MÁY IN" in read_back.paragraphs(ruled.response.data)
    page = clerk.get(page.links()["Đã in, sang bước 2"])
    measured = {"first_left": "22", "first_top": "18,5", "second_left": "279", "second_top": "188.5"}
    page = clerk.submit(page, **measured)
    assert page.heading == "Bước 3: in tờ thử"
    assert "trái 2 mm, xuống 1,5 mm" in page.text and "ngang 100 %, dọc 100 %" in page.text
    proof = clerk.get(next(url for words, url in page.links().items() if words.startswith("Tờ thử")))
    assert "Họ tên" in read_back.paragraphs(proof.response.data)
    assert "Chưa can chỉnh" in clerk.get(f"/in-an/may-in/{machine}").text
    page = clerk.submit(page, "/luu")
    assert "Đã lưu can chỉnh" in page.flashes[0] and "Đã can chỉnh" in page.text
    again = clerk.get(f"/in-an/may-in/{machine}/can-chinh/{paper}/so-do")
    again = clerk.submit(again, **(measured | {"first_left": "20", "second_left": "277"}))
    page = clerk.submit(again, "/luu")
    history = [r.get_text(" ", strip=True) for r in page.html.select("tbody tr")]
    assert len(history) == 2 and "phải 0 mm" in history[0] and "trái 2 mm" in history[1]
    with site.app_context():
        assert queries.printer(machine).calibration.dx == pytest.approx(0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first_left": "45", "second_left": "302"}, "Lệch sang ngang -25 mm, quá 20 mm"),
        ({"second_left": "250"}, "Tỷ lệ chiều ngang"),
        ({"second_left": "20"}, "trùng chỗ"),
        ({"second_left": "10"}, "trùng chỗ"),
        ({"first_top": ""}, "Cần điền"),
        ({"first_top": "hai"}, "Ghi số mi-li-mét"),
        ({"first_top": "9999"}, "từ 0 đến 600"),
    ],
)
def test_distances_that_cannot_be_are_refused_in_words(site, clerk, made, values, said):
    paper, machine = made(printing.stock), made(printing.printer)
    address = f"/in-an/may-in/{machine}/can-chinh/{paper}/so-do"
    right = {"first_left": "20", "first_top": "20", "second_left": "277", "second_top": "190"}
    page = clerk.submit(clerk.get(address), expect=422, **(right | values))
    assert said in page.text
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Calibration)) == 0


def test_turning_the_feed_asks_for_a_new_calibration(clerk, made):
    run = made(lambda: printing.everything(printing.decision("@", "nhanvien")))
    page = clerk.get(f"/in-an/luot/{run}")
    assert "Máy in tầng 2" in page.text
    page = clerk.get("/in-an")
    page = clerk.get(page.links()["Máy in tầng 2"])
    assert "Đã can chỉnh" in page.text
    page = clerk.submit(clerk.get(page.links()["Sửa"]), rotation="180")
    assert "Chưa can chỉnh" in page.text


def test_preview_of_a_run(site, clerk, made):
    number = made(printing.decision)
    page = clerk.submit(clerk.get(f"/in-an/quyet-dinh/{number}/luot-moi"), sheets="1-2")
    if "Xem trước từng trang" not in page.buttons():
        assert "cần cài LibreOffice" in page.text
        return
    page = clerk.submit(page, "/xem-truoc")
    assert page.heading.startswith("Xem trước: luot-in-1")


@pytest.mark.parametrize("login", ["nhanvien", "truongphong", "chutich"])
def test_others_see_none_of_it(browser, made, login):
    run = made(lambda: printing.everything(printing.decision("@", "nhanvien")))
    other = browser(login)
    for address in (
        "/in-an",
        "/in-an/phoi/1",
        "/in-an/may-in/1",
        f"/in-an/luot/{run}",
        "/in-an/quyet-dinh/1",
    ):
        other.get(address, expect=403)


def test_lists_ask_a_constant_number_of_questions(site, clerk, made, count_queries):
    number = made(lambda: printing.everything(printing.decision("@", "nhanvien")).decision)
    asked = []
    for _ in range(2):
        for address in ("/in-an", f"/in-an/quyet-dinh/{number}"):
            with count_queries(site) as found:
                clerk.get(address)
            asked.append(len(found))
        clerk.submit(clerk.get("/in-an/phoi/1/sao-chep"), name=f"Bản {len(asked)}")
        clerk.submit(clerk.get("/in-an/may-in/moi"), name=f"Máy {len(asked)}")
    assert asked[:2] == asked[2:]

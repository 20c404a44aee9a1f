"""The main path through the pages, with the accounts that walk it: from an idea to numbered papers."""

import io

import sqlalchemy as sa
from docx import Document

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.council.models import AgendaItem, Meeting
from intranet.decisions.models import Certificate, Decision
from intranet.documents import read_back
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State as InitiativeState
from intranet.training.models import TrainingRecord

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
TODAY = short_date(clock.today())


def proof(name: str = "minh-chung.png"):
    return (io.BytesIO(PNG), name)


def write_initiative(site, browser) -> int:
    staff = browser("nhanvien")
    page = (
        staff.get("/sang-kien/cua-toi") if "/sang-kien/cua-toi" in routes(site) else staff.get("/sang-kien")
    )
    page = staff.submit(page, "/sang-kien")
    with site.app_context():
        number = db.session.scalars(sa.select(Initiative.id)).one()
    page = staff.get(f"/sang-kien/{number}/viet")
    theme = page.html.find("select", attrs={"name": "theme_id"}).find_all("option")[1]["value"]
    page = staff.submit(
        page,
        "/viet",
        title="Số hóa hồ sơ hộ tịch theo từng thôn",
        theme_id=theme,
        kind="operation",
        before="Hồ sơ giấy, tra cứu mất hai ngày.",
        content="Lập danh mục theo thôn, quét và gắn mã.",
        novelty="Lần đầu áp dụng tại xã.",
        conditions="Máy quét, người được hướng dẫn.",
        first_applied_on="05/3/2026",
        first_applied_at="Điểm phục vụ hành chính công",
        benefit="Rút ngắn thời gian tra cứu xuống 30 phút.",
    )
    page = staff.get(f"/sang-kien/{number}/kiem-tra")
    staff.submit(page, "/nop")
    return number


def routes(site) -> set[str]:
    return {rule.rule for rule in site.url_map.iter_rules()}


def write_training(site, browser) -> int:
    staff = browser("nhanvien")
    page = staff.submit(staff.get("/dao-tao"), "/dao-tao/moi")
    with site.app_context():
        number = db.session.scalars(sa.select(TrainingRecord.id)).one()
    page = staff.submit(
        page,
        "/viet",
        title="Kỹ năng số cơ bản cho công chức",
        content_class="digital",
        topic="digital_skill",
        format="onsite",
        provider="Sở Nội vụ",
        starts_on="01/6/2026",
        ends_on="05/6/2026",
        periods="40",
    )
    page = staff.submit(page, "/tep", files=proof())
    page = staff.get(f"/dao-tao/{number}")
    staff.submit(page, "/nop")
    return number


def hold_meeting(site, browser, council: int, kind: str, yes: list[str], no: list[str]) -> int:
    desk, chair = browser("thuky"), browser("chutich")
    page = desk.get(f"/hoi-dong/{council}/phien-hop-moi")
    page = desk.submit(page, title="Phiên họp xét", day=TODAY, time="08:30", place="Phòng họp")
    values = [tag["value"] for tag in page.form("/them").find_all("input", attrs={"name": "case"})]
    page = desk.submit(page, "/them", case=values)
    meeting = int(page.url.rstrip("/").split("/")[-1])
    page = desk.submit(page, "/trieu-tap")
    boxes = [t["value"] for t in page.form("/diem-danh").find_all("input", attrs={"name": "present"})]
    page = desk.submit(page, "/diem-danh", present=boxes)
    page = desk.submit(page, "/khai-mac")
    with site.app_context():
        items = list(db.session.scalars(sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting)))
    for item in items:
        desk.submit(desk.get(f"/hoi-dong/phien-hop/{meeting}"), f"/noi-dung/{item}/mo")
        for login, choice in [(one, "yes") for one in yes] + [(one, "no") for one in no]:
            member = browser(login)
            member.submit(member.get(f"/hoi-dong/noi-dung/{item}"), "/noi-dung/", choice=choice)
        desk.submit(desk.get(f"/hoi-dong/noi-dung/{item}/dong"), "/dong")
        chair.submit(chair.get(f"/hoi-dong/noi-dung/{item}/dong"), "/dong")
    page = desk.get(f"/hoi-dong/phien-hop/{meeting}")
    page = desk.submit(page, "/ket-thuc", discussion="Các thành viên nhất trí đánh giá hồ sơ.")
    desk.submit(page, "/ky-bien-ban", signed_on=TODAY)
    return meeting


def issue(site, browser, address: str) -> int:
    standing, chairman, clerk = browser("thuongtruc"), browser("chutich"), browser("vanthu")
    page = standing.get(address)
    signer = page.html.find("select", attrs={"name": "signer"}).find_all("option")[0]["value"]
    page = standing.submit(page, "/quyet-dinh/moi", signer=signer)
    number = int(page.url.rstrip("/").split("/")[-1])
    standing.submit(page, "/trinh")
    chairman.submit(chairman.get(f"/quyet-dinh/{number}"), "/duyet")
    page = clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/cap-so", issued_on=TODAY)
    assert page.flashes == ["Đã cấp số và chốt nội dung. Các văn bản đã sẵn sàng để in."]
    return number


def nominate(site, browser) -> int:
    standing = browser("thuongtruc")
    page = standing.submit(
        standing.get("/khen-thuong/dot/moi"),
        kind="yearly",
        title="Khen thưởng năm 2026",
        achievement="đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
        opens_on=TODAY,
        closes_on=TODAY,
    )
    round_id = int(page.url.rstrip("/").split("/")[-1])
    standing.submit(page, "/mo")
    head = browser("truongphong")
    page = head.get(f"/khen-thuong/dot/{round_id}")
    links = page.links()
    page = head.get(links["Đề nghị cá nhân"])
    row = next(tag for tag in page.html.find_all("label") if "Lan Anh" in tag.get_text())
    person = page.html.find("input", id=row["for"])["value"]
    page = head.submit(page, "/ca-nhan", person=person)
    fill_nomination(head, page)
    page = head.get(links["Đề nghị tập thể"])
    page = head.submit(page, "/tap-the")
    fill_nomination(head, page)
    for task in [u for t, u in standing.get("/").links().items() if t.startswith("Kiểm tra hồ sơ:")]:
        page = standing.get(task)
        radios = {t["name"]: "yes" for t in page.form("/kiem-tra").find_all("input", attrs={"type": "radio"})}
        standing.submit(page, "/kiem-tra", then="eligible", **radios)
    standing.submit(standing.get(f"/khen-thuong/dot/{round_id}"), "/dong")
    return round_id


def fill_nomination(head, page) -> None:
    number = page.url.split("/")[-2]
    page = head.submit(
        page,
        "/viet",
        achievement="Đã có thành tích xuất sắc trong cải cách thủ tục hành chính năm 2026",
        report="Hoàn thành xuất sắc nhiệm vụ, có sáng kiến.",
        unit_meeting="Họp ngày 20/11/2026, 5/5 người đồng ý.",
    )
    head.submit(head.get(f"/khen-thuong/ho-so/{number}/viet"), "/tep", files=proof())
    head.submit(head.get(f"/khen-thuong/ho-so/{number}"), "/nop")


def test_from_an_idea_to_numbered_papers(site, browser):
    initiative, training = write_initiative(site, browser), write_training(site, browser)
    head = browser("truongphong")
    head.submit(head.get(f"/sang-kien/{initiative}"), "/xac-nhan")
    head.submit(head.get(f"/dao-tao/{training}"), "/xac-nhan")
    standing = browser("thuongtruc")
    standing.submit(standing.get(f"/sang-kien/{initiative}"), "/tiep-nhan")
    yes = ["chutich", "thuongtruc", "thuky", "vanphong", "kinhte"]
    meeting = hold_meeting(site, browser, 2, "initiative", yes, [])
    recognition = issue(site, browser, f"/quyet-dinh/moi/sang-kien/{meeting}")
    round_id = nominate(site, browser)
    members = ["chutich", "phochutich", "thuongtruc", "thuky", "vanphong", "kinhte", "mattran", "yte"]
    hold_meeting(site, browser, 1, "nomination", members, ["hieutruong"])
    award = issue(site, browser, f"/quyet-dinh/moi/khen-thuong/{round_id}")
    with site.app_context():
        found = db.session.get(Initiative, initiative)
        assert (found.state, found.decision_number) == (InitiativeState.RECOGNISED, "01/QĐ-UBND")
        numbers = list(db.session.scalars(sa.select(Decision.number).order_by(Decision.id)))
        assert numbers == [1, 2]
        names = list(db.session.scalars(sa.select(Certificate.name).order_by(Certificate.id)))
        assert names == ["Bà Nguyễn Thị Lan Anh", "Điểm phục vụ hành chính công", "Bà Nguyễn Thị Lan Anh"]
        assert audit.verify() is None
    clerk = browser("vanthu")
    papers = {}
    for key in ("quyet-dinh", "giay-khen", "to-trinh"):
        papers[key] = clerk.get(f"/quyet-dinh/{award}/van-ban/{key}.docx").response.data
        again = clerk.get(f"/quyet-dinh/{award}/van-ban/{key}.docx").response.data
        assert again == papers[key]
        Document(io.BytesIO(papers[key]))
    lines = read_back.paragraphs(papers["quyet-dinh"])
    assert "Số: 02/QĐ-UBND" in lines
    rows = read_back.tables(papers["quyet-dinh"])[-1]
    assert [row[1:2] + row[4:5] for row in rows if len(row) == 6 and row[0].isdigit()] == [
        ["Điểm phục vụ hành chính công", "1.520.000"],
        ["Bà Nguyễn Thị Lan Anh", "760.000"],
    ]
    assert "2.280.000" in rows[-1]
    register = clerk.get("/so/van-ban-di").text
    assert "02/QĐ-UBND" in register and "02/TTr-VHXH" in register and "02/BB-HĐTĐKT" in register
    assert "Nguyễn Thị Lan Anh" in clerk.get("/quyet-dinh/so-khen-thuong").text
    minutes = browser("thuky")
    with site.app_context():
        last = db.session.scalars(sa.select(Meeting.id).order_by(Meeting.id.desc())).first()
    content = minutes.get(f"/hoi-dong/phien-hop/{last}/bien-ban").response.data
    assert "Số: 02/BB-HĐTĐKT" in read_back.paragraphs(content)
    assert recognition != award

"""Letters: queued with their act, sent after it, tried again, given up with a note; no header can be smuggled in."""

import datetime as dt
import email
import email.policy

import pytest
import sqlalchemy as sa

from intranet.config import BadSettings, _mail
from intranet.core import clock, mail
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.core.mail import MailSettings
from intranet.council import actions as council
from intranet.notices import actions, commands, outbox
from intranet.notices.mail_models import OutgoingMail
from intranet.notices.models import Notice
from tests.council.conftest import cases  # noqa: F401
from tests.factories import council as make
from tests.notices.smtp import Server

TO = "lan.anh@daithanh.example"


@pytest.fixture
def server():
    with Server() as one:
        yield one


@pytest.fixture
def mailing(site, server, monkeypatch):
    """The site with SMTP; nhanvien wants letters, kinhte has an address but wants none."""
    by = MailSettings(
        "127.0.0.1",
        server.port,
        "none",
        "Thi đua Đại Thanh <thidua@daithanh.example>",
        site="https://tdkt.example",
    )
    monkeypatch.setitem(site.config, "MAIL", by)
    with site.app_context():
        outbox.set_address(make.account("nhanvien").id, TO, wanted=True)
        outbox.set_address(make.account("kinhte").id, "kinhte@daithanh.example", wanted=False)
        db.session.commit()
    return site


def tell(site, *logins: str, title: str = "Hồ sơ cần bổ sung", act_needed: bool = True, **more: str) -> None:
    with site.app_context():
        ids = [make.account(login).id for login in logins]
        actions.tell(ids, title, url="/sang-kien/7", act_needed=act_needed, **more)
        db.session.commit()


def waiting(site) -> list[OutgoingMail]:
    with site.app_context():
        rows = list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))
        db.session.expunge_all()
        return rows


def test_a_letter_comes_from_an_act_and_only_to_who_wants_it(mailing, server):
    tell(mailing, "nhanvien", "kinhte", "thuky", text="Thiếu minh chứng “số liệu”.")
    tell(mailing, "nhanvien", title="Chỉ để biết", act_needed=False)
    with mailing.app_context():
        actions.tell([make.account("nhanvien").id], "Không xảy ra", url="/", act_needed=True)
        db.session.rollback()
    assert [row.address for row in waiting(mailing)] == [TO]
    assert commands.send_waiting(mailing) == (1, 0)
    assert commands.send_waiting(mailing) == (0, 0)
    ((sender, to, raw),) = server.post.letters
    assert (sender.split(" ")[1], to) == ("FROM:<thidua@daithanh.example>", [TO])
    assert raw.isascii()
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert letter["Subject"] == "Hồ sơ cần bổ sung"
    assert letter["From"] == "Thi đua Đại Thanh <thidua@daithanh.example>"
    assert letter.get_content().replace("\r\n", "\n") == (
        "Hồ sơ cần bổ sung\n\nThiếu minh chứng “số liệu”.\n\nMở trong phần mềm: https://tdkt.example/sang-kien/7\n"
    )
    assert waiting(mailing)[0].sent_at is not None


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: x@y.vn", "\nX-A: 1", "\x0b", "\u2028Bcc: x@y.vn", "=?utf-8?q?=0ABcc:?="]
)
def test_no_header_is_smuggled_in(mailing, server, bad):
    tell(mailing, "nhanvien", title=f"Việc mới{bad}", text=f"Dòng{bad}\r\n.\r\nQUIT")
    commands.send_waiting(mailing)
    ((_sender, to, raw),) = server.post.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert to == [TO] and letter["Bcc"] is None and letter["X-A"] is None
    assert sorted(letter.keys()) == sorted([
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
        "Content-Transfer-Encoding", "MIME-Version",
    ])  # fmt: skip


@pytest.mark.parametrize(
    "bad", ["", "a", "a@b", "a b@c.vn", "a@c.vn,d@e.vn", "a@c.vn\nBcc: d@e.vn", "<a@c.vn>", "a..b@c.vn", "ă@c.vn", "a@-.", f"{'a' * 65}@c.vn"]
)  # fmt: skip
def test_what_is_no_address_is_refused(app, bad):
    assert not mail.is_address(bad)
    with pytest.raises(ValueError, match="address"):
        mail.letter(
            MailSettings("h", 1, "tls", "a@b.vn"), name="", address=bad, subject="x", text="x", key="k"
        )
    if bad:
        with pytest.raises(NotReady, match="chưa đúng"):
            outbox.set_address(make.account("nhanvien").id, bad, wanted=True)


def test_a_letter_is_tried_with_growing_waits_and_given_up_with_a_note_to_the_administrator(
    mailing, server, monkeypatch
):
    server.post.answers[TO] = "451 try later"
    tell(mailing, "nhanvien")
    at = clock.now()
    waits = []
    for _ in range(len(outbox.WAITS) + 1):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert commands.send_waiting(mailing) == (0, 1)
        assert commands.send_waiting(mailing) == (0, 0)  # not before it is due
        row = waiting(mailing)[0]
        if row.given_up_at is None:
            waits.append((row.due_at - at) // dt.timedelta(minutes=1))
            at = row.due_at
    assert waits == list(outbox.WAITS)
    assert (row.tries, row.given_up_at, row.problem) == (8, at, "451 try later")
    with mailing.app_context():
        notice = db.session.scalars(sa.select(Notice).where(Notice.title.startswith("Không gửi được"))).one()
        assert notice.account_id == make.account("quantri").id
        assert "451 try later" in notice.text and "bổ sung" not in notice.text + notice.title
        outbox.again(db.session.get_one(OutgoingMail, row.id))
        db.session.commit()
    server.post.answers.clear()
    assert commands.send_waiting(mailing) == (1, 0)


def test_an_unknown_address_is_given_up_at_once_and_the_others_leave(mailing, server):
    with mailing.app_context():
        outbox.set_address(make.account("thuky").id, "khong.co@daithanh.example", wanted=True)
        db.session.commit()
    server.post.answers["khong.co@daithanh.example"] = "550 no such user"
    tell(mailing, "thuky")
    tell(mailing, "nhanvien")
    assert commands.send_waiting(mailing) == (1, 1)
    assert [bool(row.given_up_at) for row in waiting(mailing)] == [True, False]


def test_a_server_that_is_away_or_busy_stops_the_round_and_loses_nothing(mailing, server, monkeypatch):
    tell(mailing, "nhanvien")
    tell(mailing, "nhanvien", title="Việc thứ hai")
    server.post.busy = True
    assert commands.send_waiting(mailing) == (0, 1)
    away = MailSettings("127.0.0.1", 1, "none", "a@b.vn")
    monkeypatch.setitem(mailing.config, "MAIL", away)
    assert commands.send_waiting(mailing) == (0, 1)
    assert [row.tries for row in waiting(mailing)] == [1, 1]
    assert all(row.sent_at is None and row.given_up_at is None for row in waiting(mailing))


def test_the_password_goes_over_tls_only(mailing, server, monkeypatch):
    tell(mailing, "nhanvien")
    by = MailSettings("127.0.0.1", server.port, "starttls", "a@b.vn", "user", "rất kín")
    monkeypatch.setitem(mailing.config, "MAIL", by)
    assert commands.send_waiting(mailing) == (0, 1)  # the server offers no STARTTLS
    server.post.starttls = True
    with mailing.app_context():
        db.session.execute(sa.update(OutgoingMail).values(due_at=clock.now()))
        db.session.commit()
    assert commands.send_waiting(mailing) == (0, 1)  # offers it, but speaks no TLS
    assert (server.post.logins, server.post.letters) == ([], [])
    assert "rất kín" not in waiting(mailing)[0].problem


def test_without_smtp_nothing_is_queued(site, capsys):
    with site.app_context():
        outbox.set_address(make.account("nhanvien").id, TO, wanted=True)
        db.session.commit()
    tell(site, "nhanvien")
    assert waiting(site) == []
    assert commands.send_mail(site, None) == 2
    assert commands.start(site) is None


def test_the_thread_beside_the_server_sends(mailing, server, monkeypatch):
    monkeypatch.setattr(commands, "PAUSE", 0.02)
    tell(mailing, "nhanvien")
    stop = commands.start(mailing)
    for _ in range(200):
        if waiting(mailing)[0].sent_at is not None:
            break
        stop.wait(0.05)
    stop.set()
    assert len(server.post.letters) == 1


def test_a_summons_goes_by_mail_with_agenda_and_the_page_has_a_link_to_write_one(
    mailing,
    server,
    cases,  # noqa: F811  # the fixture
    browser,
):
    with mailing.app_context():
        outbox.set_address(make.account("yte").id, "yte@daithanh.example", wanted=True)
        meeting = make.meeting(2)
        council.convene(meeting, actor=make.account("thuky"))
        number = meeting.id
        db.session.commit()
    assert commands.send_waiting(mailing) == (1, 0)
    text = email.message_from_bytes(server.post.letters[0][2], policy=email.policy.default).get_content()
    assert "1. Hồ sơ 1\r\n2. Hồ sơ 2" in text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert f"https://tdkt.example/hoi-dong/phien-hop/{number}" in text
    page = browser("thuky").get(f"/hoi-dong/phien-hop/{number}/van-ban")
    link = page.links()["Soạn e-mail mời họp"]
    assert link.startswith("mailto:?bcc=yte%40daithanh.example&subject=M%E1%BB%9Di%20h%E1%BB%8Dp")
    assert len(link) < 2000 and "%0A" in link


def test_the_own_address_is_kept_and_taken_back_and_the_administrator_sees_what_did_not_leave(
    mailing, server, browser
):
    one = browser("thuky")
    page = one.submit(one.get("/thong-bao/nhan-thu"), "/nhan-thu", address="thuky@", expect=422)
    assert "chưa đúng" in page.text
    page = one.submit(page, "/nhan-thu", address="thuky@daithanh.example")
    assert page.flashes == ["Đã lưu địa chỉ nhận thư."]
    server.post.answers["thuky@daithanh.example"] = "550 no such user"
    tell(mailing, "thuky", title="Việc của Thư ký")
    commands.send_waiting(mailing)
    admin = browser("quantri")
    page = admin.get("/thong-bao/thu-dien-tu")
    assert "thuky@daithanh.example" in page.text and "550 no such user" in page.text
    assert "Việc của Thư ký" not in page.text
    page = admin.submit(page, "/gui-lai")
    assert "sẽ được gửi lại" in page.flashes[0]
    browser("thuky").get("/thong-bao/thu-dien-tu", expect=403)
    page = one.submit(one.get("/thong-bao/nhan-thu"), "/nhan-thu", address="")
    with mailing.app_context():
        assert outbox.address_of(make.account("thuky").id) is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SMTP_TLS": "none", "SMTP_HOST": "mail.example"}, "this machine only"),
        ({"SMTP_TLS": "ssl"}, "SMTP_TLS must be"),
        ({"SMTP_PORT": "0"}, "SMTP_PORT"),
        ({"MAIL_FROM": "no address"}, "MAIL_FROM"),
        ({"MAIL_FROM": "a@b.vn\nBcc: c@d.vn"}, "MAIL_FROM"),
        ({"INTRANET_URL": "javascript:x"}, "INTRANET_URL"),
        ({"SMTP_PASSWORD_FILE": "/not/there"}, "SMTP_PASSWORD_FILE"),
    ],
)
def test_settings_that_cannot_be_are_refused(monkeypatch, given, told):
    good = {"SMTP_HOST": "127.0.0.1", "MAIL_FROM": "Thi đua <thidua@daithanh.example>"}
    for name, value in (good | given).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=told):
        _mail()


def test_settings_from_the_environment(monkeypatch, tmp_path):
    assert _mail() is None
    (tmp_path / "password").write_text("bí mật\n")
    given = {
        "SMTP_HOST": "mail.example", "SMTP_TLS": "tls", "SMTP_USER": "u", "MAIL_FROM": "T <t@example.vn>",
        "SMTP_PASSWORD_FILE": str(tmp_path / "password"), "INTRANET_URL": "https://x.example/",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert _mail() == MailSettings(
        "mail.example", 465, "tls", "T <t@example.vn>", "u", "bí mật", "https://x.example"
    )

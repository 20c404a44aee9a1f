"""What a reader with a declared conflict gets of a dossier: no votes of that case, no total that tells them."""

import io
import re
import zipfile

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.council.models import AgendaItem, Conflict
from intranet.decisions import dossier, papers
from intranet.decisions.states import State
from intranet.documents.read_back import paragraphs, tables
from intranet.notices.models import Notice
from tests.factories import decisions, signatures

WHO = "thuongtruc"


def words(content: bytes) -> str:
    return "\n".join(paragraphs(content)).replace("\u00a0", " ").replace("\u2011", "-")


def conflict(decision, login: str = WHO) -> AgendaItem:
    """Give somebody a conflict about the last case of the meeting; rows as the act leaves them."""
    item = decision.meeting.items[-1]
    member = next(m for m in decision.meeting.roll if m.person_id == decisions.account(login).person_id)
    desk = decisions.account("thuky")
    row = Conflict(item=item, member=member, reason="x", declared_at=clock.now(), declared_by_id=desk.id)
    db.session.add(row)
    db.session.flush()
    return item


def read(decision, viewer) -> dict[str, bytes]:
    return {one.read.name: one.read.content for one in dossier.files_of(decision, viewer=viewer)}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NUMBERED])
def test_a_reader_in_conflict_sees_no_vote_and_no_total_in_the_dossier(app, state):
    decision = decisions.award(state)
    if state == State.NUMBERED:
        papers.keep_all(decision)
    item = conflict(decision)
    viewer, office = decisions.account(WHO), read(decision, None)
    shown = read(decision, viewer)
    assert sorted(shown) == sorted(office)
    changed = {name for name in office if office[name] != shown[name]}
    assert changed == {
        "01-to-trinh.docx", "02-tom-tat-thanh-tich.docx", "04-bien-ban-hop.docx", "05-bien-ban-kiem-phieu.docx",
    }  # fmt: skip
    assert "xét 02 nội dung, thông qua 02 nội dung" in words(office["01-to-trinh.docx"])
    assert "xét 02 nội dung, thông qua (ẩn do xung đột) nội dung" in words(shown["01-to-trinh.docx"])
    summary = [row for table in tables(shown["02-tom-tat-thanh-tich.docx"]) for row in table]
    votes = {row[1]: row[-1] for row in summary if len(row) > 4}
    assert [vote for name, vote in votes.items() if item.title.split()[-1] in name] == ["ẩn do xung đột"]
    assert sum("9/9" in vote or "8/9" in vote for vote in votes.values()) == 1  # the other case stays
    for name in changed:
        assert not re.search(r"thông qua 0\d", words(shown[name])), name
    assert read(decision, decisions.account("vanthu")) == office  # who has no conflict gets the very files
    result, _slips = dossier.check_all(dossier.files_of(decision, viewer=viewer), decision, viewer)
    assert result.differences == ()
    with zipfile.ZipFile(io.BytesIO(dossier.archive(decision, viewer)[1])) as pack:
        assert {name: pack.read(name) for name in pack.namelist()} == shown


def test_a_case_that_failed_hides_the_total_too(app):
    decision = decisions.award(State.SUBMITTED)
    item = conflict(decision)
    nomination = decisions.actions.queries.nominations_of(decision)[-1]
    assert item.subject_id == nomination.id
    content = papers.content_of(decision)
    rows = [row for row in content["rows"] if row["subject_id"] != nomination.id]
    shown = papers.hiding.shown_to(content | {"rows": rows}, decisions.account(WHO), meeting_hides=True)
    assert "(ẩn do xung đột)" in " ".join(shown["submission"]["paragraphs"])


def test_the_pages_of_the_case_hide_the_votes_too(site, browser):
    with site.app_context():
        decision = decisions.award(State.NUMBERED)
        papers.keep_all(decision)
        item = conflict(decision)
        number, case = decision.id, item.subject_id
        other = decision.meeting.items[0].subject_id
        db.session.commit()
    reader = browser(WHO)
    assert "được ẩn do xung đột" in reader.get(f"/quyet-dinh/{number}/ho-so").text
    submission = reader.get(f"/quyet-dinh/{number}/van-ban/to-trinh.docx")
    assert "thông qua (ẩn do xung đột)" in words(submission.response.data)
    page = reader.get(f"/khen-thuong/ho-so/{case}").text
    assert "ẩn do xung đột" in page and not re.search(r"\d/9", page)
    assert re.search(r"\d/9", reader.get(f"/khen-thuong/ho-so/{other}").text)
    assert re.search(r"\d/9", browser("vanthu").get(f"/quyet-dinh/{number}").text) is None
    assert "ẩn do xung đột" not in browser("chutich").get(f"/quyet-dinh/{number}/ho-so").text


def test_a_signed_submission_is_kept_from_who_is_in_conflict(site, browser):
    with site.app_context():
        decision = signatures.numbered()
        content = signatures.printed(decision, "to-trinh")
        row = signatures.upload(decision, content, "to-trinh.pdf", "to-trinh")
        conflict(decision)
        number, signed = decision.id, row.id
        db.session.commit()
    url = f"/quyet-dinh/{number}/ban-ky/{signed}.pdf"
    assert browser("vanthu").get(url, check=False).response.data[:4] == b"%PDF"
    page = browser(WHO).get(url, expect=403)
    assert "xung đột lợi ích" in page.text
    assert url not in browser(WHO).get(f"/quyet-dinh/{number}").links().values()


def test_a_bell_rings_without_the_votes_for_who_is_in_conflict(app):
    decision = decisions.award(State.DRAFT)
    nomination = decisions.actions.queries.nominations_of(decision)[-1]
    told = set(
        db.session.scalars(sa.select(Notice.text).where(Notice.title.startswith("Hội đồng thông qua")))
    )
    assert any("thành viên đồng ý" in one for one in told)
    conflict(decision)
    from intranet.awards import actions

    accounts = [decisions.account(login).id for login in (WHO, "truongphong")]
    assert actions._in_conflict(nomination, accounts) == {decisions.account(WHO).id}

"""What documents on an issued Decision do: editions, states, registers, money; what they refuse."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from intranet.awards.models import Nomination
from intranet.awards.states import State as NominationState
from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.decisions import actions, compose, papers, printing, queries, rules
from intranet.decisions.amendment_models import AmendmentLine
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.models import DecisionKind as K
from intranet.decisions.stack import stack
from intranet.decisions.states import CertificateState, State
from intranet.initiatives.models import Initiative
from intranet.parameters.models import Parameter
from intranet.registers.models import NumberSeries, RegisterEntry, RegisterYear
from tests.factories import corrections as later
from tests.factories import decisions as make

TODAY = clock.today()
NAME = {"name": "Bà Nguyễn Thị Lan Oanh"}


def editions(base: Decision) -> list[tuple[int, int, str, str]]:
    db.session.flush()
    db.session.expire(base, ["certificates"])
    return [(c.ordinal, c.edition, c.state.value, c.name) for c in base.certificates]


def names(base: Decision) -> list[str]:
    db.session.expire(base, ["certificates"])
    return [sheet.row["name"] for sheet in stack(base)]


@pytest.fixture
def base(app) -> Decision:
    made = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
    db.session.commit()
    return made


@pytest.mark.parametrize("kind", [K.CORRECTION, K.AMENDMENT])
def test_new_texts_replace_only_the_affected_certificate_when_numbered(base, kind):
    printing.mark_printed(base, actor=make.account("vanthu"))
    frozen = (base.snapshot, base.snapshot_sha256)
    made = later.later(base, kind, {2: NAME}, State.APPROVED)
    assert [one[1:3] for one in editions(base)] == [(1, "printed")] * 3
    actions.number(made, actor=make.account("vanthu"), issued_on=TODAY)
    unit, old, new, home = editions(base)
    assert (unit[1:3], home[1:3]) == ((1, "printed"), (1, "printed"))
    assert old == (2, 1, "replaced", "Bà Nguyễn Thị Lan Anh")
    assert new == (2, 2, "ready", "Bà Nguyễn Thị Lan Oanh")
    assert names(base) == [unit[3], "Bà Nguyễn Thị Lan Oanh", home[3]]
    first, second = base.certificates[1:3]
    assert (second.replaces_id, first.content, second.amount) == (first.id, None, first.amount)
    assert json.loads(second.content)["document"].endswith(made.full_number)
    assert (base.snapshot, base.snapshot_sha256) == frozen
    assert queries.broken_snapshots() == []
    assert base.state == (State.AMENDED if kind == K.AMENDMENT else State.SIGNED)
    assert made.amends_id == base.id and made.certificates == []
    assert queries.successor(first) == f"Bản 2, {json.loads(second.content)['document']}"


def test_decisions_share_the_series_and_letters_have_their_own(base):
    numbered = [
        later.later(base, K.AMENDMENT, {2: NAME}, State.NUMBERED),
        later.later(base, K.CORRECTION, {2: {"detail": "Công chức Tư pháp"}}, State.NUMBERED),
        later.later(base, K.REISSUE, {1: {}}, State.NUMBERED),
        later.later(base, K.CORRECTION, {3: {"detail": "Thôn Tả Thanh Oai, xã Đại Thanh"}}, State.NUMBERED),
        later.later(base, K.REVOCATION, {3: {}}, State.NUMBERED),
    ]
    assert [(one.series, one.full_number) for one in numbered] == [
        ("QD", "02/QĐ-UBND"), ("CV", "01/UBND-VHXH"), ("QD", "03/QĐ-UBND"), ("CV", "02/UBND-VHXH"), ("QD", "04/QĐ-UBND"),
    ]  # fmt: skip
    lines = db.session.scalars(sa.select(RegisterEntry).order_by(RegisterEntry.id)).all()
    letters = [(line.number, line.symbol, line.title) for line in lines if line.series == "CV"]
    assert letters[0] == (1, "UBND-VHXH", "Công văn về việc đính chính Quyết định số 01/QĐ-UBND")
    titles = [line.title for line in lines if line.series == "QD"]
    assert titles[1].startswith("Quyết định về việc sửa đổi, bổ sung Quyết định số 01/QĐ-UBND ngày ")
    assert titles[1].endswith("của Chủ tịch Ủy ban nhân dân xã Đại Thanh")
    # a letter needs no submission, each Decision has its own
    submissions = [line.number for line in lines if line.series == "TTr"]
    assert submissions == [1, 2, 3, 4]
    assert [one.submission_number for one in numbered] == [2, None, 3, None, 4]


def test_the_register_keeps_the_old_line_and_says_what_came_after(base):
    later.later(base, K.AMENDMENT, {2: NAME}, State.NUMBERED)
    later.later(base, K.CORRECTION, {2: {"detail": "Công chức Tư pháp"}}, State.NUMBERED)
    entry = db.session.scalars(
        sa.select(RegisterEntry).where(
            RegisterEntry.series == "QD", RegisterEntry.object_id == base.id, RegisterEntry.number == 1
        )
    ).one()
    first, second = entry.note.split("\n")
    assert first.startswith("Được sửa đổi, bổ sung bởi Quyết định số 02/QĐ-UBND ngày ")
    assert second.startswith("Được đính chính tại Công văn số 01/UBND-VHXH ngày ")
    assert entry.title.startswith("Quyết định về việc tặng Giấy khen")
    assert [e.event for e in audit.timeline(base)][-2:] == ["decision:amend", "decision:followed"]


def test_a_second_amendment_starts_from_the_first(base):
    later.later(base, K.AMENDMENT, {2: NAME}, State.SIGNED)
    second = later.later(base, K.AMENDMENT, {2: {"detail": "Công chức Tư pháp"}}, State.SIGNED)
    (row,) = json.loads(second.snapshot)["rows"]
    assert (row["before"]["name"], row["name"], row["changed"]) == (NAME["name"], NAME["name"], ["detail"])
    assert [one[1:3] for one in editions(base) if one[0] == 2] == [
        (1, "replaced"),
        (2, "replaced"),
        (3, "ready"),
    ]
    assert base.state == State.AMENDED


def test_a_reissue_changes_no_word(base):
    later.later(base, K.AMENDMENT, {2: NAME}, State.SIGNED)
    made = later.later(base, K.REISSUE, {2: {}}, State.SIGNED)
    (row,) = json.loads(made.snapshot)["rows"]
    assert (row["changed"], row["name"]) == ([], NAME["name"])
    assert names(base)[1] == NAME["name"]
    assert "Lý do cấp lại: giấy đã cấp bị mất" in json.loads(made.snapshot)["articles"][0]


def test_revoking_some_amends_and_revoking_the_rest_ends_the_decision(base):
    made = later.later(base, K.REVOCATION, {2: {}}, State.SIGNED)
    assert (base.state, [c.state.value for c in base.certificates]) == (
        State.AMENDED,
        ["ready", "revoked", "ready"],
    )
    said = json.loads(made.snapshot)
    assert (said["total"], said["rows"][0]["amount"]) == (760_000, 760_000)
    assert said["subject"].startswith("Về việc hủy bỏ một phần Quyết định số 01/QĐ-UBND")
    assert "điểm a khoản 2 Điều 93 Luật Thi đua, khen thưởng" in said["articles"][0]
    assert "760.000 đồng (Bằng chữ: Bảy trăm sáu mươi nghìn đồng)" in said["articles"][1]
    states = dict(db.session.execute(sa.select(Nomination.id, Nomination.state)).all())
    revoked = base.certificates[1].subject_id
    assert {one: state for one, state in states.items() if state == NominationState.REVOKED} == {
        revoked: NominationState.REVOKED
    }
    last = later.later(base, K.REVOCATION, {1: {}, 3: {}}, State.SIGNED)
    assert base.state == State.REVOKED
    assert json.loads(last.snapshot)["subject"].startswith("Về việc hủy bỏ Quyết định số 01/QĐ-UBND ngày")
    assert set(db.session.scalars(sa.select(Nomination.state))) == {NominationState.REVOKED}
    with pytest.raises(WrongState, match="hủy bỏ toàn bộ"):
        later.later(base, K.REVOCATION, {})


def test_a_corrected_author_is_corrected_on_the_certificates_of_the_others(app):
    base = make.recognition(State.SIGNED, "nhanvien2")
    made = later.later(base, K.AMENDMENT, {1: {"name": "Bà Nguyễn Thị Lan An"}}, State.NUMBERED)
    first, second = json.loads(made.snapshot)["rows"]
    assert (first["changed"], second["changed"]) == (["name"], ["co_authors"])
    assert second["co_authors"] == ["Bà Nguyễn Thị Lan An"]
    assert "Lan Anh" not in second["authors"] and second["authors"].startswith("Bà Nguyễn Thị Lan An (")
    assert [one[1:3] for one in editions(base)] == [(1, "replaced"), (2, "ready")] * 2


def test_a_corrected_title_of_an_initiative_is_corrected_for_all_authors(app):
    base = make.recognition(State.SIGNED, "nhanvien2")
    made = later.later(base, K.CORRECTION, {2: {"achievement": "Rút ngắn thời gian"}}, State.NUMBERED)
    rows = json.loads(made.snapshot)["rows"]
    assert [(row["achievement"], row["changed"]) for row in rows] == [
        ("Rút ngắn thời gian", ["achievement"])
    ] * 2


def test_an_initiative_is_revoked_with_its_last_author(app):
    base = make.recognition(State.SIGNED, "nhanvien2")
    later.later(base, K.REVOCATION, {1: {}}, State.SIGNED)
    assert (base.state, db.session.scalars(sa.select(Initiative.state)).one().value) == (
        State.AMENDED,
        "recognised",
    )
    later.later(base, K.REVOCATION, {2: {}}, State.SIGNED)
    assert (base.state, db.session.scalars(sa.select(Initiative.state)).one().value) == (
        State.REVOKED,
        "revoked",
    )


def test_money_is_computed_again_by_the_rules_of_the_first_day(base):
    row = db.session.scalars(
        sa.select(Parameter).where(Parameter.key == "base_salary").order_by(Parameter.effective_from.desc())
    ).first()
    row.value = 3_000_000
    letter = later.later(base, K.CORRECTION, {1: {"name": "Điểm phục vụ"}}, State.SIGNED)
    assert json.loads(letter.snapshot)["rows"][0]["amount"] == 1_520_000
    made = later.later(base, K.AMENDMENT, {2: {}}, State.SIGNED)
    said = json.loads(made.snapshot)
    assert (said["rows"][0]["changed"], said["rows"][0]["amount"]) == (["amount"], 900_000)
    text = "\n".join(said["articles"])
    assert "- Tiền thưởng (đồng): “760.000” sửa thành “900.000”;" in text
    assert "Tổng số tiền thưởng: “3.420.000 đồng” sửa thành “3.560.000 đồng”" in text
    assert [c.amount for c in base.certificates] == [1_520_000, 1_520_000, 760_000, 900_000, 1_140_000]


@pytest.mark.parametrize("kind", [K.CORRECTION, K.AMENDMENT])
@pytest.mark.parametrize("texts", [{}, {"name": "Bà  Nguyễn Thị Lan Anh "}])
def test_nothing_changed_is_refused_by_name(base, kind, texts):
    with pytest.raises(NotReady, match="Chưa có nội dung nào thay đổi") as refused:
        later.later(base, kind, {2: texts, 3: {"detail": "Thôn Siêu Quần"}})
    assert refused.value.missing == ["Bà Nguyễn Thị Lan Anh"]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_nobody_chosen_and_an_empty_name_are_refused(base):
    with pytest.raises(NotReady, match="ít nhất một"):
        later.later(base, K.AMENDMENT, {})
    with pytest.raises(NotReady, match="không được để trống"):
        later.later(base, K.AMENDMENT, {2: {"name": " "}})


@pytest.mark.parametrize(
    ("ordinal", "name"), [(2, "Nguyễn Thị Lan Oanh"), (3, "Hộ gia đình Lưu Văn Ước"), (2, "Bà ")]
)
def test_a_person_keeps_an_honorific(base, ordinal, name):
    with pytest.raises(NotReady, match="Ông") as refused:
        later.later(base, K.AMENDMENT, {ordinal: {"name": name}})
    assert refused.value.missing == [later.in_force(base, ordinal).name]
    later.later(base, K.AMENDMENT, {1: {"name": "Điểm phục vụ"}})


def test_the_register_of_a_closed_year_stays_as_it_was(base):
    db.session.add(
        RegisterYear(series="QD", year=base.year, lines=1, last=1, closed_by="Văn thư", closed_at=clock.now())
    )
    db.session.flush()
    made = later.later(base, K.CORRECTION, {2: NAME}, State.SIGNED)
    notes = db.session.scalars(sa.select(RegisterEntry.note).where(RegisterEntry.object_id == base.id)).all()
    assert (made.state, set(notes)) == (State.SIGNED, {""})


def test_a_recipient_of_another_decision_is_refused(base):
    other = make.award(State.SIGNED, "nhanvien2")
    asked = later.change(other, K.AMENDMENT, {1: NAME})
    with pytest.raises(NotReady, match="không thuộc quyết định này"):
        actions.draft_later(
            base, K.AMENDMENT, asked, actor=make.account("thuongtruc"), signer_id=make.signer().id
        )


@pytest.mark.parametrize("kind", list(K)[2:])
def test_a_replaced_or_revoked_certificate_is_refused(base, kind):
    stale = later.change(base, kind, {2: NAME if kind in (K.AMENDMENT, K.CORRECTION) else {}})
    gone = later.change(
        base, kind, {3: {"detail": "Thôn khác"} if kind in (K.AMENDMENT, K.CORRECTION) else {}}
    )
    later.later(base, K.REISSUE, {2: {}}, State.NUMBERED)
    later.later(base, K.REVOCATION, {3: {}}, State.NUMBERED)
    db.session.flush()
    db.session.expire(base, ["certificates"])
    for asked in (stale, gone):
        with pytest.raises(WrongState, match="đã được thay thế hoặc thu hồi"):
            actions.draft_later(
                base, kind, asked, actor=make.account("thuongtruc"), signer_id=make.signer().id
            )


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_one_unfinished_document_at_a_time_for_one_recipient(base, state):
    first = later.later(base, K.AMENDMENT, {2: NAME}, state)
    with pytest.raises(NotReady, match="văn bản khác chưa cấp số") as refused:
        later.later(base, K.REVOCATION, {2: {}, 3: {}})
    assert refused.value.missing == ["Bà Nguyễn Thị Lan Anh"]
    later.later(base, K.REVOCATION, {3: {}})
    assert first.state == state


def test_a_declined_document_frees_its_recipients(base):
    first = later.later(base, K.AMENDMENT, {2: NAME}, State.DECLINED)
    later.later(base, K.REISSUE, {2: {}}, State.NUMBERED)
    assert first.state == State.DECLINED
    assert [one[1:3] for one in editions(base) if one[0] == 2] == [(1, "replaced"), (2, "ready")]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED, State.DECLINED])
@pytest.mark.parametrize("kind", list(K)[2:])
def test_a_decision_without_number_is_not_corrected(app, state, kind):
    base = make.award(state, "nhanvien")
    with pytest.raises(WrongState, match="chưa được cấp số"):
        later.later(base, kind, {})


def test_documents_on_documents_are_refused(base):
    made = later.later(base, K.AMENDMENT, {2: NAME}, State.SIGNED)
    with pytest.raises(WrongState, match="từ quyết định gốc"):
        later.later(made, K.AMENDMENT, {})


def test_a_reissue_is_for_one(base):
    with pytest.raises(NotReady, match="chỉ cấp lại cho một"):
        later.later(base, K.REISSUE, {1: {}, 2: {}})


def test_too_many_texts_in_one_document_are_refused(app, monkeypatch):
    base = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
    monkeypatch.setattr("intranet.decisions.amending.MOST", 2)
    with pytest.raises(NotReady, match="nhiều nhất 2 người"):
        later.later(base, K.AMENDMENT, {1: NAME, 2: NAME, 3: NAME})
    later.later(base, K.REVOCATION, {1: {}, 2: {}, 3: {}})


def test_a_name_that_does_not_fit_is_refused(base):
    with pytest.raises(NotReady, match="quá dài"):
        later.later(base, K.AMENDMENT, {2: {"achievement": "WWWWWWW THÀNH TÍCH " * 40}})
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AmendmentLine)) == 0


@pytest.mark.parametrize("login", ["nhanvien", "truongphong", "thuky", "quantri", "chutich", "vanthu"])
def test_only_the_standing_body_starts_and_rewrites(base, login):
    asked = later.change(base, K.AMENDMENT, {2: NAME})
    with pytest.raises(Barred):
        actions.draft_later(base, K.AMENDMENT, asked, actor=make.account(login), signer_id=make.signer().id)
    made = later.later(base, K.AMENDMENT, {2: NAME})
    with pytest.raises(Barred):
        actions.rewrite(made, asked, actor=make.account(login), signer_id=make.signer().id)


def test_nobody_approves_what_touches_the_own_certificate(app):
    base = make.award(State.SUBMITTED, "phochutich", "nhanvien")
    actions.approve(base, actor=make.account("chutich"))
    actions.number(base, actor=make.account("vanthu"), issued_on=TODAY)
    base.certificates[1].person_id = make.account("chutich").person_id
    made = later.later(base, K.REVOCATION, {2: {}}, State.SUBMITTED)
    assert not rules.may_approve(make.account("chutich"), made)
    with pytest.raises(Barred):
        actions.approve(made, actor=make.account("chutich"))


def test_a_draft_is_rewritten_with_other_recipients(base):
    made = later.later(base, K.AMENDMENT, {2: NAME})
    asked = later.change(base, K.AMENDMENT, {3: {"detail": "Thôn Siêu Quần"}, 1: {"name": "Điểm phục vụ"}})
    version = made.version
    actions.rewrite(made, asked, actor=make.account("thuongtruc"), signer_id=make.signer(1).id)
    content = compose.snapshot(made)
    assert [(row["ordinal"], row["changed"]) for row in content["rows"]] == [(1, ["name"]), (3, ["detail"])]
    assert (content["signer"]["name"], made.version > version) == ("Trần Thị Minh Nguyệt", True)
    actions.submit(made, actor=make.account("thuongtruc"))
    with pytest.raises(WrongState):
        actions.rewrite(made, asked, actor=make.account("thuongtruc"), signer_id=make.signer().id)


def test_a_day_before_the_first_decision_is_refused(base):
    made = later.later(base, K.CORRECTION, {2: NAME}, State.APPROVED)
    made.approved_at -= dt.timedelta(days=5)
    with pytest.raises(NotReady, match="không được sớm hơn"):
        actions.number(made, actor=make.account("vanthu"), issued_on=TODAY - dt.timedelta(days=2))
    db.session.rollback()
    assert db.session.scalar(sa.select(NumberSeries.last).where(NumberSeries.series == "CV")) is None


def test_somebody_faster_stops_the_numbering_and_takes_no_number(base):
    made = later.later(base, K.AMENDMENT, {2: NAME}, State.APPROVED)
    db.session.commit()
    number = made.id
    rival = later.in_force(base, 2)
    db.session.execute(
        sa.update(Certificate).where(Certificate.id == rival.id).values(state=CertificateState.REVOKED)
    )
    db.session.commit()
    with pytest.raises(WrongState):
        actions.number(made, actor=make.account("vanthu"), issued_on=TODAY)
    db.session.rollback()
    made = db.session.get(Decision, number)
    assert (made.state, made.number, made.snapshot) == (State.APPROVED, None, None)
    assert db.session.scalar(sa.select(NumberSeries.last).where(NumberSeries.series == "QD")) == 1


def test_papers_of_a_numbered_document_never_change(base):
    made = later.later(base, K.AMENDMENT, {2: NAME}, State.SIGNED)
    before = {key: papers.file_of(made, key)[1] for key in papers.papers_of(made)}
    assert list(before) == ["quyet-dinh", "giay-thay-the", "to-trinh"]
    later.later(base, K.REVOCATION, {2: {}}, State.SIGNED)
    settings = actions.organisation()
    settings.fund_name, settings.standing_office = "Quỹ khác", "Phòng khác"
    for row in db.session.scalars(sa.select(Parameter).where(Parameter.key == "base_salary")):
        row.value = 1
    db.session.flush()
    assert {key: papers.file_of(made, key)[1] for key in papers.papers_of(made)} == before

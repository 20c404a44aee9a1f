"""Records of application: only recognised ones, only with proof and the head's word they count."""

import pytest

from intranet.core import audit, files
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.initiatives import actions, applications, queries
from intranet.initiatives.models import InitiativeApplication
from intranet.initiatives.states import State
from intranet.notices.models import Notice
from tests.factories import initiatives as make

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.mark.parametrize("state", [s for s in State if s != State.RECOGNISED])
def test_only_recognised_ones_are_applied(app, account, state):
    made = make.at(state)
    with pytest.raises(WrongState):
        make.application(made)
    assert made.applications == []


def test_strangers_record_nothing(app, account):
    made = make.at(State.RECOGNISED)
    with pytest.raises(Barred):
        make.application(made, actor="vanthu")


def test_it_counts_from_the_heads_word_on_and_is_closed_then(app, account):
    made = make.at(State.RECOGNISED)
    row = make.application(made)
    assert (row.counts, made.applications) == (False, [row])
    with pytest.raises(NotReady):
        applications.confirm(row, actor=account("yte"))
    proof = files.attach(row, "so-lieu.pdf", PDF, actor=account("nhanvien"))
    applications.add_proof(row, [], actor=account("nhanvien"))
    assert (row.proof_count, row.counts) == (1, False)
    with pytest.raises(Barred):
        applications.confirm(row, actor=account("kinhte"))
    with pytest.raises(Barred):
        applications.confirm(row, actor=account("nhanvien"))
    applications.confirm(row, actor=account("yte"))
    assert row.counts
    with pytest.raises(WrongState):
        applications.confirm(row, actor=account("yte"))
    with pytest.raises(WrongState):
        applications.change(row, {"place": "Khác"}, actor=account("nhanvien"))
    with pytest.raises(WrongState):
        applications.remove_proof(row, proof.id, actor=account("nhanvien"))
    assert [event.event for event in audit.timeline(made)][-2:] == [
        "initiative:application_recorded",
        "initiative:application_confirmed",
    ]


def test_a_revoked_initiative_counts_no_more(app, account):
    made = make.at(State.RECOGNISED)
    row = make.application(made)
    files.attach(row, "so-lieu.pdf", PDF, actor=account("nhanvien"))
    applications.add_proof(row, [], actor=account("nhanvien"))
    applications.confirm(row, actor=account("yte"))
    actions.revoke(made, actor=account("thuongtruc"), reason="Khai không đúng.")
    assert not row.counts


def test_removing_the_last_proof_is_noticed(app, account):
    made = make.at(State.RECOGNISED)
    row = make.application(made)
    proof = files.attach(row, "so-lieu.pdf", PDF, actor=account("nhanvien"))
    applications.add_proof(row, [], actor=account("nhanvien"))
    applications.remove_proof(row, proof.id, actor=account("nhanvien"))
    assert row.proof_count == 0


def test_the_head_is_asked_and_reads_the_proof(app, account):
    made = make.at(State.RECOGNISED)
    row = make.application(made)
    told = db.session.query(Notice).filter_by(account_id=account("yte").id).all()
    assert [notice.title for notice in told] == ["Xác nhận đơn vị áp dụng sáng kiến"]
    assert queries.may_read_proof(account("yte"), row.id)
    assert queries.may_read_files(account("yte"), made.id)
    assert not queries.may_read_proof(account("nhanvien2"), row.id)
    assert not queries.may_read_proof(account("yte"), 999_999)
    assert db.session.query(InitiativeApplication).one().unit.name == "Trạm Y tế"

"""Releases for tests, made by the real acts."""

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.workflow import perform
from intranet.decisions import actions as decision_actions
from intranet.decisions.models import Decision
from intranet.decisions.states import CERTIFICATE_WORKFLOW, CertificateStep
from intranet.indicators import quarter_actions
from intranet.indicators.models import IndicatorQuarter
from intranet.people.models import Account
from intranet.publishing import actions
from intranet.publishing.contents import Subject
from intranet.publishing.models import Release, ReleaseKind
from tests.factories import indicators as make

SLUG = "chi-tieu-quy-1-2026"  # of the board that the site tests walk over
DESK, CHAIRMAN = "thuongtruc", "chutich"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def proposed(kind: ReleaseKind, subject: Subject) -> Release:
    """Return a proposal that waits for the chairman."""
    return actions.propose(kind, subject, actor=account(DESK), note="Kính trình")


def year_until(number: int) -> IndicatorQuarter:
    """Return a locked quarter of 2026 after the earlier ones, in which nobody reported, are locked too."""
    for earlier in range(1, number):
        quarter_actions.lock(
            make.quarter(earlier), actor=account(DESK), exception="Chưa phát động phong trào"
        )
    return make.locked(number)


def released(kind: ReleaseKind, subject: Subject) -> Release:
    """Return what is public."""
    made = proposed(kind, subject)
    actions.release(made, actor=account(CHAIRMAN), place="/cong-khai")
    return made


def go_on(decision: Decision, step: str) -> None:
    """Take a Decision one step further."""
    if step == "approve":
        decision_actions.approve(decision, actor=account(CHAIRMAN))
    elif step == "number":
        decision_actions.number(decision, actor=account("vanthu"), issued_on=clock.today())
    else:
        decision_actions.sign(decision, actor=account("vanthu"))


def revoke_paper(decision: Decision) -> None:
    """Take back the first certificate of a Decision."""
    one = decision.certificates[0]
    perform(CERTIFICATE_WORKFLOW, one, CertificateStep.REVOKE, actor=account(CHAIRMAN), reason="Có căn cứ")

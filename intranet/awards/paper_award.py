"""An award that was decided on paper, outside the program: recorded on its file and in the history. Never commits."""

import datetime as dt

from ..core import clock
from ..core.errors import NotReady
from ..core.text import clean_line
from ..history import actions as history
from ..history.models import RecipientKind
from ..parameters import award_forms
from ..people.models import Account
from ..people.queries import organisation
from . import rules
from .actions import take_step
from .eligibility_actions import override_all, require_no_bar
from .models import Nomination
from .states import Step


def record(
    nomination: Nomination, *, actor: Account, reason: str, decision_number: str, awarded_on: dt.date
) -> None:
    """Record an award that was decided on paper: marked, with the reason, in the log, and a line of the history.

    Its number is no number of our registers. NotReady for a day to come, without a number, or when the law bars it.
    """
    rules.require(
        rules.may_run_rounds(actor), "Chỉ cơ quan thường trực ghi được khen thưởng đã quyết định trên giấy."
    )
    rules.require(
        not rules.barred_own_file(actor, nomination),
        "Đây là hồ sơ của bạn hoặc do bạn nộp, nên người khác ghi.",
    )
    missing = []
    if not decision_number.strip():
        missing.append("Số, ký hiệu quyết định")
    if awarded_on > clock.today():
        missing.append("Ngày quyết định không được ở sau hôm nay")
    if missing:
        raise NotReady("Chưa ghi được.", missing)
    require_no_bar(nomination)
    override_all(nomination, actor=actor, reason=reason)
    nomination.decision_number, nomination.awarded_on = clean_line(decision_number), awarded_on
    nomination.on_paper, nomination.due_on = True, None
    details = {"decision_number": nomination.decision_number, "awarded_on": awarded_on}
    title = f"Đã ghi khen thưởng: {nomination.printed_name}"
    take_step(nomination, Step.RECORD_PAPER, actor=actor, reason=reason, details=details, title=title)
    _into_history(nomination, actor=actor, awarded_on=awarded_on)


def _into_history(nomination: Nomination, *, actor: Account, awarded_on: dt.date) -> None:
    forms = award_forms.forms_on(awarded_on)
    values = {
        "kind": RecipientKind(nomination.subject_kind.value),
        "honorific": nomination.honorific,
        "name": nomination.name,
        "detail": nomination.detail,
        "form": forms.get(nomination.award_form, "Giấy khen"),
        "number": nomination.decision_number,
        "awarded_on": awarded_on,
        "issuer": organisation().head_title,
        "achievement": nomination.achievement,
    }
    try:
        line = history.enter(values, actor=actor)
    except NotReady:  # the line was imported before
        return
    if nomination.person is not None and nomination.person.name_fold == line.name_fold:
        history.link(line, nomination.person, actor=actor)

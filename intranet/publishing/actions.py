"""Acts: propose, release, decline, withdraw. Nothing goes public without the chairman's act (story CT7)."""

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_prose
from ..core.workflow import perform
from ..indicators import quarter_actions
from ..indicators.models import IndicatorQuarter, Subject
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with
from ..surveys.models import SurveyWave
from . import contents, queries
from .models import Release, ReleaseKind
from .states import WORKFLOW, State, Step

audit.declare("public_release", proposed=("slug", "edition", "sha256"))
_COLUMNS = {
    ReleaseKind.BOARD: "quarter_id",
    ReleaseKind.INITIATIVES: "decision_id",
    ReleaseKind.REWARDED: "decision_id",
    ReleaseKind.SURVEY: "wave_id",
}


def _require(actor: Account, permission: P, message: str) -> None:
    if not actor.has(permission):
        raise Barred(message)


def propose(kind: ReleaseKind, subject: contents.Subject, *, actor: Account, note: str = "") -> Release:
    """Put contents before the chairman, frozen as they are now.

    NotReady when they may not be public (a quarter that is not locked ...) or are public already as they are;
    WrongState while another proposal of the same waits.
    """
    _require(actor, P.PUBLISHING_WRITE, "Chỉ Thường trực thi đua đề nghị công bố.")
    content = contents.compose(kind, subject)
    slug = contents.slug(kind, subject)
    earlier = queries.editions(slug)
    if any(one.state == State.PROPOSED for one in earlier):
        raise WrongState("Nội dung này đang chờ Chủ tịch cho phép công bố.")
    text, digest = contents.frozen(content)
    if any(one.state == State.RELEASED and one.content_sha256 == digest for one in earlier):
        raise NotReady("Nội dung này đang được công bố và không có gì thay đổi.")
    made = Release(
        kind=kind,
        state=State.PROPOSED,
        slug=slug,
        edition=len(earlier) + 1,
        title=content["title"][:300],
        content=text,
        content_sha256=digest,
        basis=contents.basis(subject),
        note=note,
        proposed_by=actor.display_name,
        proposed_at=clock.now(),
        **{_COLUMNS[kind]: subject.id},
    )
    db.session.add(made)
    db.session.flush()
    data = {"slug": slug, "edition": made.edition, "sha256": digest}
    audit.record("public_release:proposed", actor=actor, obj=made, reason=note, data=data)
    _tell(P.PUBLISHING_RELEASE, made, f"Đề nghị công bố: {made.title}", act_needed=True)
    return made


def _tell(permission: P, release: Release, title: str, *, act_needed: bool = False, text: str = "") -> None:
    whom = [one.id for one in accounts_with(permission)]
    tell(whom, title[:300], url=f"/cong-bo/{release.id}", text=text, act_needed=act_needed)


def release(row: Release, *, actor: Account, place: str) -> None:
    """Make it public; an older edition is superseded; boards and surveys are logged for indicators X3 and X4.

    NotReady when the records have changed since the proposal: what the chairman read would not be true any more.
    """
    _require(actor, P.PUBLISHING_RELEASE, "Chỉ Chủ tịch cho phép công bố.")
    row = queries.locked(row)
    subject = contents.subject_of(row)
    if row.state == State.PROPOSED:
        _, digest = contents.frozen(contents.compose(row.kind, subject))
        if digest != row.content_sha256:
            raise NotReady(
                "Số liệu đã thay đổi từ khi đề nghị nên chưa công bố được. Hãy trả lại để Thường trực đề nghị lại."
            )
    for older in queries.editions(row.slug):
        if older.state == State.RELEASED and row.state == State.PROPOSED:
            perform(WORKFLOW, older, Step.SUPERSEDE, actor=actor, details={"by": row.edition})
    if row.state == State.PROPOSED:
        row.released_at, row.released_by = clock.now(), actor.display_name
    perform(WORKFLOW, row, Step.RELEASE, actor=actor, details={"sha256": row.content_sha256})
    if isinstance(subject, IndicatorQuarter):
        quarter_actions.log_publication(subject, Subject.BOARD, clock.today(), place, actor=actor)
    elif isinstance(subject, SurveyWave) and (quarter := queries.quarter_of(subject)) is not None:
        day = clock.today()
        quarter_actions.log_publication(quarter, Subject.SURVEY, day, place, actor=actor, final=True)
    _tell(P.PUBLISHING_WRITE, row, f"Đã công bố: {row.title}")


def decline(row: Release, *, actor: Account, reason: str) -> None:
    """Send a proposal back with the reason."""
    _require(actor, P.PUBLISHING_RELEASE, "Chỉ Chủ tịch trả lại đề nghị công bố.")
    row = queries.locked(row)
    perform(WORKFLOW, row, Step.DECLINE, actor=actor, reason=reason)
    _tell(P.PUBLISHING_WRITE, row, f"Chưa cho công bố: {row.title}", text=reason)


def withdraw(row: Release, *, actor: Account, reason: str) -> None:
    """Take it off: its page shows the notice instead. WrongState for what is not public."""
    _require(actor, P.PUBLISHING_RELEASE, "Chỉ Chủ tịch rút nội dung đã công bố.")
    row = queries.locked(row)
    if row.state != State.RELEASED:
        raise WrongState("Nội dung này không đang được công bố nên không có gì để rút.")
    if not clean_prose(reason):
        raise NotReady("Cần ghi lý do rút: người dân sẽ đọc được.", ["Lý do"])
    row.withdrawn_at, row.withdrawn_by, row.notice = clock.now(), actor.display_name, reason
    perform(WORKFLOW, row, Step.WITHDRAW, actor=actor, reason=reason)
    _tell(P.PUBLISHING_WRITE, row, f"Đã rút công bố: {row.title}", text=reason)

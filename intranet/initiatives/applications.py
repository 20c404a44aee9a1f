"""Records of application: where a recognised initiative is in use. Nothing here commits."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import FileStorage

from ..core import audit, clock, files
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..notices.actions import tell
from ..people.models import Account
from . import queries, rules
from .models import Initiative, InitiativeApplication
from .states import State

audit.declare(
    "initiative",
    application_recorded=("application", "unit", "applied_on"),
    application_changed=("application", "unit", "applied_on"),
    application_confirmed=("application", "unit"),
)


def record(
    initiative: Initiative,
    values: dict[str, Any],
    *,
    actor: Account,
    uploads: Iterable[FileStorage] = (),
) -> InitiativeApplication:
    """Write down that a unit applies a recognised initiative, with proof if there is any yet.

    `values`: unit_id, applied_on, place, effect. Side effect: the unit's head is asked to confirm.
    WrongState when it is not recognised, Barred for others than authors, unit heads and the standing body.
    """
    if initiative.state != State.RECOGNISED:
        raise WrongState("Chỉ ghi áp dụng cho sáng kiến đã được công nhận.")
    rules.require(rules.may_record_application(actor, initiative), "Bạn không ghi được nội dung áp dụng này.")
    row = InitiativeApplication(**values, recorded_by=actor.display_name, recorded_at=clock.now())
    initiative.applications.append(row)
    db.session.flush()
    add_proof(row, uploads, actor=actor)
    _log("application_recorded", row, actor, applied_on=row.applied_on)
    heads = [account.id for account in rules.endorsers(row.unit_id, initiative) if account.id != actor.id]
    tell(
        heads,
        "Xác nhận đơn vị áp dụng sáng kiến",
        text=f"{row.unit.name} áp dụng sáng kiến “{initiative.title}”.",
        url=f"/sang-kien/{initiative.id}#ap-dung",
        act_needed=True,
    )
    return row


def change(
    application: InitiativeApplication,
    values: dict[str, Any],
    *,
    actor: Account,
    uploads: Iterable[FileStorage] = (),
) -> None:
    """Correct a record and add proof, until it is confirmed (WrongState afterwards)."""
    _require_open(application)
    allowed = rules.may_edit_application(actor, application)
    rules.require(allowed, "Bạn không sửa được nội dung áp dụng này.")
    for name, value in values.items():
        setattr(application, name, value)
    db.session.flush()
    db.session.refresh(application, ["unit"])
    add_proof(application, uploads, actor=actor)
    _log("application_changed", application, actor, applied_on=application.applied_on)


def add_proof(application: InitiativeApplication, uploads: Iterable[FileStorage], *, actor: Account) -> None:
    """Attach proof files and keep their count. BadFile when one is refused."""
    files.attach_uploads(application, uploads, actor=actor)
    db.session.flush()
    application.proof_count = len(files.of(application))


def remove_proof(application: InitiativeApplication, attachment_id: int, *, actor: Account) -> None:
    """Remove one proof file, until the record is confirmed."""
    _require_open(application)
    allowed = rules.may_edit_application(actor, application)
    rules.require(allowed, "Bạn không sửa được nội dung áp dụng này.")
    files.detach(application, attachment_id, actor=actor)
    db.session.flush()
    application.proof_count = len(files.of(application))


def confirm(application: InitiativeApplication, *, actor: Account) -> None:
    """The head's word that the unit applies it; from then on it counts.

    NotReady without proof, Barred for all but the unit's head. Side effect: authors are told.
    """
    _require_open(application)
    initiative = application.initiative
    if rules.barred_own_work(actor, initiative):
        raise Barred("Bạn là tác giả nên không tự xác nhận được. Người khác sẽ xác nhận.")
    allowed = rules.may_confirm_application(actor, application)
    rules.require(allowed, f"Chỉ người đứng đầu {application.unit.name} xác nhận được.")
    if application.proof_count == 0:
        raise NotReady("Cần có ít nhất một tệp minh chứng trước khi xác nhận.", ["Tệp minh chứng"])
    application.confirmed_by, application.confirmed_at = actor.display_name, clock.now()
    _log("application_confirmed", application, actor)
    tell(
        queries.author_accounts(initiative),
        f"{application.unit.name} xác nhận áp dụng sáng kiến của bạn",
        text=f"“{initiative.title}” được tính là đã áp dụng.",
        url=f"/sang-kien/{initiative.id}#ap-dung",
    )


def _require_open(application: InitiativeApplication) -> None:
    if application.confirmed_at is not None or application.initiative.state != State.RECOGNISED:
        raise WrongState("Nội dung áp dụng này đã được xác nhận hoặc sáng kiến không còn được công nhận.")


def _log(event: str, application: InitiativeApplication, actor: Account, **more: Any) -> None:
    data = {"application": application.id, "unit": application.unit.name} | more
    audit.record(f"initiative:{event}", actor=actor, obj=application.initiative, data=data)

"""After issuing: what can be done to a Decision, who is affected, the texts side by side. Recovery: `recovery_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import clock, edits
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, Stale, WrongState
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..decisions import actions, amended_rows, amending
from ..decisions import queries as decisions
from ..decisions.models import FIRST, Decision, DecisionKind
from ..decisions.rules import may_draft, require
from ..decisions.stack import GONE, Sheet, stack
from ..decisions.states import State
from ..people.queries import signers
from . import queries
from .forms import FORMS, LaterForm, with_texts
from .phrases import WORDS

blueprint = Blueprint("corrections", __name__, url_prefix="/dinh-chinh")
_READS = (P.DECISIONS_READ, P.DECISIONS_DRAFT)

# part of the address -> kind, verb, what it is for
ACTS: dict[str, tuple[DecisionKind, str, str]] = {
    "dinh-chinh": (
        DecisionKind.CORRECTION,
        "Đính chính",
        "Lỗi chính tả, đánh máy, trình bày. Công văn đính chính, giấy của người có lỗi được in lại.",
    ),
    "sua-doi": (
        DecisionKind.AMENDMENT,
        "Sửa đổi, bổ sung",
        "Sai nội dung: tên, chức vụ, đơn vị, thành tích, số tiền. Quyết định cùng loại sửa đổi quyết định này.",
    ),
    "cap-lai": (
        DecisionKind.REISSUE,
        "Cấp lại một giấy",
        "Giấy đã cấp bị mất, hư hỏng hoặc in sai so với danh sách. Nội dung không đổi.",
    ),
    "thu-hoi": (
        DecisionKind.REVOCATION,
        "Hủy bỏ, thu hồi",
        "Có căn cứ theo luật. Hủy bỏ toàn bộ hoặc với một số người; tiền thưởng, hiện vật được theo dõi thu hồi.",
    ),
}
SLUGS = {kind: slug for slug, (kind, _, _) in ACTS.items()}


@blueprint.get("/<int:decision_id>")
@needs(*_READS)
def after(decision_id: int) -> Response:
    """What can be done after issuing, what was done, all editions of the certificates."""
    base = decisions.get_for(current_user, decision_id)
    amending.require_numbered(base)
    replaced_by = {one.replaces_id: one for one in base.certificates if one.replaces_id}
    touched = {one.ordinal for one in base.certificates if one.edition > 1 or one.state in GONE}
    return render(
        "corrections/after.html",
        decision=base,
        acts=ACTS if may_draft(current_user) and base.state in amending.ISSUED else {},
        later=decisions.later_documents(base),
        editions=[one for one in base.certificates if one.ordinal in touched],
        replaced_by=replaced_by,
    )


@blueprint.route(
    "/<int:decision_id>/<any('dinh-chinh','sua-doi','cap-lai','thu-hoi'):act>", methods=["GET", "POST"]
)
@needs(P.DECISIONS_DRAFT)
def start(decision_id: int, act: str) -> Response:
    """Choose the affected recipients, then the texts or the ground; makes the draft."""
    base = decisions.get_for(current_user, decision_id)
    kind = ACTS[act][0]
    amending.require_issued(base)
    asked = _asked(base)
    if asked is None:
        return _pick(base, kind)
    try:
        sheets = amending.chosen(base, asked, kind)
    except NotReady as error:
        return _pick(base, kind, error)
    return _fill_in(base, kind, sheets, None)


@blueprint.route("/du-thao/<int:decision_id>", methods=["GET", "POST"])
@needs(P.DECISIONS_DRAFT)
def rewrite(decision_id: int) -> Response:
    """Change recipients, texts or reason of a draft."""
    draft = decisions.get_for(current_user, decision_id)
    require(may_draft(current_user), "Chỉ cơ quan thường trực sửa được dự thảo.")
    if draft.kind in FIRST or draft.state != State.DRAFT:
        raise WrongState("Chỉ sửa được dự thảo đính chính, sửa đổi, cấp lại, thu hồi.")
    base = decisions.earlier_of(draft)
    asked = _asked(base)
    if asked is None:
        asked = [line.certificate_id for line in decisions.amendment_of(draft).lines]
    try:
        sheets = amending.chosen(base, asked, draft.kind)
    except NotReady as error:
        return _pick(base, draft.kind, error, draft)
    if request.args.get("chon-lai"):
        return _pick(base, draft.kind, draft=draft)
    return _fill_in(base, draft.kind, sheets, draft)


def _asked(base: Decision) -> list[int] | None:
    """Return the chosen certificate ids of the address; None while nobody was asked."""
    if request.args.get("toan-bo"):
        return [sheet.certificate.id for sheet in stack(base)]
    chosen = request.args.getlist("chon")
    if not chosen and not request.args.get("tiep"):
        return None
    return [number_or_none(one) or 0 for one in chosen]


def _pick(
    base: Decision, kind: DecisionKind, problem: NotReady | None = None, draft: Decision | None = None
) -> Response:
    sheets = stack(base)
    busy = decisions.in_unfinished_documents([sheet.certificate.id for sheet in sheets], but=draft)
    held = {line.certificate_id for line in decisions.amendment_of(draft).lines} if draft else set()
    return render(
        "corrections/pick.html",
        decision=base,
        draft=draft,
        kind=kind,
        heading=ACTS[SLUGS[kind]][1],
        lead=ACTS[SLUGS[kind]][2],
        sheets=sheets,
        busy={one.id for one in busy},
        held=held,
        one_only=kind == DecisionKind.REISSUE,
        may_take_all=kind == DecisionKind.REVOCATION and not busy,
        action=request.path,
        problem=problem,
        status=422 if problem else 200,
    )


def _form(base: Decision, kind: DecisionKind, sheets: dict[int, Sheet], draft: Decision | None) -> LaterForm:
    """Return the form, filled from the draft or from what the certificates in force print."""
    award = base.kind == DecisionKind.AWARD
    shape = FORMS[kind]
    given: dict[str, Any] = {}
    amendment = decisions.amendment_of(draft) if draft else None
    if kind in amending.WITH_TEXTS:
        shape = with_texts(shape, sheets.values(), award=award)
        typed = {line.certificate_id: line for line in amendment.lines} if amendment else {}
        for key, sheet in sheets.items():
            for name in amended_rows.TEXTS:
                new = getattr(typed[key], name) if key in typed else None
                given[f"{name}_{key}"] = sheet.row.get(name, "") if new is None else new
    if amendment is not None and draft is not None:
        given |= {"reason": amendment.reason, "ground": amendment.ground, "version": draft.version}
        given["signer"] = str(draft.signer_id or "")
    form = shape(data=given)
    form.signer.choices = [
        (str(one.id), f"{one.person.addressed} ({one.lines.replace(chr(10), ' / ')})")
        for one in signers("decision", clock.today())
    ]
    if kind == DecisionKind.REVOCATION:
        rows = queries.grounds(base).value
        form["ground"].choices = [(one["code"], f"{one['text']} ({one['article']})") for one in rows]
    elif kind == DecisionKind.REISSUE:
        form["ground"].choices = [(code, WORDS[f"Cause.{code}"]) for code in queries.CAUSES]
    return form


def _fill_in(
    base: Decision, kind: DecisionKind, sheets: dict[int, Sheet], draft: Decision | None
) -> Response:
    form, problem = _form(base, kind, sheets, draft), None
    if form.validate_on_submit():
        try:
            if draft is not None and edits.is_stale(form, draft):
                raise Stale("Người khác vừa sửa dự thảo này. Hãy mở lại để xem bản mới rồi sửa tiếp.")
            made = _act(base, kind, form, sheets, draft)
            target = url_for("decisions.show", decision_id=made.id)
            return finish(target, "Đã lưu dự thảo. Hãy xem lại văn bản rồi trình Chủ tịch.")
        except DomainError as error:
            db.session.rollback()
            if error.status != 422:
                raise
            problem, base = error, decisions.get_for(current_user, base.id)
    status = 422 if form.is_submitted() else 200
    return render(
        "corrections/form.html",
        form=form,
        decision=base,
        draft=draft,
        kind=kind,
        heading=ACTS[SLUGS[kind]][1],
        sheets=list(sheets.values()),
        texts=amended_rows.TEXTS if kind in amending.WITH_TEXTS else (),
        label=lambda name: amended_rows.label(name, base.kind == DecisionKind.AWARD),
        total=sum(sheet.row["amount"] for sheet in sheets.values()),
        rule=queries.grounds(base) if kind == DecisionKind.REVOCATION else None,
        action=request.full_path.rstrip("?"),
        problem=problem,
        status=status,
    )


def _act(
    base: Decision, kind: DecisionKind, form: LaterForm, sheets: dict[int, Sheet], draft: Decision | None
) -> Decision:
    lines: dict[int, dict[str, str]] = {key: {} for key in sheets}
    if kind in amending.WITH_TEXTS:
        for key in sheets:
            lines[key] = {name: form[f"{name}_{key}"].data or "" for name in amended_rows.TEXTS}
    code = form["ground"].data if "ground" in form else ""
    ground = {"code": "", "text": "", "article": ""}
    if kind == DecisionKind.REVOCATION:
        ground = queries.ground(base, code)
    elif kind == DecisionKind.REISSUE:
        ground |= {"code": code, "text": WORDS[f"Cause.{code}"]}
    change = amending.Change(
        lines=lines,
        reason=form["reason"].data or "",
        ground=ground["code"],
        ground_text=ground["text"],
        ground_article=ground["article"],
    )
    signer = int(form.signer.data)
    if draft is None:
        return actions.draft_later(base, kind, change, actor=current_user, signer_id=signer)
    actions.rewrite(draft, change, actor=current_user, signer_id=signer)
    return draft

"""The wording of documents on the screen: texts of a kind, a preview while typing, all versions with what changed."""

import datetime as dt
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.edits import word_changes
from ..core.errors import NotReady, NotThere
from ..core.forms import BaseForm, DayField, ProseField
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import actions, queries
from .models import Wording
from .phrases import WORDS
from .placeholders import SAMPLES
from .routes import blueprint

nav.entry("Văn bản", "Mẫu văn bản", "parameters.wordings", P.WORDING_WRITE, order=40)


@blueprint.get("/mau-van-ban")
@needs(P.WORDING_WRITE)
def wordings() -> Response:
    """The kinds of documents whose wording can be edited."""
    kinds = list(db.session.scalars(sa.select(Wording.document_kind).distinct()))
    shown = sorted((WORDS.get(f"Kind.{kind}", kind), kind) for kind in kinds)
    return render("parameters/wordings.html", kinds=shown)


@blueprint.route("/mau-van-ban/<kind>", methods=["GET", "POST"])
@needs(P.WORDING_WRITE)
def wording(kind: str) -> Response:
    """The texts of one kind, its versions, a preview of what was typed."""
    current = queries.wording(kind, dt.date.max)
    if not current:
        raise NotThere("Không có loại văn bản này.")
    form = _wording_form(current)
    problem: NotReady | None = None
    if form.validate_on_submit() and request.form.get("then") != "preview":
        typed = {slot: form[f"slot_{slot}"].data or "" for slot in current}
        try:
            actions.save_wording(kind, typed, actor=current_user, effective_from=form.effective_from.data)
            return finish(
                url_for("parameters.wording", kind=kind), "Đã lưu. Văn bản đã ban hành giữ nguyên lời văn cũ."
            )
        except NotReady as error:
            db.session.rollback()
            current, problem = queries.wording(kind, dt.date.max), error
    return render(
        "parameters/wording.html",
        kind=kind,
        label=WORDS.get(f"Kind.{kind}", kind),
        slots=[(slot, form[f"slot_{slot}"]) for slot in current],
        form=form,
        preview=[
            (WORDS.get(f"Slot.{slot}", slot), queries.fill(form[f"slot_{slot}"].data or "", SAMPLES))
            for slot in current
        ],
        samples=SAMPLES,
        problem=problem,
        status=422 if form.is_submitted() and (form.errors or problem) else 200,
    )


def _wording_form(current: dict[str, Wording]) -> Any:
    fields = {
        f"slot_{slot}": ProseField(
            WORDS.get(f"Slot.{slot}", slot),
            limit=10_000,
            required=True,
        )
        for slot in current
    }
    fields["effective_from"] = DayField("Áp dụng từ ngày", required=True)
    form = type("WordingForm", (BaseForm,), fields)
    data = {f"slot_{slot}": row.text for slot, row in current.items()}
    return form(data=data | {"effective_from": clock.today()})


@blueprint.get("/mau-van-ban/<kind>/cac-ban")
@needs(P.WORDING_WRITE)
def wording_versions(kind: str) -> Response:
    """All versions of the texts of a kind, newest first, each with what changed in it."""
    rows = queries.versions(kind)
    if not rows:
        raise NotThere("Không có loại văn bản này.")
    shown = []
    for slot, versions in rows.items():
        changes = {new.version: word_changes(old.text, new.text) for old, new in pairwise(versions)}
        shown.append(
            (WORDS.get(f"Slot.{slot}", slot), [(row, changes.get(row.version)) for row in reversed(versions)])
        )
    return render(
        "parameters/wording_versions.html", kind=kind, label=WORDS.get(f"Kind.{kind}", kind), slots=shown
    )

"""For the office: whether certificates carry public codes; the codes and QR pictures of a Decision."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, edits, keys, nav
from ..core.access import needs
from ..core.errors import NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..decisions import code_text, codes
from ..decisions import queries as decisions
from ..decisions.forms import StepForm
from ..decisions.models import Decision
from ..decisions.rules import FROZEN, may_print, require
from ..decisions.stack import stack
from . import actions
from .blueprint import blueprint
from .forms import SettingForm

nav.entry("Quản trị", "Tra cứu giấy khen", "verification.setting", P.SETTINGS_WRITE, order=15)
_DESK = (P.DECISIONS_NUMBER, P.DECISIONS_DRAFT)
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@blueprint.route("/quan-tri/tra-cuu", methods=["GET", "POST"])
@needs(P.SETTINGS_WRITE)
def setting() -> Response:
    """Whether new certificates get codes, the address of the public page, the key."""
    row = codes.setting()
    stored = {"wanted": row.wanted if row else False, "address": row.address if row else ""}
    suggested = url_for("verification.ask", _external=True)
    shown = stored | {"address": stored["address"] or suggested, "version": row.version if row else 0}
    form, status, both = SettingForm(data=shown), 200, None
    if form.validate_on_submit():
        if row is not None and edits.is_stale(form, row):
            status, both = 409, edits.differences(form, stored)
            form.version.data = str(row.version)
        else:
            actions.choose(wanted=form.wanted.data, address=form.address.data or "", actor=current_user)
            return finish(url_for("verification.setting"), "Đã lưu. Giấy đã cấp mã vẫn tra được như trước.")
    elif form.is_submitted():
        status = 422
    return render(
        "verification/setting.html",
        form=form,
        both=both,
        fingerprint=keys.fingerprint(keys.signing_key()),
        events=audit.timeline(row) if row else [],
        status=status,
    )


def _decision(decision_id: int) -> Decision:
    found = decisions.get_for(current_user, decision_id)
    if found.state not in FROZEN:
        raise NotThere("Quyết định này chưa được cấp số.")
    return found


@blueprint.get("/quyet-dinh/<int:decision_id>/ma-tra-cuu")
@needs(*_DESK)
def codes_of(decision_id: int) -> Response:
    """The codes of the certificates in force, with their QR pictures."""
    decision = _decision(decision_id)
    rows = [sheet.certificate for sheet in stack(decision)]
    return render(
        "verification/codes.html",
        decision=decision,
        rows=[(one, code_text.show_code(one.code) if one.code else "") for one in rows],
        bare=sum(one.code is None for one in rows),
        wanted=codes.wanted(),
    )


@blueprint.post("/quyet-dinh/<int:decision_id>/ma-tra-cuu/cap")
@needs(*_DESK)
def give(decision_id: int) -> Response:
    """Give codes to certificates of a Decision that was numbered before the office wanted them."""
    decision = _decision(decision_id)
    require(may_print(current_user, decision), "Chỉ văn thư hoặc cơ quan thường trực cấp được mã tra cứu.")
    StepForm().validate()
    count = codes.give(decision, actor=current_user)
    message = f"Đã cấp mã cho {count} giấy." if count else "Không có giấy nào cần cấp mã."
    return finish(url_for("verification.codes_of", decision_id=decision.id), message)


@blueprint.get("/quyet-dinh/<int:decision_id>/ma-tra-cuu/<int:certificate_id>.<any('png','svg'):kind>")
@needs(*_DESK)
def picture(decision_id: int, certificate_id: int, kind: str) -> Response:
    """The QR code of one certificate as picture (300 dpi) or drawing."""
    decision = _decision(decision_id)
    found = next((one for one in decision.certificates if one.id == certificate_id), None)
    text = codes.text_of(found) if found else None
    if found is None or text is None:
        raise NotThere("Giấy này không có mã tra cứu.")
    response = Response(codes.png(text) if kind == "png" else codes.svg(text), mimetype=_TYPES[kind])
    name = f"ma-qr-{decision.number:02d}-{decision.year}-{found.ordinal:02d}.{kind}"
    how = "attachment" if request.args.get("tai") else "inline"
    response.headers["Content-Disposition"] = f"{how}; filename={name}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

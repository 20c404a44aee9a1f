"""The public page: is this certificate genuine? Never behind sign-in, no cookie, no JavaScript, not for search engines."""

from flask import Response, make_response, render_template, request, url_for

from ..core import keys
from ..core.access import PUBLIC, needs
from ..core.errors import TooOften
from ..core.htmx import go_to
from ..decisions import code_text
from ..decisions.code_text import Statement
from ..decisions.models import Certificate
from . import desk_routes, queries, throttle  # noqa: F401  # desk_routes adds its views
from .blueprint import blueprint
from .forms import CodeForm, NameForm, TextForm
from .phrases import ANSWERS, EXPLAINED


def _public(template: str, status: int = 200, **context: object) -> Response:
    response = make_response(render_template(template, explained=EXPLAINED, words=ANSWERS, **context), status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _asked(*fields: str) -> bool:
    return any(name in request.args for name in fields)


@blueprint.get("/kiem-tra")
@needs(PUBLIC)
def ask() -> Response:
    """The form: by code, or by number, date and name."""
    by_code, by_name = CodeForm(formdata=None), NameForm(formdata=None)
    if _asked("ma"):
        by_code = CodeForm(formdata=request.args)
        if by_code.validate():
            return go_to(url_for("verification.show", code=by_code.ma.data))
        return _public("verification/ask.html", 422, by_code=by_code, by_name=by_name)
    if not _asked("so", "ngay", "ten"):
        return _public("verification/ask.html", by_code=by_code, by_name=by_name)
    by_name = NameForm(formdata=request.args)
    if not by_name.validate() or by_name.number is None:
        return _public("verification/ask.html", 422, by_code=by_code, by_name=by_name)
    try:
        throttle.require_patience(request.remote_addr)
    except TooOften as error:
        return _public("verification/slow.html", error.status, message=error.message)
    found = queries.by_name(by_name.number, by_name.ngay.data, by_name.ten.data or "")
    if not found:
        throttle.note(request.remote_addr)
        return _public("verification/unknown.html", 404)
    answers = [queries.answer(one) for one in found]
    return _public("verification/answer.html", answers=answers, statement=None, signed="")


@blueprint.get("/kiem-tra/<code>")
@needs(PUBLIC)
def show(code: str) -> Response:
    """What a code stands for; the QR code leads here and carries our signature besides."""
    known, packed = code_text.read_code(code), request.args.get("s", "")[:400]
    statement = _statement(known, packed)
    try:
        if statement is None:
            throttle.require_patience(request.remote_addr)
    except TooOften as error:
        return _public("verification/slow.html", error.status, message=error.message)
    found = queries.by_code(known) if known else None
    if found is None and statement is None:
        if known:
            throttle.note(request.remote_addr)
        return _public("verification/unknown.html", 404)
    answers = [queries.answer(found)] if found else []
    return _public(
        "verification/answer.html",
        answers=answers,
        statement=statement,
        signed=_signed(found, statement, packed),
    )


def _statement(code: str | None, packed: str) -> Statement | None:
    return code_text.unpack(code, packed, keys.signing_key().public_key()) if code and packed else None


def _signed(found: Certificate | None, statement: Statement | None, packed: str) -> str:
    """Return the key of what is said about the signature of the QR code; "" when none was sent."""
    if not packed:
        return ""
    if statement is None:
        return "foreign"
    if found is None:
        return "unknown"
    return "good" if statement.names(found.name) and statement.edition == found.edition else "foreign"


@blueprint.get("/kiem-tra/chu-ky")
@needs(PUBLIC)
def check_text() -> Response:
    """Whether the text of a QR code is signed by this office: needs the key only, no register."""
    form = TextForm(formdata=request.args if _asked("van_ban") else None)
    status, statement, named = 200, None, ""
    if _asked("van_ban"):
        if form.validate():
            statement = code_text.check(form.van_ban.data or "", keys.signing_key().public_key())
            if statement is not None and form.ten.data:
                named = "same" if statement.names(form.ten.data) else "other"
        else:
            status = 422
    asked = _asked("van_ban") and status == 200
    return _public("verification/text.html", status, form=form, asked=asked, statement=statement, named=named)


@blueprint.get("/kiem-tra/khoa-cong-khai.pem")
@needs(PUBLIC)
def public_key() -> Response:
    """The public key, to check QR codes on a machine without a network (python -m intranet check-code --key)."""
    response = Response(keys.public_pem(keys.signing_key()), mimetype="application/x-pem-file")
    response.headers["Content-Disposition"] = "attachment; filename=khoa-cong-khai.pem"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

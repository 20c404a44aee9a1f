"""The registry of digital signatures; the head of a unit confirms that they are used at work."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.models import Person
from ..people.queries import get_person, staff
from . import queries, rules, signature_actions
from .forms import EndForm, ReasonForm, SignatureForm, StepForm, person_choices
from .models import DigitalSignature
from .phrases import WORDS
from .routes import blueprint

_READERS = (P.COMMUNITY_WRITE, P.COMMUNITY_READ_ALL, P.SIGNATURES_KEEP)
nav.entry("Thi đua", "Sổ chữ ký số", "community.signatures", *_READERS, order=45)


def _stands(row: DigitalSignature) -> str:
    if row.ended_on is not None:
        return f"Thôi dùng từ {short_date(row.ended_on)}"
    if row.valid_to < clock.today():
        return "Hết hạn"
    return "Đang dùng trong công việc" if row.used_since else "Chưa xác nhận sử dụng"


@blueprint.get("/chu-ky-so")
@needs(*_READERS)
def signatures() -> Response:
    """All signatures that I may see, by name."""
    today = clock.today()
    valid = DigitalSignature.ended_on.is_(None) & (DigitalSignature.valid_to >= today)
    kept = {
        "dung": valid & DigitalSignature.used_since.is_not(None),
        "chua": valid & DigitalSignature.used_since.is_(None),
        "het": ~valid,
    }
    choices = [
        ("dung", "Đang dùng trong công việc"),
        ("chua", "Chưa xác nhận"),
        ("het", "Hết hạn, thôi dùng"),
    ]
    listing = tables.Listing(
        query=queries.signatures_for(current_user),
        columns=[
            tables.Column("name", "Họ và tên", lambda s: s.person.full_name, sort=Person.name_key),
            tables.Column("unit", "Đơn vị", lambda s: s.person.unit.name if s.person.unit else ""),
            tables.Column("kind", "Loại", lambda s: WORDS[f"SignatureKind.{s.kind.value}"]),
            tables.Column("serial", "Số hiệu", lambda s: s.serial),
            tables.Column(
                "to", "Có giá trị đến", lambda s: short_date(s.valid_to), sort=DigitalSignature.valid_to
            ),
            tables.Column("stands", "Tình trạng", _stands),
        ],
        args=request.args,
        path=url_for("community.signatures"),
        filters=[tables.Filter("tinh-trang", "Tình trạng", choices, lambda v: kept[v])],
        search_in=[Person.name_fold],
        default_sort="name",
        tie=DigitalSignature.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Sổ chữ ký số")
    return render("community/signatures.html", listing=listing, may_write=current_user.has(P.SIGNATURES_KEEP))


@blueprint.route("/chu-ky-so/moi", methods=["GET", "POST"])
@needs(P.SIGNATURES_KEEP)
def new_signature() -> Response:
    """Enter a signature."""
    form = SignatureForm()
    form.person.choices = person_choices(staff())

    def act() -> tuple[str, str]:
        person = get_person(int(form.person.data))
        row = signature_actions.issue(person, form.values(), actor=current_user)
        return _at(row), f"Đã ghi chữ ký số của {person.full_name}."

    return form_page(
        form,
        act,
        heading="Ghi chữ ký số",
        back=(url_for("community.signatures"), "Sổ chữ ký số"),
        submit="Ghi vào sổ",
        action=url_for("community.new_signature"),
    )


def _at(row: DigitalSignature) -> str:
    return url_for("community.signature", signature_id=row.id)


@blueprint.get("/chu-ky-so/<int:signature_id>")
@needs(*_READERS)
def signature(signature_id: int) -> Response:
    """One line of the registry."""
    row = queries.get_signature(current_user, signature_id)
    valid = row.ended_on is None and row.valid_to >= clock.today()
    return render(
        "community/signature.html",
        row=row,
        stands=_stands(row),
        valid=valid,
        may_confirm=rules.may_confirm_use(current_user, row),
        may_write=current_user.has(P.SIGNATURES_KEEP),
        timeline=audit.timeline(row),
    )


@blueprint.post("/chu-ky-so/<int:signature_id>/xac-nhan")
@needs(P.COMMUNITY_WRITE)
def confirm_use(signature_id: int) -> Response:
    """The head confirms that it is used at work."""
    row = queries.get_signature(current_user, signature_id)
    StepForm().validate()
    signature_actions.confirm_use(row, actor=current_user)
    return finish(_at(row), "Đã xác nhận dùng trong công việc.")


@blueprint.route("/chu-ky-so/<int:signature_id>/khong-dung", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def withdraw_use(signature_id: int) -> Response:
    """The head takes the confirmation back."""
    row = queries.get_signature(current_user, signature_id)
    form = ReasonForm()

    def act() -> tuple[str, str]:
        signature_actions.withdraw_use(row, actor=current_user, reason=form.reason.data or "")
        return _at(row), "Đã bỏ xác nhận."

    return form_page(
        form,
        act,
        heading="Bỏ xác nhận dùng trong công việc",
        back=(_at(row), row.person.full_name),
        submit="Bỏ xác nhận",
        action=url_for("community.withdraw_use", signature_id=signature_id),
    )


@blueprint.route("/chu-ky-so/<int:signature_id>/thoi-dung", methods=["GET", "POST"])
@needs(P.SIGNATURES_KEEP)
def end_signature(signature_id: int) -> Response:
    """Lost, given back, revoked."""
    row = queries.get_signature(current_user, signature_id)
    form = EndForm(data={"ends_on": clock.today()})
    form.ends_on.label.text, form.reason.label.text = "Thôi dùng từ ngày", "Lý do"

    def act() -> tuple[str, str]:
        why = form.reason.data or ""
        signature_actions.end(row, actor=current_user, ended_on=form.ends_on.data, why=why)
        return _at(row), "Đã ghi thôi dùng."

    return form_page(
        form,
        act,
        heading="Ghi thôi dùng chữ ký số",
        back=(_at(row), row.person.full_name),
        submit="Ghi thôi dùng",
        action=url_for("community.end_signature", signature_id=signature_id),
    )

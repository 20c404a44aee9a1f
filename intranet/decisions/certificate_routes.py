"""The register of certificates (sổ khen thưởng), marks of printing and handing over."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import nav, tables
from ..core.access import needs
from ..core.errors import NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from . import books, printing, queries, rules
from .forms import ReasonForm, StepForm
from .models import Certificate, Decision, DecisionKind
from .phrases import WORDS
from .routes import blueprint
from .states import CertificateState

nav.entry("Văn bản", "Sổ khen thưởng, sáng kiến", "decisions.register", P.REGISTERS_READ, order=20)


@blueprint.get("/so-khen-thuong")
@needs(P.REGISTERS_READ)
def register() -> Response:
    """All certificates with Decision, number and date: the registers of awards and of initiatives."""
    kinds = [(k.value, WORDS[f"DecisionKind.{k.value}"]) for k in DecisionKind]
    states = [(s.value, WORDS[f"certificate.{s.value}"]) for s in CertificateState]
    listing = tables.Listing(
        query=queries.certificates(),
        columns=[
            tables.Column("name", "Tên", lambda c: c.name, sort=Certificate.name_key),
            tables.Column("detail", "Chức vụ, đơn vị / địa chỉ", lambda c: c.detail),
            tables.Column("number", "Quyết định số", lambda c: c.decision.full_number, sort=Decision.number),
            tables.Column(
                "issued", "Ngày", lambda c: short_date(c.decision.issued_on), sort=Decision.issued_on
            ),
            tables.Column("ordinal", "Số sổ vàng", lambda c: f"{c.ordinal:02d}"),
            tables.Column("amount", "Tiền thưởng (đồng)", lambda c: c.amount, css="num"),
            tables.Column("way", "Ghi chú", lambda c: books.way_of(c.decision)),
            tables.Column("edition", "Bản", lambda c: c.edition, css="num"),
            tables.Column("state", "Trạng thái", lambda c: WORDS[f"certificate.{c.state.value}"]),
            tables.Column("replaced", "Thay thế bởi", queries.successor),
        ],
        args=request.args,
        path=url_for("decisions.register"),
        filters=[
            tables.Filter("loai", "Loại", kinds, lambda value: Decision.kind == value),
            tables.Filter("trang-thai", "Trạng thái", states, lambda value: Certificate.state == value),
        ],
        search_in=[Certificate.name_fold],
        default_sort="-issued",
        tie=Certificate.ordinal * 1000 + Certificate.edition,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Sổ khen thưởng")
    return render("decisions/register.html", listing=listing, books=books.years())


@blueprint.get("/<int:decision_id>/giay-khen")
@needs(P.DECISIONS_NUMBER, P.DECISIONS_DRAFT)
def certificates(decision_id: int) -> Response:
    """The stack of certificates of a Decision, in the order of the list."""
    decision = queries.get_for(current_user, decision_id)
    if decision.state not in rules.FROZEN:
        raise NotThere("Quyết định này chưa được cấp số.")
    states = {one.state for one in decision.certificates}
    return render("decisions/certificates.html", decision=decision, states=states, State=CertificateState)


_MARKS: dict[str, tuple[Any, str]] = {
    "da-in": (printing.mark_printed, "Đã ghi nhận in {} giấy."),
    "da-trao": (printing.mark_handed_over, "Đã ghi nhận trao {} giấy."),
}


@blueprint.post("/<int:decision_id>/giay-khen/<any('da-in','da-trao'):mark>")
@needs(P.DECISIONS_NUMBER, P.DECISIONS_DRAFT)
def mark(decision_id: int, mark: str) -> Response:
    """Note the first print, or the handing over, of the whole stack."""
    decision = queries.get_for(current_user, decision_id)
    StepForm().validate()
    act, message = _MARKS[mark]
    number = act(decision, actor=current_user)
    return finish(url_for("decisions.certificates", decision_id=decision.id), message.format(number))


@blueprint.route("/<int:decision_id>/giay-khen/<int:certificate_id>/in-lai", methods=["GET", "POST"])
@needs(P.DECISIONS_NUMBER, P.DECISIONS_DRAFT)
def reprint(decision_id: int, certificate_id: int) -> Response:
    """Note the reprint of one certificate, with its reason."""
    decision = queries.get_for(current_user, decision_id)
    found = next((one for one in decision.certificates if one.id == certificate_id), None)
    if found is None:
        raise NotThere()
    form, stack = ReasonForm(), url_for("decisions.certificates", decision_id=decision.id)
    if form.validate_on_submit():
        printing.mark_reprinted(found, actor=current_user, reason=form.reason.data or "")
        return finish(stack, f"Đã ghi nhận in lại giấy của {found.name}.")
    status = 422 if form.is_submitted() else 200
    return render(
        "decisions/reprint.html", form=form, decision=decision, certificate=found, back=stack, status=status
    )

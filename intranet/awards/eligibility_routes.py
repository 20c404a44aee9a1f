"""Pages of eligibility: override a warning, choose more favourable rules, holds."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..core import clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere
from ..core.forms import BaseForm
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.models import Person, Unit
from ..people.queries import staff
from . import eligibility_actions as acts
from . import queries
from .eligibility import HoldKind
from .eligibility_facts import findings_of, received_on
from .eligibility_models import Hold
from .forms import HoldForm, OverrideForm, ReasonForm, RuleDayForm
from .phrases import WORDS
from .routes import blueprint

nav.entry("Thi đua", "Tạm dừng xét khen thưởng", "awards.holds", P.HOLDS_WRITE, order=45)


def _settle(
    nomination_id: int, form: BaseForm, act: Callable[[Any], Any], done: str, **words: Any
) -> Response:
    nomination = queries.get_for(current_user, nomination_id)
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            act(nomination)
        except DomainError as error:
            db.session.rollback()
            nomination, problem = queries.get_for(current_user, nomination_id), error
        else:
            return finish(url_for("awards.show", nomination_id=nomination_id) + "#dieu-kien", done)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render(
        "awards/settle.html",
        nomination=nomination,
        form=form,
        problem=problem,
        action=request.full_path.rstrip("?"),
        status=status,
        **words,
    )


@blueprint.route("/ho-so/<int:nomination_id>/bo-qua", methods=["GET", "POST"])
@needs(P.NOMINATIONS_CHECK)
def override(nomination_id: int) -> Response:
    """Override one warning with a reason."""
    nomination = queries.get_for(current_user, nomination_id)
    form = OverrideForm(data={"key": request.args.get("key", "")})
    found = next((f for f in findings_of(nomination) if f.key == form.key.data), None)
    if found is None and not form.is_submitted():
        raise NotThere("Cảnh báo này không còn nữa.")
    return _settle(
        nomination_id,
        form,
        lambda one: acts.override(
            one, form.key.data or "", actor=current_user, reason=form.reason.data or ""
        ),
        "Đã ghi lý do bỏ qua cảnh báo.",
        heading="Bỏ qua cảnh báo",
        lead=f"{found.text} Căn cứ: {found.check.article}." if found else "",
        fields=("reason",),
        label="Bỏ qua, ghi lý do",
        consequence="Lý do và tên bạn được ghi vào nhật ký, trình Chủ tịch và in trong biên bản.",
    )


@blueprint.route("/ho-so/<int:nomination_id>/quy-dinh", methods=["GET", "POST"])
@needs(P.NOMINATIONS_CHECK)
def choose_rules(nomination_id: int) -> Response:
    """Follow the rules of another day for one nomination."""
    form = RuleDayForm()
    received = received_on(queries.get_for(current_user, nomination_id))
    return _settle(
        nomination_id,
        form,
        lambda one: acts.choose_rules(
            one, form.rule_date.data, actor=current_user, reason=form.reason.data or ""
        ),
        "Đã chọn quy định có lợi hơn.",
        heading="Áp dụng quy định có lợi hơn",
        lead=f"Hồ sơ tiếp nhận ngày {short_date(received)} theo quy định có hiệu lực ngày đó. Luật số 06/2026/QH16 cho "
        "áp dụng quy định mới khi có lợi hơn.",
        fields=("rule_date", "reason"),
        label="Áp dụng",
        consequence="Lý do và tên bạn được ghi vào nhật ký, trình Chủ tịch và in trong biên bản.",
    )


@blueprint.get("/tam-dung")
@needs(P.HOLDS_WRITE)
def holds() -> Response:
    """All holds, those that last first."""
    today = clock.today()
    over = sa.and_(Hold.to_on.is_not(None), Hold.to_on < today)
    ended = sa.or_(Hold.lifted_on.is_not(None), over)
    listing = tables.Listing(
        query=sa.select(Hold).options(
            joinedload(Hold.person).joinedload(Person.unit), joinedload(Hold.collective)
        ),
        columns=[
            tables.Column("name", "Cá nhân, tập thể", lambda h: h.name),
            tables.Column("kind", "Việc", lambda h: WORDS[f"HoldKind.{h.kind.value}"]),
            tables.Column("from", "Từ ngày", lambda h: short_date(h.from_on), sort=Hold.from_on),
            tables.Column(
                "to", "Đến hết ngày", lambda h: short_date(h.to_on) if h.to_on else "chưa kết thúc"
            ),
            tables.Column("source", "Căn cứ", lambda h: h.source),
            tables.Column(
                "state",
                "Tình trạng",
                lambda h: (
                    f"đã gỡ ngày {short_date(h.lifted_on)}: {h.lift_reason}"
                    if h.lifted_on
                    else "đã hết hạn"
                    if h.to_on and h.to_on < today
                    else "đang tạm dừng"
                ),
            ),
        ],
        args=request.args,
        path=url_for("awards.holds"),
        filters=[
            tables.Filter(
                "tinh-trang",
                "Tình trạng",
                [("dang", "Đang tạm dừng"), ("het", "Đã hết hạn hoặc đã gỡ")],
                lambda v: ~ended if v == "dang" else ended,
            )
        ],
        default_sort="-from",
        tie=Hold.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Tạm dừng xét khen thưởng")
    return render("awards/holds.html", listing=listing)


@blueprint.route("/tam-dung/them", methods=["GET", "POST"])
@needs(P.HOLDS_WRITE)
def new_hold() -> Response:
    """Put somebody on hold."""
    form = HoldForm()
    units = db.session.scalars(sa.select(Unit).order_by(Unit.position)).all()
    people = [(f"person:{p.id}", f"{p.full_name} — {p.job}") for p in staff()]
    form.subject.choices = [
        ("", "— Chọn —"),
        *people,
        *((f"unit:{u.id}", f"Tập thể: {u.name}") for u in units),
    ]
    problem: DomainError | None = None
    if form.validate_on_submit():
        kind, _, number = (form.subject.data or "").partition(":")
        subject = (
            db.session.get(Person, int(number)) if kind == "person" else db.session.get(Unit, int(number))
        )
        if subject is None:
            raise NotThere()
        try:
            acts.add_hold(
                subject,
                HoldKind(form.kind.data),
                actor=current_user,
                from_on=form.from_on.data,
                to_on=form.to_on.data,
                source=form.source.data or "",
            )
        except NotReady as error:
            db.session.rollback()
            problem = error
        else:
            return finish(url_for("awards.holds"), "Đã ghi tạm dừng xét khen thưởng.")
    status = 422 if form.is_submitted() else 200
    return render("awards/hold_form.html", form=form, hold=None, problem=problem, status=status)


@blueprint.route("/tam-dung/<int:hold_id>/go", methods=["GET", "POST"])
@needs(P.HOLDS_WRITE)
def lift_hold(hold_id: int) -> Response:
    """Lift a hold of somebody who was cleared."""
    row = db.session.get(Hold, hold_id)
    if row is None:
        raise NotThere()
    form = ReasonForm()
    if form.validate_on_submit():
        acts.lift_hold(row, actor=current_user, reason=form.reason.data or "")
        return finish(url_for("awards.holds"), f"Đã gỡ tạm dừng: {row.name}.")
    status = 422 if form.is_submitted() else 200
    return render("awards/hold_form.html", form=form, hold=row, problem=None, status=status)

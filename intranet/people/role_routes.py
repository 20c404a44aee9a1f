"""Roles of an account: give one, end one."""

import datetime as dt

from flask import Response, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import actions, queries
from .blueprint import blueprint
from .forms import EVERYWHERE, NONE_YET, EndForm, RoleForm
from .phrases import WORDS
from .roles import Role


@blueprint.route("/quan-tri/tai-khoan/<int:account_id>/vai-tro", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def give_role(account_id: int) -> Response:
    """Give a role in a unit or in the whole commune."""
    account = queries.get_account(account_id)
    form = RoleForm(data={"starts_on": clock.today()})
    units = [(str(unit.id), unit.name) for unit in queries.units()]
    form.where.choices = [NONE_YET, (EVERYWHERE, "Toàn xã"), *units]
    problem: DomainError | None = None
    if form.validate_on_submit():
        role = Role(form.role.data)
        try:
            actions.give_role(
                account,
                role,
                actor=current_user,
                unit_id=number_or_none(form.where.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
            )
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            message = f"Đã giao vai trò {WORDS[f'Role.{role.value}']} cho {account.person.addressed}."
            return finish(url_for("people.person", person_id=account.person_id), message)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    own = account.id == current_user.id
    return render(
        "people/role_form.html", form=form, account=account, own=own, problem=problem, status=status
    )


@blueprint.route("/quan-tri/vai-tro/<int:holding_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def end_role(holding_id: int) -> Response:
    """End a role with its last day."""
    holding = queries.get_holding(holding_id)
    form = EndForm(data={"ends_on": clock.today() - dt.timedelta(days=1)})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            actions.end_role(holding, form.ends_on.data, actor=current_user)
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            message = f"Đã kết thúc vai trò {WORDS[f'Role.{holding.role.value}']}."
            return finish(url_for("people.person", person_id=holding.account.person_id), message)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("people/end_role.html", form=form, holding=holding, problem=problem, status=status)

"""Accounts: make, reset the password, shut and open."""

from flask import Response, url_for
from flask_login import current_user

from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import fold
from ..core.web import finish
from . import actions, queries
from .blueprint import blueprint
from .forms import AccountForm, ReasonForm
from .models import Account


def _person_url(account: Account) -> str:
    return url_for("people.person", person_id=account.person_id)


def _show_once(account: Account, password: str, heading: str) -> Response:
    """Commit, then answer with the password itself: it is stored nowhere, not even for a redirect."""
    finish(_person_url(account))
    return render("people/one_time_password.html", account=account, password=password, heading=heading)


@blueprint.route("/quan-tri/nguoi/<int:person_id>/tai-khoan", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def new_account(person_id: int) -> Response:
    """Make the account of a person; the answer shows the one-time password once."""
    person = queries.get_person(person_id)
    words = fold(person.full_name).split()
    form = AccountForm(data={"login": ".".join(["".join(words[-2:]), words[0]]) if len(words) > 1 else ""})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            account, password = actions.create_account(person, form.login.data or "", actor=current_user)
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            return _show_once(account, password, "Đã tạo tài khoản")
    status = 422 if form.is_submitted() else 200
    return render("people/account_form.html", form=form, person=person, problem=problem, status=status)


@blueprint.post("/quan-tri/tai-khoan/<int:account_id>/dat-lai-mat-khau")
@needs(P.PEOPLE_WRITE)
def reset_password(account_id: int) -> Response:
    """Give a new one-time password; all sessions of the account end."""
    account = queries.get_account(account_id)
    password = actions.reset_password(account, actor=current_user)
    return _show_once(account, password, "Đã đặt lại mật khẩu")


@blueprint.route("/quan-tri/tai-khoan/<int:account_id>/khoa", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def disable_account(account_id: int) -> Response:
    """Shut an account, with a reason."""
    account = queries.get_account(account_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.disable(account, actor=current_user, reason=form.reason.data or "")
        message = f"Đã khóa tài khoản của {account.person.addressed}. Người này bị đăng xuất ngay."
        return finish(_person_url(account), message)
    status = 422 if form.is_submitted() else 200
    return render("people/disable.html", form=form, account=account, status=status)


@blueprint.post("/quan-tri/tai-khoan/<int:account_id>/mo")
@needs(P.PEOPLE_WRITE)
def enable_account(account_id: int) -> Response:
    """Open a shut account again."""
    account = queries.get_account(account_id)
    actions.enable(account, actor=current_user)
    return finish(_person_url(account), f"Đã mở lại tài khoản của {account.person.addressed}.")

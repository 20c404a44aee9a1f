"""Sign in and out, own password."""

from flask import Response, request, session, url_for
from flask_login import current_user, login_user, logout_user

from ..core.access import PUBLIC, SIGNED_IN, needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.htmx import go_to, render
from ..core.paths import own_path
from ..core.web import finish
from . import sessions
from .blueprint import blueprint
from .forms import PasswordForm, SignInForm

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt."


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@needs(PUBLIC)
def sign_in() -> Response:
    """Sign in; a new session id is made each time."""
    back = own_path(request.args.get("next"))
    home = back or url_for("home.index")
    if current_user.is_authenticated:
        return go_to(home)
    form = SignInForm()
    status, problem = 200, ""
    if form.validate_on_submit():
        try:
            account = sessions.sign_in(
                form.login.data or "",
                form.password.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
        except DomainError as error:
            account, problem, status = None, error.message, error.status
        db.session.commit()  # a failure is noted too
        if account is not None:
            session.clear()
            login_user(account)
            return go_to(home)
        problem = problem or WRONG
        status = 422 if status == 200 else status
    elif form.is_submitted():
        status = 422
    return render("people/sign_in.html", form=form, problem=problem, next_path=back, status=status)


@blueprint.post("/dang-xuat")
@needs(SIGNED_IN)
def sign_out() -> Response:
    """End this session on the server and empty the browser."""
    sessions.sign_out(current_user.session_token or "", actor=current_user)
    db.session.commit()
    logout_user()
    session.clear()
    response = go_to(url_for("people.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/doi-mat-khau", methods=["GET", "POST"])
@needs(SIGNED_IN)
def change_password() -> Response:
    """Change the own password; all other browsers are signed out."""
    form = PasswordForm()
    problem, status = "", 200
    first = current_user.must_change_password
    if form.validate_on_submit():
        try:
            sessions.change_password(
                current_user, form.old.data or "", form.new.data or "", actor=current_user
            )
        except DomainError as error:
            db.session.rollback()
            problem, status = error.message, error.status
        else:
            return finish(url_for("home.index"), "Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")
    elif form.is_submitted():
        status = 422
    return render("people/change_password.html", form=form, problem=problem, first=first, status=status)

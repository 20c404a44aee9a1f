"""create_app(): settings, extensions, guard, blueprints; the only file that imports every feature."""

import hashlib
from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from . import phrases
from .awards import (  # noqa: F401  # council; views
    agenda,
    desk_routes,
    eligibility_routes,
    list_routes,
    moving,  # open work of merged units
    nomination_routes,
    passage_routes,  # achievement reports
)
from .awards import routes as awards
from .awards import step_routes as award_steps  # noqa: F401  # adds views
from .ballots import routes as ballots
from .campaign import routes as campaign
from .community import duty_routes, remedy_routes, roster_routes, signature_routes, team_routes  # noqa: F401  # add views
from .community import moving as community_moving  # noqa: F401  # open work of merged units
from .community import public_routes as community_public
from .community import routes as community
from .config import ROOT, Settings, from_environment
from .core import access, clock, files, nav, once, text, web
from .core.db import db
from .corrections import recovery_routes  # noqa: F401  # adds views
from .corrections import routes as corrections
from .council import (
    council_routes,  # noqa: F401  # adds its views to council's blueprint
    hidden_hook,  # noqa: F401  # tells whose votes are hidden from whom
    meeting_routes,  # noqa: F401  # adds views
    number_routes,  # noqa: F401  # numbers of its papers
    paper_routes,  # noqa: F401  # papers of a meeting
    scoring_hook,  # noqa: F401  # lends seats and conflicts to scoring
    vote_routes,  # noqa: F401  # adds views; secret ballots know the council by it
)
from .council import routes as council
from .decisions import book_routes as decision_books  # noqa: F401  # adds views
from .decisions import (
    certificate_routes,  # noqa: F401  # adds views
    dossier_routes,  # noqa: F401  # adds views
)
from .decisions import routes as decisions
from .history import import_routes  # noqa: F401  # adds views
from .history import routes as history
from .home import routes as home
from .indicators import import_routes as indicators_import  # noqa: F401  # adds views
from .indicators import quarter_routes, report_routes, setting_routes  # noqa: F401  # add views
from .indicators import routes as indicators
from .initiatives import moving as initiatives_moving  # noqa: F401  # open work of merged units
from .initiatives import routes as initiatives
from .notices import actions as notice_actions
from .notices import mail_routes  # noqa: F401  # adds views
from .notices import routes as notices
from .parameters import queries as parameters_queries
from .parameters import routes as parameters
from .parameters import wording_routes  # noqa: F401  # adds views
from .people import queries as people_queries
from .people import routes as people
from .people import sessions
from .people.models import Account
from .previews import routes as previews
from .printing import ceremony_routes, ledger_routes, printer_routes, run_routes, stock_routes  # noqa: F401
from .printing import routes as printing
from .procedures import import_routes as procedures_import  # noqa: F401  # adds views
from .procedures import moving as procedures_moving  # noqa: F401  # open work of merged units
from .procedures import proposal_routes, review_routes  # noqa: F401  # add views
from .procedures import queries as procedures_queries  # noqa: F401  # its tables
from .procedures import routes as procedures
from .publishing import bundle_routes as publishing_bundle  # noqa: F401  # adds views
from .publishing import public_routes as publishing_public
from .publishing import routes as publishing
from .registers import book_routes  # noqa: F401  # adds views
from .registers import routes as registers
from .registrations import routes as registrations
from .reports import routes as reports
from .reports import step_routes as reports_steps  # noqa: F401  # adds views
from .reports import year_routes as reports_years  # noqa: F401  # adds views
from .scoring import routes as scoring
from .scoring import sheet_routes  # noqa: F401  # adds views
from .signatures import routes as signatures
from .surveys import public_routes as survey_public
from .surveys import remark_routes, reply_routes  # noqa: F401  # add views
from .surveys import routes as surveys
from .training import course_routes, people_routes  # noqa: F401  # add views
from .training import moving as training_moving  # noqa: F401  # open work of merged units
from .training import routes as training
from .upward import routes as upward
from .upward import step_routes as upward_steps  # noqa: F401  # adds views
from .verification import routes as verification

FEATURES = (
    home,
    people,
    campaign,
    initiatives,
    training,
    community,
    community_public,
    indicators,
    procedures,
    surveys,
    registrations,
    survey_public,
    history,
    scoring,
    ballots,
    council,
    awards,
    decisions,
    upward,
    reports,
    corrections,
    registers,
    printing,
    parameters,
    notices,
    previews,
    signatures,
    verification,
    publishing,
    publishing_public,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; settings come from the environment unless given (tests)."""
    settings = settings or from_environment()
    app = Flask("intranet", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping(settings.flask(), TESTING=settings.mode == "test")
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data: this user only
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    web.setup(app)  # first: sets whether this request may write
    CSRFProtect(app)
    login = LoginManager(app)
    login.user_loader(lambda token: sessions.load(token, visit=web.is_visit()))
    app.before_request(access.deny_by_default)
    once.setup(app)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    app.register_blueprint(files.blueprint)
    _set_up_pages(app)
    return app


def _set_up_pages(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=lambda d: text.weekday_date(d) if d else "",
        short_date=lambda d: text.short_date(d) if d else "",
        moment=lambda m: f"{clock.local(m):%H:%M}, {text.short_date(clock.local(m).date())}" if m else "",
        number=lambda n: "" if n is None else text.format_number(n),
        money=lambda n: "" if n is None else f"{text.format_number(n)} đồng",
        deadline=_deadline,
        phrase=phrases.phrase,
        wording_label=lambda key: phrases.WORDS.get(key, key),
        tone=phrases.tone,
        as_timeline=phrases.as_timeline,
    )
    # globals, not context: imported macros see them too
    app.jinja_env.globals.update(
        static_url=static_url, once_key=once.new_key, has_page=app.view_functions.__contains__
    )
    app.context_processor(_context)


def _deadline(due: Any) -> str:
    """Return "còn 3 ngày làm việc", "hôm nay là hạn cuối" or "quá hạn 2 ngày làm việc"."""
    if due is None:
        return ""
    left = clock.working_days_between(clock.today(), due, parameters_queries.holidays())
    if due == clock.today():
        return "hôm nay là hạn cuối"
    return f"còn {left} ngày làm việc" if due > clock.today() else f"quá hạn {max(-left, 1)} ngày làm việc"


@lru_cache(maxsize=500)
def static_url(name: str) -> str:
    """Return the address of a static file with its content's hash, so that browsers may keep it for good.

    Read once per process (a page names dozens of icons); a new version of the program is a new process.
    """
    version = hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={version}"


def _context() -> dict[str, Any]:
    # the object behind the proxy (as Werkzeug documents it): a page would resolve it some fifty times
    signed_in = getattr(current_user, "is_authenticated", False)
    account = current_user._get_current_object() if signed_in else None  # noqa: SLF001
    return {
        "organisation": people_queries.organisation_or_none(),
        "nav": _menu(account) if account else [],
        "unread_notices": notice_actions.unread_count(account.id) if account else 0,
        "today": clock.today(),
    }


def _menu(account: Account) -> list[dict[str, Any]]:
    held = {access.SIGNED_IN, *account.permissions()}
    shown = sorted((e for e in nav.ENTRIES if held.intersection(e.needs)), key=lambda e: (e.order, e.label))
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in shown:
        item = {"label": one.label, "url": url_for(one.endpoint), "current": request.endpoint == one.endpoint}
        groups.setdefault(one.group, []).append(item)
    return [{"label": group, "items": groups[group]} for group in nav.GROUPS if group in groups]

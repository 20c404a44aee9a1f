"""Lists of initiatives and the page of one. Further views: the modules `*_routes.py`."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for
from flask_login import current_user

from ..campaign.models import Theme
from ..core import audit, clock, conflicts, files, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.models import Person, Unit
from ..people.queries import units
from . import application_routes, draft_routes, drafting, paper_routes, queries, rules, step_routes, tasks
from .blueprint import blueprint
from .forms import NoteForm, ShareForm, StepForm
from .models import Initiative
from .phrases import LABELS, WITH, WORDS
from .states import State

VIEWS = (application_routes, draft_routes, paper_routes, step_routes, tasks)  # imported for what they declare
FIRST_YEAR = 2026  # the movement begins

nav.entry("Của tôi", "Sáng kiến của tôi", "initiatives.mine", P.INITIATIVES_WRITE, order=20)
nav.entry("Thi đua", "Sáng kiến", "initiatives.index", SIGNED_IN, order=10)
nav.entry(
    "Thi đua",
    "Sáng kiến chờ tôi xem",
    "initiatives.waiting",
    P.INITIATIVES_ENDORSE,
    P.INITIATIVES_CHECK,
    order=11,
)


@blueprint.get("")
@needs(SIGNED_IN)
def index() -> Response:
    """All initiatives that I may see."""
    listing = _listing(queries.visible_to(current_user), "initiatives.index")
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách sáng kiến")
    return render("initiatives/index.html", listing=listing)


@blueprint.get("/cua-toi")
@needs(P.INITIATIVES_WRITE)
def mine() -> Response:
    """What I write or have a share in."""
    query = sa.select(Initiative).where(queries.own(current_user))
    listing = _listing(query, "initiatives.mine", default_sort="-changed")
    if listing.wants_xlsx():
        return listing.xlsx("Sáng kiến của tôi")
    return render("initiatives/mine.html", listing=listing, form=StepForm())


@blueprint.get("/cho-xem")
@needs(P.INITIATIVES_ENDORSE, P.INITIATIVES_CHECK)
def waiting() -> Response:
    """What waits for my endorsement or check, the most urgent first."""
    listing = _listing(queries.waiting_for(current_user), "initiatives.waiting", default_sort="due")
    if listing.wants_xlsx():
        return listing.xlsx("Sáng kiến chờ xem")
    return render("initiatives/waiting.html", listing=listing)


def _listing(query: Any, endpoint: str, default_sort: str = "-submitted") -> tables.Listing:
    due_last = sa.func.coalesce(Initiative.due_on, dt.date(9999, 1, 1))
    columns = [
        tables.Column(
            "title", LABELS["title"], lambda i: i.title or "Chưa đặt tên", sort=Initiative.title_key
        ),
        tables.Column("owner", "Người viết", lambda i: i.owner.full_name, sort=Person.name_key),
        tables.Column("unit", "Đơn vị", lambda i: i.unit.name, sort=Unit.position),
        tables.Column("theme", LABELS["theme"], lambda i: i.theme.title if i.theme else ""),
        tables.Column("state", "Trạng thái", lambda i: WORDS[f"initiative.{i.state.value}"]),
        tables.Column("submitted", "Ngày nộp", lambda i: _day(i.submitted_at), sort=Initiative.submitted_at),
    ]
    if endpoint == "initiatives.waiting":
        due = tables.Column("due", "Hạn", lambda i: short_date(i.due_on) if i.due_on else "", sort=due_last)
        columns.append(due)
    is_mine = endpoint == "initiatives.mine"
    if is_mine:
        changed = tables.Column(
            "changed", "Sửa lần cuối", lambda i: _day(i.updated_at), sort=Initiative.updated_at
        )
        columns.append(changed)
    query = query.join(Person, Initiative.owner_id == Person.id).join(Unit, Initiative.unit_id == Unit.id)
    return tables.Listing(
        query=queries.with_lists(query),
        columns=columns,
        args=request.args,
        path=url_for(endpoint),
        filters=[f for f in _filters() if f.name in ("state", "year")] if is_mine else _filters(),
        search_in=[Initiative.search_text],
        default_sort=default_sort,
        tie=Initiative.id.desc(),
    )


def _filters() -> list[tables.Filter]:
    themes = db.session.scalars(sa.select(Theme).order_by(Theme.campaign_id, Theme.number))
    states = [(s.value, WORDS[f"initiative.{s.value}"]) for s in State]
    years = [(str(y), str(y)) for y in range(clock.today().year, FIRST_YEAR - 1, -1)]
    return [
        tables.Filter(
            "theme",
            "Nội dung",
            [(str(t.id), t.title) for t in themes],
            lambda v: Initiative.theme_id == int(v),
        ),
        tables.Filter("state", "Trạng thái", states, lambda v: Initiative.state == State(v)),
        tables.Filter(
            "unit", "Đơn vị", [(str(u.id), u.name) for u in units()], lambda v: Initiative.unit_id == int(v)
        ),
        tables.Filter("year", "Năm", years, _in_year),
    ]


def _in_year(year: str) -> Any:
    begun = sa.func.coalesce(Initiative.submitted_at, Initiative.created_at)
    start = dt.datetime(int(year), 1, 1, tzinfo=clock.VIETNAM)
    end = dt.datetime(int(year) + 1, 1, 1, tzinfo=clock.VIETNAM)
    return sa.and_(begun >= start, begun < end)


def _day(moment: dt.datetime | None) -> str:
    return short_date(clock.local(moment).date()) if moment else ""


@blueprint.post("/moi")
@needs(P.INITIATIVES_WRITE)
def create() -> Response:
    """Begin a draft at once; it is saved from the first moment on."""
    made = drafting.create(actor=current_user)
    message = "Đã tạo bản nháp. Viết dần từng phần, hệ thống tự lưu."
    return finish(url_for("initiatives.edit", initiative_id=made.id), message)


@blueprint.get("/<int:initiative_id>")
@needs(SIGNED_IN)
def show(initiative_id: int) -> Response:
    """The page of one initiative: state, next act, content, files, what happened."""
    initiative = queries.get_for(current_user, initiative_id)
    share = rules.share_to_confirm(current_user, initiative)
    reviewer = rules.may_return(current_user, initiative)
    return render(
        "initiatives/show.html",
        initiative=initiative,
        share=share,
        share_form=ShareForm(data={"share": share.share}) if share else None,
        endorses=reviewer and initiative.state == State.SUBMITTED,
        checks=reviewer and initiative.state == State.ENDORSED,
        review_form=NoteForm() if reviewer else None,
        editable=rules.may_edit(current_user, initiative),
        withdrawable=rules.may_withdraw(current_user, initiative),
        missing=rules.missing(initiative) if rules.may_edit(current_user, initiative) else [],
        holder=holder_words(initiative),
        versions=queries.versions(initiative) if rules.has_left_the_desk(initiative) else [],
        attachments=files.of(initiative),
        timeline=_timeline(initiative),
        council_note=conflicts.HIDDEN if _hidden(initiative) else initiative.council_note,
        applications=application_routes.shown(initiative),
        may_record=rules.may_record_application(current_user, initiative),
    )


def _hidden(initiative: Initiative) -> bool:
    """Whether the reader declared a conflict about it: the council's votes are not shown."""
    return bool(conflicts.declared(current_user.person_id, "initiative", {initiative.id}))


def _timeline(initiative: Initiative) -> Sequence[object]:
    events = audit.timeline(initiative)
    return conflicts.without_votes(events, ("initiative:refuse",)) if _hidden(initiative) else events


def holder_words(initiative: Initiative) -> str:
    """Return who has it now: names in a review step, else words of the state; empty at the end."""
    if initiative.state in (State.SUBMITTED, State.ENDORSED):
        names = ", ".join(account.display_name for account in queries.who_has_it(initiative))
        return names or "chưa có người xem được, cần Quản trị giao vai trò cho người khác"
    return WITH.get(initiative.state.value, "")

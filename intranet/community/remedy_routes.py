"""What was found wrong is set right: list, one, give, finish, cancel (obligation O8)."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..people.queries import staff
from . import queries, remedies
from .forms import ReasonForm, RemedyForm, RemedyResultForm, person_choices, unit_choices
from .models import Remedy
from .phrases import WORDS
from .routes import blueprint
from .states import RemedyState

nav.entry(
    "Thi đua",
    "Việc chấn chỉnh tồn tại",
    "community.remedy_list",
    P.COMMUNITY_WRITE,
    P.COMMUNITY_READ_ALL,
    order=48,
)


def _at(row: Remedy) -> str:
    return url_for("community.remedy", remedy_id=row.id)


def _overdue(row: Remedy) -> bool:
    return row.state == RemedyState.OPEN and row.due_on < clock.today()


def _state(row: Remedy) -> str:
    return "Quá hạn" if _overdue(row) else WORDS[f"remedy.{row.state.value}"]


@blueprint.get("/chan-chinh")
@needs(SIGNED_IN)
def remedy_list() -> Response:
    """What I may see, the newest first."""
    states = [(s.value, WORDS[f"remedy.{s.value}"]) for s in RemedyState]
    listing = tables.Listing(
        query=remedies.visible_to(current_user),
        columns=[
            tables.Column("title", "Việc phải làm", lambda r: r.title),
            tables.Column("source", "Phát hiện từ", lambda r: r.source_words),
            tables.Column("unit", "Đơn vị", lambda r: r.unit.name),
            tables.Column("person", "Người thực hiện", lambda r: r.person.full_name if r.person else ""),
            tables.Column("due", "Hạn xong", lambda r: short_date(r.due_on), sort=Remedy.due_on),
            tables.Column("state", "Trạng thái", _state),
            tables.Column(
                "finished", "Ngày xong", lambda r: short_date(r.finished_on) if r.finished_on else ""
            ),
        ],
        args=request.args,
        path=url_for("community.remedy_list"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda v: Remedy.state == v)],
        default_sort="-due",
        tie=Remedy.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Việc chấn chỉnh tồn tại")
    today = clock.today()
    everything = current_user.has(P.COMMUNITY_READ_ALL)
    return render(
        "community/remedies.html",
        listing=listing,
        today=today,
        records=remedies.proof(today.year, today) if everything else None,
        may_write=current_user.has(P.COMMUNITY_WRITE),
    )


@blueprint.route("/chan-chinh/moi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def new_remedy() -> Response:
    """Give something to set right; a link from an indicator fills in what it knows."""
    known = {"title": "viec", "wrong": "noi", "source": "nguon", "source_words": "tu", "source_path": "trang"}
    form = RemedyForm(data={field: request.args.get(name, "") for field, name in known.items()})
    own = queries.units_of(current_user)
    allowed = {unit.id for unit in own}
    form.unit.choices = unit_choices(own, None if len(own) == 1 else ("", "— Chọn —"))
    form.person.choices = person_choices(one for one in staff() if one.unit_id in allowed)

    def act() -> tuple[str, str]:
        unit_id = int(form.unit.data)
        row = remedies.open_remedy(form.values(), actor=current_user, unit_id=unit_id)
        return _at(row), "Đã giao. Người thực hiện được báo."

    return form_page(
        form,
        act,
        heading="Giao việc chấn chỉnh",
        back=(url_for("community.remedy_list"), "Việc chấn chỉnh tồn tại"),
        submit="Giao việc",
        action=url_for("community.new_remedy"),
    )


@blueprint.get("/chan-chinh/<int:remedy_id>")
@needs(SIGNED_IN)
def remedy(remedy_id: int) -> Response:
    """One of them with what came of it."""
    row = remedies.get_for(current_user, remedy_id)
    return render(
        "community/remedy.html",
        row=row,
        overdue=_overdue(row),
        may_finish=remedies.may_finish(current_user, row),
        may_cancel=remedies.may_cancel(current_user, row),
        timeline=audit.timeline(row),
    )


@blueprint.route("/chan-chinh/<int:remedy_id>/xong", methods=["GET", "POST"])
@needs(SIGNED_IN)
def finish_remedy(remedy_id: int) -> Response:
    """It is set right."""
    row = remedies.get_for(current_user, remedy_id)
    form = RemedyResultForm(data={"finished_on": clock.today()})

    def act() -> tuple[str, str]:
        told = {"result": form.result.data or "", "finished_on": form.finished_on.data}
        remedies.finish(row, actor=current_user, **told)
        return _at(row), "Đã ghi kết quả chấn chỉnh."

    return form_page(
        form,
        act,
        heading="Báo xong việc chấn chỉnh",
        caption=row.title,
        back=(_at(row), row.title),
        submit="Báo xong",
        action=url_for("community.finish_remedy", remedy_id=remedy_id),
    )


@blueprint.route("/chan-chinh/<int:remedy_id>/huy", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE, P.COMMUNITY_ANSWER)
def cancel_remedy(remedy_id: int) -> Response:
    """Drop it with a reason."""
    row = remedies.get_for(current_user, remedy_id)
    form = ReasonForm()

    def act() -> tuple[str, str]:
        remedies.cancel(row, actor=current_user, reason=form.reason.data or "")
        return _at(row), "Đã hủy. Người thực hiện được báo kèm lý do."

    return form_page(
        form,
        act,
        heading="Hủy việc chấn chỉnh",
        caption=row.title,
        back=(_at(row), row.title),
        submit="Hủy việc",
        kind="danger",
        action=url_for("community.cancel_remedy", remedy_id=remedy_id),
    )

"""Outreach events: calendar, report from a telephone, confirmation. Teams, signatures, duties: the other `*_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, files, nav, tables
from ..core.access import needs
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.models import UnitKind
from ..people.queries import units
from . import event_actions, queries, rules
from .forms import LogForm, PlanForm, ReasonForm, ResultForm, StepForm, unit_choices, words_of
from .models import OutreachEvent, OutreachTopic
from .phrases import WORDS
from .states import EventState

blueprint = Blueprint("community", __name__, url_prefix="/cong-dong")
_READERS = (P.COMMUNITY_WRITE, P.COMMUNITY_READ_ALL)
nav.entry("Thi đua", "Buổi tuyên truyền", "community.events", *_READERS, order=40)


@blueprint.get("/buoi")
@needs(*_READERS)
def events() -> Response:
    """All sessions that I may see, newest first."""
    states = [(s.value, WORDS[f"outreach_event.{s.value}"]) for s in EventState]
    villages = unit_choices(queries.villages(), None)
    listing = tables.Listing(
        query=queries.visible_to(current_user),
        columns=[
            tables.Column("title", "Buổi tuyên truyền", lambda e: e.title),
            tables.Column("day", "Ngày", lambda e: short_date(e.held_on), sort=OutreachEvent.held_on),
            tables.Column("village", "Nơi tổ chức", lambda e: e.village.name if e.village else "Toàn xã"),
            tables.Column("unit", "Đơn vị tổ chức", lambda e: e.unit.name),
            tables.Column("taught", "Số người", lambda e: e.taught, css="num"),
            tables.Column("state", "Trạng thái", lambda e: WORDS[f"outreach_event.{e.state.value}"]),
        ],
        args=request.args,
        path=url_for("community.events"),
        filters=[
            tables.Filter("trang-thai", "Trạng thái", states, lambda v: OutreachEvent.state == v),
            tables.Filter("noi", "Nơi tổ chức", villages, lambda v: OutreachEvent.village_id == int(v)),
            tables.Filter(
                "noi-dung", "Nội dung", words_of(OutreachTopic), lambda v: OutreachEvent.topic == v
            ),
        ],
        search_in=[OutreachEvent.search_text],
        default_sort="-day",
        tie=OutreachEvent.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách buổi tuyên truyền")
    return render("community/events.html", listing=listing, may_write=current_user.has(P.COMMUNITY_WRITE))


def _offer(form: Any) -> Any:
    partners = units(UnitKind.FRONT, UnitKind.OTHER, UnitKind.SCHOOL)
    own, villages = queries.units_of(current_user), queries.villages()
    form.offer(own, villages, [u for u in partners if u.parent_id])
    if not form.is_submitted() and form.village.data is None and len(own) == 1 and own[0] in villages:
        form.village.data = str(own[0].id)  # a thôn's head means his own thôn
    return form


def _index() -> tuple[str, str]:
    return url_for("community.events"), "Buổi tuyên truyền"


@blueprint.route("/buoi/moi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def plan() -> Response:
    """Put a session on the calendar."""
    form = _offer(PlanForm())

    def act() -> tuple[str, str]:
        made = event_actions.create(form.values(), actor=current_user, unit_id=int(form.unit.data))
        return _at(made), "Đã lên lịch. Người dân thấy buổi này trên trang công khai."

    return form_page(
        form,
        act,
        heading="Lên lịch buổi tuyên truyền",
        back=_index(),
        submit="Lên lịch",
        action=url_for("community.plan"),
    )


@blueprint.route("/buoi/ghi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def log() -> Response:
    """Write down a session that was held, with photos, in one go."""
    form = _offer(LogForm())

    def act() -> tuple[str, str]:
        made = event_actions.create(form.values(), actor=current_user, unit_id=int(form.unit.data))
        _report(made, form)
        return _at(made), "Đã ghi và gửi. Cơ quan thường trực sẽ xác nhận."

    return form_page(
        form,
        act,
        heading="Ghi buổi đã tổ chức",
        lead="Cần ít nhất một ảnh chụp buổi hướng dẫn hoặc danh sách ký tên.",
        back=_index(),
        submit="Ghi và gửi",
        action=url_for("community.log"),
        multipart=True,
        template="community/log.html",
    )


def _report(event: OutreachEvent, form: Any) -> None:
    for field, purpose in ((form.photos, event_actions.PHOTO), (form.sheet, event_actions.SHEET)):
        event_actions.attach(event, field.data or [], actor=current_user, purpose=purpose)
    event_actions.report(event, actor=current_user, taught=form.taught.data, summary=form.summary.data or "")


@blueprint.get("/buoi/<int:event_id>")
@needs(*_READERS)
def event(event_id: int) -> Response:
    """One session with its photos and next act."""
    found = queries.get_for(current_user, event_id)
    return render(
        "community/event.html",
        event=found,
        photos=files.of(found, event_actions.PHOTO),
        sheets=files.of(found, event_actions.SHEET),
        today=clock.today(),
        may_edit=rules.may_edit_event(current_user, found),
        may_confirm=rules.may_confirm_event(current_user, found),
        may_return=rules.may_take_back_event(current_user, found),
        timeline=audit.timeline(found),
    )


def _at(found: OutreachEvent) -> str:
    return url_for("community.event", event_id=found.id)


def _editable(event_id: int) -> OutreachEvent:
    found = queries.get_for(current_user, event_id)
    rules.require(rules.may_edit_event(current_user, found), "Buổi này hiện không sửa được.")
    return found


@blueprint.route("/buoi/<int:event_id>/sua", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def edit(event_id: int) -> Response:
    """Change a planned session."""
    found = _editable(event_id)
    data = {name: getattr(found, name) for name in event_actions.PLAN_FIELDS} | {
        "unit": str(found.unit_id),
        "village": str(found.village_id or ""),
        "co_unit": str(found.co_unit_id or ""),
        "topic": found.topic.value,
    }
    form = _offer(PlanForm(data=data))
    del form.unit  # who organises it does not change

    def act() -> tuple[str, str]:
        event_actions.edit(found, form.values(), actor=current_user)
        return _at(found), "Đã lưu."

    return form_page(
        form,
        act,
        heading="Sửa buổi tuyên truyền",
        back=(_at(found), found.title),
        submit="Lưu",
        action=url_for("community.edit", event_id=event_id),
    )


@blueprint.route("/buoi/<int:event_id>/ket-qua", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def report(event_id: int) -> Response:
    """Say that it was held, with photos and the signed list."""
    found = _editable(event_id)
    form = ResultForm(data={"taught": found.taught, "summary": found.summary})

    def act() -> tuple[str, str]:
        _report(found, form)
        return _at(found), "Đã báo kết quả. Cơ quan thường trực sẽ xác nhận."

    return form_page(
        form,
        act,
        heading="Báo kết quả",
        caption=found.title,
        back=(_at(found), found.title),
        submit="Báo kết quả",
        action=url_for("community.report", event_id=event_id),
        multipart=True,
        lead=f"Ngày {short_date(found.held_on)}, {found.place}. Cần ít nhất một ảnh hoặc danh sách ký tên.",
    )


@blueprint.post("/buoi/<int:event_id>/tep/<int:attachment_id>/bo")
@needs(P.COMMUNITY_WRITE)
def remove_file(event_id: int, attachment_id: int) -> Response:
    """Take a photo off before the session is confirmed."""
    found = _editable(event_id)
    StepForm().validate()
    files.detach(found, attachment_id, actor=current_user)
    return finish(_at(found), "Đã bỏ tệp.")


@blueprint.post("/buoi/<int:event_id>/xac-nhan")
@needs(P.COMMUNITY_ANSWER)
def confirm(event_id: int) -> Response:
    """Take it into the count."""
    found = queries.get_for(current_user, event_id)
    StepForm().validate()
    event_actions.confirm(found, actor=current_user)
    return finish(_at(found), "Đã xác nhận. Buổi này được tính vào chỉ tiêu.")


@blueprint.route("/buoi/<int:event_id>/tra-lai", methods=["GET", "POST"])
@needs(P.COMMUNITY_ANSWER)
def send_back(event_id: int) -> Response:
    """Return it to its unit."""
    found = queries.get_for(current_user, event_id)
    rules.require(rules.may_take_back_event(current_user, found), "Buổi này hiện không trả lại được.")
    return _with_reason(
        found,
        "Trả lại để bổ sung",
        "Đơn vị được báo kèm lý do. Buổi này không được tính cho đến khi gửi lại và được xác nhận.",
        event_actions.send_back,
        "community.send_back",
    )


@blueprint.route("/buoi/<int:event_id>/huy", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def cancel(event_id: int) -> Response:
    """Call it off."""
    return _with_reason(
        _editable(event_id),
        "Hủy buổi này",
        "Buổi này không còn trên trang công khai và không được tính.",
        event_actions.cancel,
        "community.cancel",
    )


def _with_reason(found: OutreachEvent, heading: str, consequence: str, step: Any, endpoint: str) -> Response:
    form = ReasonForm()

    def act() -> tuple[str, str]:
        step(found, actor=current_user, reason=form.reason.data or "")
        return _at(found), f"{heading}: đã ghi."

    return form_page(
        form,
        act,
        heading=heading,
        caption=found.title,
        back=(_at(found), found.title),
        submit=heading,
        consequence=consequence,
        action=url_for(endpoint, event_id=found.id),
    )

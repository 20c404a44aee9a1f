"""Own training: history, form, evidence; confirmation by the head. Courses: `course_routes.py`, people: `people_routes.py`."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, files, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date, weekday_date
from ..core.web import autosaved, finish
from . import actions, queries, rules
from .forms import FilesForm, ReasonForm, RecordForm, StepForm
from .models import TrainingRecord
from .phrases import WORDS
from .states import State

blueprint = Blueprint("training", __name__, url_prefix="/dao-tao")
_REVIEWS = (P.TRAINING_CONFIRM, P.TRAINING_COURSES)
nav.entry("Của tôi", "Đào tạo của tôi", "training.mine", SIGNED_IN, order=30)
nav.entry("Thi đua", "Hồ sơ đào tạo", "training.index", P.TRAINING_CONFIRM, P.TRAINING_READ_ALL, order=30)


@blueprint.get("")
@needs(SIGNED_IN)
def mine() -> Response:
    """My history: level, periods of the year, all records."""
    person, year = current_user.person, clock.today().year
    records = queries.records_of(person.id, drafts=True)
    verified = [r for r in records if r.state == State.VERIFIED and r.starts_on and r.starts_on.year == year]
    return render(
        "training/mine.html",
        records=records,
        level=queries.levels([person.id])[person.id],
        periods=sum(record.periods or 0 for record in verified),
        minimum=queries.minimum_periods(clock.today()),
        year=year,
        step=StepForm(),
    )


@blueprint.get("/tat-ca")
@needs(P.TRAINING_CONFIRM, P.TRAINING_READ_ALL)
def index() -> Response:
    """All records that I may see."""
    states = [(s.value, WORDS[f"training_record.{s.value}"]) for s in State if s != State.DRAFT]
    units = [(str(unit.id), unit.name) for unit in queries.units_of(current_user)]
    years = [(str(y), str(y)) for y in range(clock.today().year, clock.today().year - 6, -1)]
    listing = tables.Listing(
        query=queries.with_lists(queries.visible_to(current_user)).join(TrainingRecord.person),
        columns=[
            tables.Column("name", "Họ và tên", lambda r: r.person.full_name, sort=_name_key()),
            tables.Column("unit", "Đơn vị", lambda r: r.unit.name),
            tables.Column("title", "Lớp, khóa học", lambda r: r.title),
            tables.Column(
                "starts",
                "Từ ngày",
                lambda r: short_date(r.starts_on) if r.starts_on else "",
                sort=TrainingRecord.starts_on,
            ),
            tables.Column("periods", "Số tiết", lambda r: r.periods, css="num"),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"training_record.{r.state.value}"]),
        ],
        args=request.args,
        path=url_for("training.index"),
        filters=[
            tables.Filter("trang-thai", "Trạng thái", states, lambda value: TrainingRecord.state == value),
            tables.Filter("don-vi", "Đơn vị", units, lambda value: TrainingRecord.unit_id == int(value)),
            tables.Filter("nam", "Năm", years, lambda value: _year() == int(value)),
        ],
        search_in=[TrainingRecord.search_text, _name_fold()],
        default_sort="name",
        tie=TrainingRecord.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách hồ sơ đào tạo")
    return render("training/index.html", listing=listing)


def _year() -> Any:
    return sa.extract("year", TrainingRecord.starts_on)


def _name_key() -> Any:
    return TrainingRecord.person.property.mapper.class_.name_key


def _name_fold() -> Any:
    return TrainingRecord.person.property.mapper.class_.name_fold


@blueprint.post("/moi")
@needs(P.TRAINING_WRITE)
def create() -> Response:
    """Begin a record."""
    StepForm().validate()
    record = actions.create(actor=current_user)
    return finish(url_for("training.edit", record_id=record.id))


@blueprint.route("/<int:record_id>/viet", methods=["GET", "POST"])
@needs(P.TRAINING_WRITE)
def edit(record_id: int) -> Response:
    """The form; kept complete or not."""
    record = _editable(record_id)
    form = _form(record)
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            actions.check_version(record, form.version.data)
            actions.save(record, form.values(), actor=current_user)
            check = request.form.get("then") == "check"
            target = _at(record) if check else url_for("training.edit", record_id=record.id)
            return finish(target, f"Đã lưu lúc {clock.local(clock.now()):%H:%M}.")
        except DomainError as error:
            db.session.rollback()
            record, problem = _editable(record_id), error
            if error.status == 409:  # what was typed stays; saving again replaces on purpose
                form.version.raw_data = [str(record.version)]
                form.version.data = str(record.version)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return _edit_page(record, form, problem, status)


def _edit_page(
    record: TrainingRecord, form: RecordForm, problem: DomainError | None, status: int
) -> Response:
    evidence = files.of(record)
    return render(
        "training/edit.html",
        record=record,
        form=form,
        evidence=evidence,
        files_form=FilesForm(),
        missing=rules.missing(record, evidence=len(evidence)),
        problem=problem,
        status=status,
    )


def _form(record: TrainingRecord, *, stored: bool = False) -> RecordForm:
    data = {name: getattr(record, name) for name in actions.FIELDS} | {"version": record.version}
    for name in ("content_class", "topic", "format"):
        data[name] = data[name].value if data[name] else ""
    data["digital_groups"] = list(record.digital_groups)
    return RecordForm(formdata=None, data=data) if stored else RecordForm(data=data)


def _editable(record_id: int) -> TrainingRecord:
    record = queries.get_for(current_user, record_id)
    rules.require(rules.may_edit(current_user, record), "Hồ sơ này hiện không sửa được.")
    return record


def _at(record: TrainingRecord) -> str:
    return url_for("training.show", record_id=record.id)


@blueprint.post("/<int:record_id>/luu-nhap")
@needs(P.TRAINING_WRITE)
def autosave(record_id: int) -> Response:
    """Keep what is typed so far, called by the page itself."""

    def keep() -> TrainingRecord:
        record = _editable(record_id)
        form = _form(record)
        actions.check_version(record, form.version.data)
        if not form.validate():
            raise NotReady("Chưa lưu được: " + "; ".join(form.missing()))
        actions.save(record, form.values(), actor=current_user)
        return record

    return autosaved(keep)


@blueprint.post("/<int:record_id>/tep")
@needs(P.TRAINING_WRITE)
def add_files(record_id: int) -> Response:
    """Add evidence."""
    record = _editable(record_id)
    form = FilesForm()
    form.validate()
    try:
        added = files.attach_uploads(record, form.files.data or [], actor=current_user)
    except BadFile as error:
        db.session.rollback()
        record = _editable(record_id)
        return _edit_page(record, _form(record, stored=True), error, 422)
    return finish(url_for("training.edit", record_id=record.id) + "#tep", f"Đã thêm {len(added)} tệp.")


@blueprint.post("/<int:record_id>/tep/<int:attachment_id>/bo")
@needs(P.TRAINING_WRITE)
def remove_file(record_id: int, attachment_id: int) -> Response:
    """Remove one file of evidence."""
    record = _editable(record_id)
    files.detach(record, attachment_id, actor=current_user)
    return finish(url_for("training.edit", record_id=record.id) + "#tep", "Đã bỏ tệp.")


@blueprint.get("/<int:record_id>")
@needs(SIGNED_IN)
def show(record_id: int) -> Response:
    """One record with its next act."""
    return _page(queries.get_for(current_user, record_id))


def _page(record: TrainingRecord, status: int = 200, problem: NotReady | None = None) -> Response:
    evidence = files.of(record)
    return render(
        "training/show.html",
        record=record,
        evidence=evidence,
        missing=rules.missing(record, evidence=len(evidence)),
        confirmer=rules.confirmer_words(record),
        may_edit=rules.may_edit(current_user, record),
        may_confirm=rules.may_confirm(current_user, record),
        groups=[WORDS[f"DigitalGroup.{one}"] for one in record.digital_groups],
        timeline=audit.timeline(record),
        problem=problem,
        status=status,
    )


@blueprint.post("/<int:record_id>/nop")
@needs(P.TRAINING_WRITE)
def submit(record_id: int) -> Response:
    """Hand in to the unit's head."""
    record = queries.get_for(current_user, record_id)
    StepForm().validate()
    try:
        actions.submit(record, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_for(current_user, record_id), status=422, problem=error)
    until = f" trước {weekday_date(record.due_on)}" if record.due_on else ""
    return finish(_at(record), f"Đã nộp. {rules.confirmer_words(record)} sẽ xác nhận{until}.")


@blueprint.post("/<int:record_id>/xac-nhan")
@needs(*_REVIEWS)
def verify(record_id: int) -> Response:
    """Confirm."""
    record = queries.get_for(current_user, record_id)
    StepForm().validate()
    actions.verify(record, actor=current_user)
    return finish(_at(record), "Đã xác nhận. Hồ sơ được tính vào kết quả đào tạo của đơn vị.")


_REASONED: dict[str, tuple[Any, str, str]] = {
    "tra-lai": (actions.send_back, "Trả lại hồ sơ đào tạo", "Người ghi được báo kèm lý do, sửa rồi nộp lại."),
    "khong-xac-nhan": (
        actions.reject,
        "Không xác nhận",
        "Hồ sơ kết thúc và không được tính. Người ghi được báo kèm lý do.",
    ),
}


@blueprint.route("/<int:record_id>/<any('tra-lai','khong-xac-nhan'):step>", methods=["GET", "POST"])
@needs(*_REVIEWS)
def reasoned_step(record_id: int, step: str) -> Response:
    """Return or reject, with a reason."""
    record = queries.get_for(current_user, record_id)
    rules.require(rules.may_confirm(current_user, record), "Hồ sơ này hiện không chờ bạn xác nhận.")
    act, label, consequence = _REASONED[step]
    form = ReasonForm()
    if form.validate_on_submit():
        act(record, actor=current_user, reason=form.reason.data or "")
        return finish(url_for("home.index"), f"{label}: đã báo cho người ghi kèm lý do.")
    status = 422 if form.is_submitted() else 200
    return render(
        "training/reason.html",
        form=form,
        record=record,
        heading=label,
        consequence=consequence,
        action=url_for("training.reasoned_step", record_id=record.id, step=step),
        status=status,
    )

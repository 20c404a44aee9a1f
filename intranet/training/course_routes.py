"""Courses of the standing body: list, form, attendance list, closing."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_line, short_date
from ..core.web import finish
from ..people.models import Person
from ..people.queries import staff
from ..people.queries import units as all_units
from . import course_actions, queries
from .forms import CourseForm, LateForm, PeopleForm, StepForm
from .models import Course
from .routes import blueprint

nav.entry("Thi đua", "Lớp bồi dưỡng", "training.courses", P.TRAINING_COURSES, order=31)


@blueprint.get("/lop")
@needs(P.TRAINING_COURSES)
def courses() -> Response:
    """All courses, newest first."""
    listing = tables.Listing(
        query=queries.courses(),
        columns=[
            tables.Column("title", "Tên lớp", lambda c: c.title),
            tables.Column("starts", "Từ ngày", lambda c: short_date(c.starts_on), sort=Course.starts_on),
            tables.Column("periods", "Số tiết", lambda c: c.periods, css="num"),
            tables.Column("people", "Học viên", lambda c: len(c.attendees), css="num"),
            tables.Column(
                "state", "Trạng thái", lambda c: "Đã chốt danh sách" if c.closed_at else "Chưa chốt"
            ),
        ],
        args=request.args,
        path=url_for("training.courses"),
        default_sort="-starts",
        tie=Course.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách lớp bồi dưỡng")
    return render("training/courses.html", listing=listing)


@blueprint.route("/lop/moi", methods=["GET", "POST"])
@needs(P.TRAINING_COURSES)
def new_course() -> Response:
    """Make a course."""
    return _course_form(None, CourseForm())


@blueprint.route("/lop/<int:course_id>/sua", methods=["GET", "POST"])
@needs(P.TRAINING_COURSES)
def edit_course(course_id: int) -> Response:
    """Change a course until its list is closed."""
    course = queries.get_course(course_id)
    data = {name: getattr(course, name) for name in course_actions.FIELDS}
    data |= {name: data[name].value for name in ("content_class", "topic", "format")}
    return _course_form(course, CourseForm(data=data | {"digital_groups": list(course.digital_groups)}))


def _course_form(course: Course | None, form: CourseForm) -> Response:
    problem: NotReady | None = None
    if form.validate_on_submit():
        try:
            if course is None:
                course = course_actions.create(form.values(), actor=current_user)
            else:
                course_actions.edit(course, form.values(), actor=current_user)
            return finish(_at(course), "Đã lưu thông tin lớp.")
        except NotReady as error:
            db.session.rollback()
            problem = error
    status = 422 if form.is_submitted() else 200
    return render("training/course_form.html", form=form, course=course, problem=problem, status=status)


def _at(course: Course) -> str:
    return url_for("training.course", course_id=course.id)


@blueprint.get("/lop/<int:course_id>")
@needs(P.TRAINING_COURSES)
def course(course_id: int) -> Response:
    """A course with its attendance list."""
    return _page(queries.get_course(course_id))


def _page(
    course: Course,
    status: int = 200,
    problem: DomainError | None = None,
    late: LateForm | None = None,
    typed: dict[int, tuple[bool, str, str]] | None = None,
) -> Response:
    form, late = PeopleForm(formdata=None), late or LateForm(formdata=None)
    known = {row.person_id for row in course.attendees}
    people = [p for p in staff() if p.id not in known]
    options = [(str(p.id), f"{p.full_name} — {p.job}") for p in people]
    form.unit.choices = [("", "— Chọn —"), *((str(u.id), u.name) for u in all_units() if u.parent_id)]
    form.person.choices = late.person.choices = [("", "— Chọn —"), *options]
    return render(
        "training/course.html",
        course=course,
        rows=queries.attendance(course),
        typed=typed or {},
        form=form,
        late=late,
        step=StepForm(),
        timeline=audit.timeline(course),
        today=clock.today(),
        problem=problem,
        status=status,
    )


@blueprint.post("/lop/<int:course_id>/them")
@needs(P.TRAINING_COURSES)
def add_people(course_id: int) -> Response:
    """Put a whole unit, or one person, on the list."""
    course = queries.get_course(course_id)
    unit, person = request.form.get("unit", ""), request.form.get("person", "")
    everybody = staff()
    chosen = [p for p in everybody if str(p.unit_id) == unit or str(p.id) == person]
    if not chosen:
        return _page(course, 422, NotReady("Hãy chọn một đơn vị hoặc một người."))
    added = course_actions.add_people(course, chosen, actor=current_user)
    return finish(_at(course), f"Đã thêm {added} người vào danh sách.")


@blueprint.post("/lop/<int:course_id>/diem-danh")
@needs(P.TRAINING_COURSES)
def mark(course_id: int) -> Response:
    """Note who attended, results and certificate numbers; "Bỏ" takes somebody off the list."""
    course = queries.get_course(course_id)
    gone = request.form.get("remove", "")
    if gone.isdecimal():
        course_actions.remove(course, int(gone), actor=current_user)
        return finish(_at(course), "Đã bỏ khỏi danh sách.")
    here = set(request.form.getlist("attended"))
    marks = {
        row.id: (
            str(row.id) in here,
            clean_line(request.form.get(f"result-{row.id}", "")),
            clean_line(request.form.get(f"number-{row.id}", "")),
        )
        for row in course.attendees
    }
    try:
        course_actions.mark(course, marks, actor=current_user)
    except NotReady as error:  # what was typed is on the page again; nothing of it is stored
        return _page(course, 422, error, typed=marks)
    return finish(_at(course), "Đã lưu danh sách.")


@blueprint.post("/lop/<int:course_id>/chot")
@needs(P.TRAINING_COURSES)
def close_course(course_id: int) -> Response:
    """Close the list: verified records are born."""
    course = queries.get_course(course_id)
    StepForm().validate()
    try:
        number = course_actions.close(course, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_course(course_id), 422, error)
    return finish(_at(course), f"Đã chốt danh sách và ghi {number} hồ sơ đào tạo.")


@blueprint.post("/lop/<int:course_id>/bo-sung")
@needs(P.TRAINING_COURSES)
def add_late(course_id: int) -> Response:
    """Add somebody who was forgotten, with a reason."""
    course = queries.get_course(course_id)
    form = LateForm()
    form.person.choices = [(str(p.id), p.full_name) for p in staff()]
    if not form.validate_on_submit():
        return _page(course, 422, late=form)
    person = db.session.get(Person, int(form.person.data))
    try:
        if person is None:
            raise NotReady("Không có người này.")
        course_actions.add_late(course, person, actor=current_user, reason=form.reason.data or "")
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_course(course_id), 422, error, form)
    return finish(_at(course), f"Đã bổ sung {person.full_name}.")

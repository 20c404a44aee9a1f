"""The nomination desk of a unit: tick people, the unit's minutes; the nominee's word; awards decided on paper."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere, Stale
from ..core.files import download
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people.models import Unit
from . import desk, dossier, paper_award, queries, report_facts, rules
from .dossier_models import Answer
from .forms import AnswerForm, MinutesForm, PaperAwardForm, StepForm
from .models import AwardRound
from .nomination_routes import round_and_unit
from .routes import blueprint


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/ca-nhan", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def new_person(round_id: int, unit_id: int) -> Response:
    """Tick people in a table that shows what is known of each; one file for each of them."""
    round_, unit = round_and_unit(round_id, unit_id)
    people = queries.people_of(unit.id)
    form, ticked = StepForm(), set(request.form.getlist("person"))
    problem: DomainError | None = None
    if form.validate_on_submit():
        chosen = [person for person in people if str(person.id) in ticked]
        try:
            if not chosen:
                raise NotReady("Hãy đánh dấu ít nhất một người.", ["Cá nhân"])
            made, refused = desk.nominate(round_, unit, chosen, actor=current_user)
            if not made:
                raise NotReady("Chưa lập được hồ sơ nào.", refused)
        except NotReady as error:
            db.session.rollback()
            (round_, unit), problem = round_and_unit(round_id, unit_id), error
            people = queries.people_of(unit.id)
        else:
            if len(made) == 1 and not refused:
                url = url_for("awards.edit", nomination_id=made[0].id)
                return finish(url, "Đã lập hồ sơ. Hãy điền tiếp các mục bên dưới.")
            words = f"Đã lập {len(made)} hồ sơ." + "".join(f" {line}" for line in refused)
            list_of_round = url_for("awards.nominations", dot=round_.id) + "&trang-thai=draft"
            return finish(list_of_round, words, "warning" if refused else "success")
    lines = desk.lines(round_, people)
    return render(
        "awards/new_person.html",
        form=form,
        round=round_,
        unit=unit,
        lines=lines,
        missed=[line for line in lines if line.hints],
        ticked=ticked,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


def _minutes_form(round_: AwardRound, unit: Unit) -> MinutesForm:
    row = dossier.minutes_of(round_.id, unit.id)
    if row is None:
        people = len(queries.people_of(unit.id))
        return MinutesForm(
            data={"held_on": clock.today(), "total": people or None, "chair": current_user.person.addressed}
        )
    names = ("version", "held_on", "place", "chair", "secretary", "total", "present", "discussion")
    return MinutesForm(data={name: getattr(row, name) for name in names})


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/bien-ban", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def unit_minutes(round_id: int, unit_id: int) -> Response:
    """The minutes of the unit's meeting with the vote about each nominee."""
    round_, unit = round_and_unit(round_id, unit_id)
    form = _minutes_form(round_, unit)
    nominees = dossier.living_of(round_.id, unit.id)
    row = dossier.minutes_of(round_.id, unit.id)
    typed = {one.id: request.form.get(f"yes-{one.id}", "") for one in nominees}
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            _save_minutes(round_, unit, form, typed)
            return finish(
                url_for("awards.unit_minutes", round_id=round_id, unit_id=unit_id),
                "Đã lưu biên bản bình xét.",
            )
        except (NotReady, Stale) as error:
            db.session.rollback()
            (round_, unit), problem = round_and_unit(round_id, unit_id), error
            nominees, row = dossier.living_of(round_id, unit_id), dossier.minutes_of(round_id, unit_id)
            if isinstance(error, Stale) and row is not None:
                form.version.data = row.version
                form.version.raw_data = [str(row.version)]
    elif not form.is_submitted() and row is not None:
        typed = {vote.nomination_id: str(vote.yes) for vote in row.votes}
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render(
        "awards/unit_minutes.html",
        form=form,
        round=round_,
        unit=unit,
        nominees=nominees,
        typed=typed,
        saved=row,
        problem=problem,
        status=status,
    )


def _save_minutes(round_: AwardRound, unit: Unit, form: MinutesForm, typed: dict[int, str]) -> None:
    votes: dict[int, int] = {}
    for number, text in typed.items():
        if not text.strip():
            continue
        yes = number_or_none(text.strip())
        if yes is None:
            raise NotReady("Số người đồng ý phải là số nguyên.", [text])
        votes[number] = yes
    held = dossier.Held(
        held_on=form.held_on.data,
        place=form.place.data or "",
        chair=form.chair.data or "",
        secretary=form.secretary.data or "",
        total=form.total.data or 0,
        present=form.present.data or 0,
        discussion=form.discussion.data or "",
    )
    dossier.save_minutes(round_, unit, held, votes, actor=current_user, version=str(form.version.data or ""))


@blueprint.get("/dot/<int:round_id>/don-vi/<int:unit_id>/bien-ban.docx")
@needs(P.NOMINATIONS_WRITE, P.NOMINATIONS_READ_ALL)
def unit_minutes_file(round_id: int, unit_id: int) -> Response:
    """Download the unit's minutes to sign."""
    row = dossier.minutes_of(round_id, unit_id)
    if row is None or not (
        current_user.has_in(P.NOMINATIONS_WRITE, unit_id) or current_user.has(P.NOMINATIONS_READ_ALL)
    ):
        raise NotThere("Đơn vị chưa lập biên bản bình xét.")
    return download(dossier.minutes_paper(row), f"bien-ban-binh-xet-{row.held_on:%Y-%m-%d}.docx", "docx")


def _ask(nomination_id: int, form: Any, act: Any, done: str, **words: Any) -> Response:
    nomination = queries.get_for(current_user, nomination_id)
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            act(nomination)
        except NotReady as error:
            db.session.rollback()
            nomination, problem = queries.get_for(current_user, nomination_id), error
        else:
            return finish(url_for("awards.show", nomination_id=nomination_id), done)
    return render(
        "awards/settle.html",
        nomination=nomination,
        form=form,
        problem=problem,
        action=request.path,
        status=422 if form.is_submitted() else 200,
        **words,
    )


@blueprint.route("/ho-so/<int:nomination_id>/xac-nhan", methods=["GET", "POST"])
@needs(P.INITIATIVES_WRITE)
def confirm_own(nomination_id: int) -> Response:
    """The nominee reads the own line as it will be printed."""
    nomination = queries.get_for(current_user, nomination_id)
    if not rules.is_nominee(current_user, nomination):
        raise NotThere()
    form = AnswerForm()
    known = "".join(f" {label}: {value}." for label, value in report_facts.facts(nomination))
    return _ask(
        nomination_id,
        form,
        lambda one: dossier.answer(one, Answer(form.answer.data), form.text.data or "", actor=current_user),
        "Đã ghi nhận. Cảm ơn bạn.",
        heading="Xác nhận thông tin của bạn",
        lead=f"Sẽ in trên Quyết định và Giấy khen: {nomination.printed_name}; {nomination.detail}. "
        f"Trong báo cáo thành tích:{known}",
        fields=("answer", "text"),
        label="Gửi",
        consequence="Trưởng đơn vị và Thường trực thi đua thấy câu trả lời của bạn.",
    )


@blueprint.route("/ho-so/<int:nomination_id>/da-khen-tren-giay", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def record_paper(nomination_id: int) -> Response:
    """Record an award that was decided on paper."""
    form = PaperAwardForm()
    return _ask(
        nomination_id,
        form,
        lambda one: paper_award.record(
            one,
            actor=current_user,
            reason=form.reason.data or "",
            decision_number=form.decision_number.data or "",
            awarded_on=form.awarded_on.data,
        ),
        "Đã ghi khen thưởng đã quyết định trên giấy.",
        heading="Đã khen thưởng trên giấy",
        lead="Dùng cho việc đã làm ngoài phần mềm. Hồ sơ được đánh dấu; số quyết định này không thuộc sổ của phần mềm.",
        fields=("decision_number", "awarded_on", "reason"),
        label="Ghi đã khen thưởng",
        consequence="Lý do và tên bạn được ghi vào nhật ký. Việc này không làm lại được.",
    )

"""Difficulties reported through the standing body; the obligations of the plan that carry no number."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, files, nav, tables
from ..core.access import needs
from ..core.errors import NotReady
from ..core.form_page import form_page
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.queries import units
from . import duty_actions, queries, remedies, roster_actions, rules
from .forms import (
    AnswerForm,
    AssignForm,
    DifficultyForm,
    FinishForm,
    ProofForm,
    ReasonForm,
    YearForm,
    unit_choices,
)
from .models import Difficulty, Obligation
from .phrases import WORDS
from .routes import blueprint
from .states import DifficultyState

_READERS = (P.COMMUNITY_WRITE, P.COMMUNITY_READ_ALL)
nav.entry("Thi đua", "Khó khăn, vướng mắc", "community.difficulties", *_READERS, order=46)
nav.entry("Thi đua", "Nhiệm vụ của Kế hoạch", "community.obligations", *_READERS, order=47)


@blueprint.get("/vuong-mac")
@needs(*_READERS)
def difficulties() -> Response:
    """All difficulties that I may see, newest first."""
    states = [(s.value, WORDS[f"difficulty.{s.value}"]) for s in DifficultyState]
    listing = tables.Listing(
        query=queries.difficulties_for(current_user),
        columns=[
            tables.Column("title", "Khó khăn, vướng mắc", lambda d: d.title),
            tables.Column("unit", "Đơn vị", lambda d: d.unit.name),
            tables.Column(
                "day", "Ngày báo cáo", lambda d: short_date(d.reported_on), sort=Difficulty.reported_on
            ),
            tables.Column("state", "Trạng thái", lambda d: WORDS[f"difficulty.{d.state.value}"]),
            tables.Column(
                "answered", "Ngày trả lời", lambda d: short_date(d.answered_on) if d.answered_on else ""
            ),
        ],
        args=request.args,
        path=url_for("community.difficulties"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda v: Difficulty.state == v)],
        default_sort="-day",
        tie=Difficulty.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Sổ khó khăn, vướng mắc")
    return render(
        "community/difficulties.html", listing=listing, may_write=current_user.has(P.COMMUNITY_WRITE)
    )


@blueprint.route("/vuong-mac/moi", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def new_difficulty() -> Response:
    """Report a difficulty."""
    form = DifficultyForm()
    own = queries.units_of(current_user)
    form.unit.choices = unit_choices(own, None if len(own) == 1 else ("", "— Chọn —"))

    def act() -> tuple[str, str]:
        row = duty_actions.report(
            actor=current_user,
            unit_id=int(form.unit.data),
            title=form.title.data or "",
            body=form.body.data or "",
        )
        return _difficulty_at(row), "Đã gửi cơ quan thường trực."

    return form_page(
        form,
        act,
        heading="Báo cáo khó khăn, vướng mắc",
        back=(url_for("community.difficulties"), "Khó khăn, vướng mắc"),
        submit="Gửi",
        action=url_for("community.new_difficulty"),
    )


def _difficulty_at(row: Difficulty) -> str:
    return url_for("community.difficulty", difficulty_id=row.id)


@blueprint.get("/vuong-mac/<int:difficulty_id>")
@needs(*_READERS)
def difficulty(difficulty_id: int) -> Response:
    """One difficulty with its answer."""
    row = queries.get_difficulty(current_user, difficulty_id)
    return render(
        "community/difficulty.html",
        row=row,
        may_answer=rules.may_answer(current_user, row),
        may_ask_again=row.state == DifficultyState.ANSWERED
        and current_user.has_in(P.COMMUNITY_WRITE, row.unit_id),
        timeline=audit.timeline(row),
    )


@blueprint.route("/vuong-mac/<int:difficulty_id>/tra-loi", methods=["GET", "POST"])
@needs(P.COMMUNITY_ANSWER)
def answer(difficulty_id: int) -> Response:
    """Answer a difficulty."""
    row = queries.get_difficulty(current_user, difficulty_id)
    form = AnswerForm()

    def act() -> tuple[str, str]:
        duty_actions.answer(row, actor=current_user, text=form.answer.data or "")
        return _difficulty_at(row), "Đã trả lời. Đơn vị báo cáo được thông báo."

    return form_page(
        form,
        act,
        heading="Trả lời",
        caption=row.title,
        back=(_difficulty_at(row), row.title),
        submit="Trả lời",
        action=url_for("community.answer", difficulty_id=difficulty_id),
    )


@blueprint.route("/vuong-mac/<int:difficulty_id>/hoi-lai", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def ask_again(difficulty_id: int) -> Response:
    """The answer did not settle it."""
    row = queries.get_difficulty(current_user, difficulty_id)
    form = ReasonForm()

    def act() -> tuple[str, str]:
        duty_actions.ask_again(row, actor=current_user, reason=form.reason.data or "")
        return _difficulty_at(row), "Đã gửi lại cơ quan thường trực."

    return form_page(
        form,
        act,
        heading="Đề nghị trả lời lại",
        caption=row.title,
        back=(_difficulty_at(row), row.title),
        submit="Gửi lại",
        action=url_for("community.ask_again", difficulty_id=difficulty_id),
    )


@blueprint.get("/nhiem-vu")
@needs(*_READERS)
def obligations() -> Response:
    """The obligations of a year."""
    year = number_or_none(request.args.get("nam")) or clock.today().year
    rows = queries.obligations_of(current_user, year)
    return render(
        "community/obligations.html",
        rows=rows,
        year=year,
        today=clock.today(),
        done=sum(row.finished_on is not None for row in rows),
        records=remedies.proof(year, clock.today()),
        may_write=current_user.has(P.COMMUNITY_ANSWER),
    )


@blueprint.route("/nhiem-vu/mo-nam", methods=["GET", "POST"])
@needs(P.COMMUNITY_ANSWER)
def open_year() -> Response:
    """Lay out a year."""
    form = YearForm(data={"year": clock.today().year})

    def act() -> tuple[str, str]:
        year = form.year.data or clock.today().year
        number = duty_actions.open_year(year, actor=current_user)
        return url_for("community.obligations", nam=year), f"Đã lập {number} nhiệm vụ của năm {year}."

    return form_page(
        form,
        act,
        heading="Lập nhiệm vụ của một năm",
        lead="Các nhiệm vụ không có chỉ tiêu số lấy từ Kế hoạch; đơn vị chủ trì giữ như năm trước.",
        back=(url_for("community.obligations"), "Nhiệm vụ của Kế hoạch"),
        submit="Lập nhiệm vụ",
        action=url_for("community.open_year"),
    )


def _duty_at(row: Obligation) -> str:
    return url_for("community.obligation", obligation_id=row.id)


@blueprint.get("/nhiem-vu/<int:obligation_id>")
@needs(*_READERS)
def obligation(obligation_id: int) -> Response:
    """One obligation with its proof."""
    row = queries.get_obligation(current_user, obligation_id)
    doing = row.state.value == "doing"
    return render(
        "community/obligation.html",
        row=row,
        today=clock.today(),
        evidence=files.of(row),
        records=remedies.proof(row.year, clock.today()) if row.code == remedies.OBLIGATION else None,
        guided=roster_actions.half_days(row.year) if row.code == roster_actions.OBLIGATION else None,
        may_assign=row.state.value != "done" and current_user.has(P.COMMUNITY_ANSWER),
        may_work=doing and rules.may_work_on(current_user, row),
        may_reopen=row.state.value == "done" and current_user.has(P.COMMUNITY_ANSWER),
        timeline=audit.timeline(row),
    )


@blueprint.route("/nhiem-vu/<int:obligation_id>/giao", methods=["GET", "POST"])
@needs(P.COMMUNITY_ANSWER)
def assign(obligation_id: int) -> Response:
    """Give it an owner and a day."""
    row = queries.get_obligation(current_user, obligation_id)
    form = AssignForm(data={"unit": str(row.unit_id or ""), "due_on": row.due_on})
    form.unit.choices = unit_choices(unit for unit in units() if unit.parent_id)

    def act() -> tuple[str, str]:
        duty_actions.assign(row, actor=current_user, unit_id=int(form.unit.data), due_on=form.due_on.data)
        return _duty_at(row), "Đã giao. Trưởng đơn vị được báo."

    return form_page(
        form,
        act,
        heading=f"Giao nhiệm vụ {row.code}",
        caption=row.title,
        back=(_duty_at(row), row.code),
        submit="Giao",
        action=url_for("community.assign", obligation_id=obligation_id),
    )


@blueprint.route("/nhiem-vu/<int:obligation_id>/minh-chung", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def prove(obligation_id: int) -> Response:
    """Add a page of this site, or files, as proof."""
    row = queries.get_obligation(current_user, obligation_id)
    form = ProofForm()

    def act() -> tuple[str, str]:
        path = form.path.data or ""
        if path:
            duty_actions.add_link(row, actor=current_user, path=path, words=form.words.data or path)
        added = duty_actions.add_files(row, form.files.data or [], actor=current_user)
        if not path and not added:
            raise NotReady("Hãy dán một địa chỉ hoặc chọn tệp.")
        return _duty_at(row), "Đã thêm minh chứng."

    return form_page(
        form,
        act,
        heading="Thêm minh chứng",
        caption=row.title,
        lead=f"Minh chứng cần có: {row.proof}.",
        back=(_duty_at(row), row.code),
        submit="Thêm",
        action=url_for("community.prove", obligation_id=obligation_id),
        multipart=True,
    )


@blueprint.route("/nhiem-vu/<int:obligation_id>/hoan-thanh", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def finish_duty(obligation_id: int) -> Response:
    """Done this year."""
    row = queries.get_obligation(current_user, obligation_id)
    form = FinishForm(data={"note": row.note})

    def act() -> tuple[str, str]:
        note = form.note.data or ""
        own = 0  # records of this program that prove it by themselves
        if row.code == remedies.OBLIGATION:
            own = remedies.proof(row.year, clock.today())["all"]
        elif row.code == roster_actions.OBLIGATION:
            own = roster_actions.half_days(row.year)
        duty_actions.finish(row, actor=current_user, evidence=len(files.of(row)) + own, note=note)
        return _duty_at(row), "Đã ghi hoàn thành."

    return form_page(
        form,
        act,
        heading=f"Hoàn thành nhiệm vụ {row.code}",
        caption=row.title,
        back=(_duty_at(row), row.code),
        submit="Hoàn thành",
        action=url_for("community.finish_duty", obligation_id=obligation_id),
    )


@blueprint.route("/nhiem-vu/<int:obligation_id>/mo-lai", methods=["GET", "POST"])
@needs(P.COMMUNITY_ANSWER)
def reopen_duty(obligation_id: int) -> Response:
    """The proof was not enough."""
    row = queries.get_obligation(current_user, obligation_id)
    form = ReasonForm()

    def act() -> tuple[str, str]:
        duty_actions.reopen(row, actor=current_user, reason=form.reason.data or "")
        return _duty_at(row), "Đã mở lại. Trưởng đơn vị được báo kèm lý do."

    return form_page(
        form,
        act,
        heading=f"Mở lại nhiệm vụ {row.code}",
        caption=row.title,
        back=(_duty_at(row), row.code),
        submit="Mở lại",
        action=url_for("community.reopen_duty", obligation_id=obligation_id),
    )


@blueprint.post("/nhiem-vu/<int:obligation_id>/tep/<int:attachment_id>/bo")
@needs(P.COMMUNITY_WRITE)
def remove_proof(obligation_id: int, attachment_id: int) -> Response:
    """Take a file off while it is not done."""
    row = queries.get_obligation(current_user, obligation_id)
    duty_actions.remove_file(row, attachment_id, actor=current_user)
    return finish(_duty_at(row), "Đã bỏ tệp.")

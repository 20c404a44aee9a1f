"""Rounds: list, page, form, steps. Nominations: `nomination_routes.py`, their steps: `step_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..campaign.models import Campaign
from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, Stale
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..parameters import award_forms
from ..people.queries import accounts_with, units
from . import duplicates, queries, round_actions, round_plan, rules, simplified
from .forms import ReasonForm, RoundForm, StepForm
from .models import AwardRound
from .phrases import WORDS
from .states import ROUND_WORKFLOW, RoundState, RoundStep

blueprint = Blueprint("awards", __name__, url_prefix="/khen-thuong")
_READERS = (P.NOMINATIONS_WRITE, P.NOMINATIONS_CHECK, P.NOMINATIONS_READ_ALL)
nav.entry("Thi đua", "Đợt khen thưởng", "awards.rounds", *_READERS, order=40)


@blueprint.get("/dot")
@needs(*_READERS)
def rounds() -> Response:
    """All rounds, newest first."""
    columns = [
        tables.Column("title", "Đợt khen thưởng", lambda r: r.title),
        tables.Column("kind", "Loại", lambda r: WORDS[f"RoundKind.{r.kind.value}"], sort=AwardRound.kind),
        tables.Column("opens", "Ngày mở", lambda r: short_date(r.opens_on), sort=AwardRound.opens_on),
        tables.Column(
            "closes", "Hạn nhận hồ sơ", lambda r: short_date(r.closes_on), sort=AwardRound.closes_on
        ),
        tables.Column("state", "Trạng thái", lambda r: WORDS[f"award_round.{r.state.value}"]),
    ]
    states = [(s.value, WORDS[f"award_round.{s.value}"]) for s in RoundState]
    listing = tables.Listing(
        query=queries.rounds(),
        columns=columns,
        args=request.args,
        path=url_for("awards.rounds"),
        filters=[tables.Filter("state", "Trạng thái", states, lambda value: AwardRound.state == value)],
        default_sort="-opens",
        tie=AwardRound.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách đợt khen thưởng")
    return render("awards/rounds.html", listing=listing, may_run=rules.may_run_rounds(current_user))


@blueprint.route("/dot/moi", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def new_round() -> Response:
    """Plan a round."""
    start: dict[str, Any] = {"opens_on": clock.today()}
    earlier = number_or_none(request.args.get("tu"))
    if (
        earlier is not None
    ):  # the form of a new round, made after an earlier one; nothing is stored before it is sent
        start = round_plan.copied(queries.get_round(earlier))
    return _round_form(None, RoundForm(data=start))


@blueprint.route("/dot/<int:round_id>/sua", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def edit_round(round_id: int) -> Response:
    """Change a round."""
    round_ = queries.get_round(round_id)
    names = (
        "title",
        "achievement",
        "opens_on",
        "closes_on",
        "rule_date",
        "counts_from",
        "counts_to",
        "guidance",
        "award_form",
        "version",
    )
    data = {name: getattr(round_, name) for name in names} | {"kind": round_.kind.value}
    return _round_form(round_, RoundForm(data=data))


_OTHER_EDITOR = (
    "Người khác vừa sửa đợt này (đang lưu: “{title}”, hạn {closes}). Nội dung bạn gõ vẫn ở dưới; bấm Lưu lần nữa nếu "
    "muốn thay bằng bản của bạn."
)


def _round_form(round_: AwardRound | None, form: RoundForm) -> Response:
    problem: DomainError | None = None
    form.award_form.choices = [
        (code, name.split(" của Chủ tịch")[0]) for code, name in award_forms.forms_on(clock.today()).items()
    ]
    kinds = award_forms.kinds_on(clock.today())
    if kinds:  # those of today's law, and the own one of an older round
        own = {round_.kind.value: WORDS[f"RoundKind.{round_.kind.value}"]} if round_ else {}
        form.kind.choices = [("", "— Chọn —"), *(own | kinds).items()]
    if form.validate_on_submit():
        try:
            if round_ is not None and str(form.version.data) != str(round_.version):
                raise Stale(_OTHER_EDITOR.format(title=round_.title, closes=short_date(round_.closes_on)))
            if round_ is None:
                campaign = db.session.scalar(
                    db.select(Campaign.id).order_by(Campaign.starts_on.desc()).limit(1)
                )
                round_ = round_actions.create(**form.values(), actor=current_user, campaign_id=campaign)
            else:
                round_actions.edit(round_, form.values(), actor=current_user)
            return finish(_at(round_), "Đã lưu đợt khen thưởng.")
        except (NotReady, Stale) as error:
            db.session.rollback()
            problem = error
            if isinstance(error, Stale) and round_ is not None:
                form.version.data = round_.version
                form.version.raw_data = [str(round_.version)]
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("awards/round_form.html", form=form, round=round_, problem=problem, status=status)


def _at(round_: AwardRound) -> str:
    return url_for("awards.show_round", round_id=round_.id)


@blueprint.get("/dot/<int:round_id>")
@needs(*_READERS)
def show_round(round_id: int) -> Response:
    """A round: what it is for, what came in, who has not sent anything, its next step."""
    return _round_page(queries.get_round(round_id))


def _round_page(round_: AwardRound, status: int = 200, problem: NotReady | None = None) -> Response:
    desk = rules.may_run_rounds(current_user)
    mine = queries.nominating_units(current_user) if current_user.has(P.NOMINATIONS_WRITE) else []
    context: dict[str, Any] = {
        "round": round_,
        "desk": desk,
        "counts": queries.counts(round_),
        "mine": mine if round_.state == RoundState.OPEN else [],
        "silent": queries.silent_units(round_, _units_with_heads()) if desk else [],
        "steps": set(ROUND_WORKFLOW.steps_from(round_.state)),
        "Step": RoundStep,
        "award_form": award_forms.bare_name(round_.award_form, round_.rule_date),
        "may_skip_council": desk and simplified.offered(round_),
        "timeline": audit.timeline(round_) if desk else [],
        "problem": problem,
        "plan": (plan := round_plan.plan(round_)),
        "no_holidays": round_plan.unreliable_years(plan) if desk else [],
        "counted": round_.counted,
        "today": clock.today(),
    }
    return render("awards/round.html", status=status, **context)


def _units_with_heads() -> list[Any]:
    covered: set[int] = set()
    for account in accounts_with(P.NOMINATIONS_WRITE):
        held = account.units_with(P.NOMINATIONS_WRITE)
        covered |= held or set()
    return [unit for unit in units() if unit.id in covered]


_STEPS: dict[str, tuple[Any, str]] = {
    "mo": (round_actions.open_round, "Đã mở đợt và báo cho các Trưởng đơn vị."),
    "dong": (round_actions.close, "Đã đóng nhận hồ sơ. Hồ sơ đủ điều kiện có thể đưa vào chương trình họp."),
    "da-trao": (round_actions.hand_over, "Đã ghi nhận việc trao khen thưởng."),
}


@blueprint.post("/dot/<int:round_id>/<any(mo,dong,'da-trao'):step>")
@needs(P.ROUNDS_WRITE)
def step_round(round_id: int, step: str) -> Response:
    """Open, close, note the handing over."""
    round_ = queries.get_round(round_id)
    form, (act, message) = StepForm(), _STEPS[step]
    form.validate()
    try:
        act(round_, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _round_page(queries.get_round(round_id), status=422, problem=error)
    return finish(_at(round_), message)


_REASONED: dict[str, tuple[Any, str, str]] = {
    "huy": (
        round_actions.cancel,
        "Hủy đợt khen thưởng",
        "Các Trưởng đơn vị được báo kèm lý do. Việc này không làm lại được.",
    ),
    "mo-lai": (
        round_actions.reopen,
        "Mở lại đợt khen thưởng",
        "Các Trưởng đơn vị được báo kèm lý do và lại nộp được hồ sơ.",
    ),
    "thu-tuc-don-gian": (
        simplified.skip_council,
        "Trình Chủ tịch theo thủ tục đơn giản",
        "Hồ sơ đủ điều kiện không qua Hội đồng; lý do được in trong Tờ trình, ghi vào nhật ký và sổ khen thưởng.",
    ),
}


@blueprint.route("/dot/<int:round_id>/<any(huy,'mo-lai','thu-tuc-don-gian'):step>", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def reasoned_step(round_id: int, step: str) -> Response:
    """Cancel or reopen, with a reason."""
    round_ = queries.get_round(round_id)
    form, (act, label, consequence) = ReasonForm(), _REASONED[step]
    problem: NotReady | None = None
    if form.validate_on_submit():
        try:
            act(round_, actor=current_user, reason=form.reason.data or "")
            return finish(_at(round_), f"{label}: đã thực hiện.")
        except NotReady as error:
            db.session.rollback()
            round_, problem = queries.get_round(round_id), error
    status = 422 if form.is_submitted() else 200
    return render(
        "awards/reason.html",
        form=form,
        heading=label,
        what=round_.title,
        consequence=consequence,
        problem=problem,
        action=url_for("awards.reasoned_step", round_id=round_.id, step=step),
        back=_at(round_),
        status=status,
    )


@blueprint.get("/dot/<int:round_id>/trung-lap")
@needs(P.NOMINATIONS_CHECK)
def duplicates_of_round(round_id: int) -> Response:
    """What stands twice in a round, for the standing body to clean the list."""
    round_ = queries.get_round(round_id)
    return render(
        "awards/duplicates.html",
        round=round_,
        found=duplicates.in_round(round_),
        may_remove=lambda one: one.round_id == round_.id and rules.may_return(current_user, one),
    )

"""Nominations: choose whom, write the file, evidence, lists."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, conflicts, files, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, Barred, DomainError, NotReady, NotThere, Stale
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import autosaved, finish
from ..people.models import Honorific, Unit
from . import actions, agenda, dossier, eligibility_actions, queries, report, rules
from .eligibility import Finding, Severity
from .eligibility_facts import findings_for, findings_of, rule_day
from .forms import (
    CollectiveForm,
    FilesForm,
    HouseholdForm,
    NominationForm,
    OverrideForm,
    StepForm,
)
from .models import AwardRound, Nomination, SubjectKind
from .phrases import WITH, WORDS
from .routes import blueprint
from .states import RoundState, State

_SEES = (
    P.NOMINATIONS_WRITE,
    P.NOMINATIONS_CHECK,
    P.NOMINATIONS_READ_ALL,
    P.COUNCIL_READ,
    P.INITIATIVES_WRITE,
)
nav.entry("Thi đua", "Hồ sơ khen thưởng", "awards.nominations", *_SEES, order=41)


@blueprint.get("/ho-so")
@needs(*_SEES)
def nominations() -> Response:
    """All nominations that I may see."""
    rounds = list(db.session.scalars(queries.rounds().order_by(AwardRound.opens_on.desc())))
    checks = current_user.has(P.NOMINATIONS_READ_ALL) or current_user.has(P.NOMINATIONS_WRITE)
    marks: dict[int, str] = {}
    listing = tables.Listing(
        query=queries.with_lists(queries.visible_to(current_user)),
        columns=[
            tables.Column("name", "Tên", lambda n: n.printed_name, sort=Nomination.name_key),
            tables.Column("kind", "Đối tượng", lambda n: WORDS[f"SubjectKind.{n.subject_kind.value}"]),
            tables.Column("detail", "Chức vụ, đơn vị / địa chỉ", lambda n: n.detail),
            tables.Column("unit", "Đơn vị đề nghị", lambda n: n.unit.name),
            tables.Column("round", "Đợt", lambda n: n.round.title, sort=Nomination.round_id),
            tables.Column("state", "Trạng thái", lambda n: WORDS[f"nomination.{n.state.value}"]),
            *([tables.Column("law", "Theo quy định", lambda n: marks.get(n.id, ""))] if checks else []),
        ],
        args=request.args,
        path=url_for("awards.nominations"),
        filters=[
            tables.Filter(
                "dot", "Đợt", [(str(r.id), r.title) for r in rounds], lambda v: Nomination.round_id == int(v)
            ),
            tables.Filter(
                "trang-thai",
                "Trạng thái",
                [(s.value, WORDS[f"nomination.{s.value}"]) for s in State],
                lambda v: Nomination.state == v,
            ),
            tables.Filter(
                "don-vi",
                "Đơn vị đề nghị",
                [(str(unit.id), unit.name) for unit in queries.units_seen_by(current_user)],
                lambda v: Nomination.unit_id == int(v),
            ),
            tables.Filter(
                "doi-tuong",
                "Đối tượng",
                [(k.value, WORDS[f"SubjectKind.{k.value}"]) for k in SubjectKind],
                lambda v: Nomination.subject_kind == v,
            ),
        ],
        search_in=[Nomination.search_text],
        default_sort="name",
        tie=Nomination.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách hồ sơ khen thưởng")
    if checks:
        living = [one for one in listing.rows if one.state in rules.BEFORE_DECISION]
        marks |= {number: _mark(found) for number, found in findings_for(living).items()}
    return render("awards/nominations.html", listing=listing)


def _mark(found: list[Finding]) -> str:
    """Return "1 điều cấm, 2 cảnh báo" of what still stops a file."""
    bars = sum(f.check.severity == Severity.BAR for f in found)
    warnings = sum(f.stops for f in found) - bars
    words = [(bars, "điều cấm"), (warnings, "cảnh báo")]
    return ", ".join(f"{number} {word}" for number, word in words if number)


def round_and_unit(round_id: int, unit_id: int) -> tuple[AwardRound, Unit]:
    """Return both when the account nominates for the unit now; NotThere, Barred otherwise."""
    round_, unit = queries.get_round(round_id), db.session.get(Unit, unit_id)
    if unit is None or not current_user.has_in(P.NOMINATIONS_WRITE, unit.id):
        raise NotThere()
    if not rules.may_nominate(current_user, round_, unit.id):
        raise Barred("Đợt khen thưởng này không nhận hồ sơ nữa.")
    return round_, unit


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/tap-the", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def new_collective(round_id: int, unit_id: int) -> Response:
    """Pick the unit itself or one below it."""
    round_, unit = round_and_unit(round_id, unit_id)
    below = [u for u in queries.nominating_units(current_user) if unit.id in (u.id, u.parent_id)]
    form = CollectiveForm()
    form.collective.choices = [(str(u.id), u.name) for u in below]

    def act() -> Nomination:
        chosen = next(u for u in below if str(u.id) == form.collective.data)
        return actions.nominate_collective(round_, unit, chosen, actor=current_user)

    return _choose("awards/new_collective.html", form, act, round=round_, unit=unit)


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/ho-gia-dinh", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def new_household(round_id: int, unit_id: int) -> Response:
    """Name a household."""
    round_, unit = round_and_unit(round_id, unit_id)
    form = HouseholdForm()

    def act() -> Nomination:
        return actions.nominate_household(
            round_,
            unit,
            Honorific(form.honorific.data),
            form.head.data or "",
            form.address.data or "",
            actor=current_user,
        )

    return _choose("awards/new_household.html", form, act, round=round_, unit=unit)


def _choose(template: str, form: Any, act: Any, **context: Any) -> Response:
    problem = None
    if form.validate_on_submit():
        try:
            nomination = act()
            return finish(_edit(nomination), "Đã lập hồ sơ. Hãy điền tiếp các mục bên dưới.")
        except NotReady as error:
            db.session.rollback()
            problem = error
            context = {
                name: db.session.merge(value, load=True) if hasattr(value, "id") else value
                for name, value in context.items()
            }
    status = 422 if form.is_submitted() else 200
    return render(template, form=form, problem=problem, status=status, **context)


def _edit(nomination: Nomination) -> str:
    return url_for("awards.edit", nomination_id=nomination.id)


def _at(nomination: Nomination) -> str:
    return url_for("awards.show", nomination_id=nomination.id)


@blueprint.get("/ho-so/<int:nomination_id>")
@needs(*_SEES)
def show(nomination_id: int) -> Response:
    """The file of a nomination with its next act."""
    return page(queries.get_for(current_user, nomination_id))


def page(
    nomination: Nomination,
    status: int = 200,
    problem: DomainError | None = None,
    typed: dict[str, tuple[str, str]] | None = None,
) -> Response:
    """Render the page of a nomination (also with what went wrong, and the checklist answers typed just now)."""
    evidence = files.of(nomination)
    initiative = nomination.initiative
    return render(
        "awards/nomination.html",
        nomination=nomination,
        evidence=evidence,
        initiative=initiative,
        history=queries.history(nomination.person_id, nomination.collective_id),
        missing=report.lacking(nomination, evidence=len(evidence), voted=dossier.has_vote(nomination)),
        may_edit=rules.may_edit(current_user, nomination),
        may_withdraw=rules.may_withdraw(current_user, nomination),
        may_check=rules.may_check(current_user, nomination),
        may_return=rules.may_return(current_user, nomination),
        takes=nomination.round.state == RoundState.OPEN or nomination.state == State.RETURNED,
        findings=_findings(nomination),
        own_word=dossier.answer_of(nomination),
        asked=nomination.state in dossier.ASKED and nomination.person_id is not None,
        is_nominee=rules.is_nominee(current_user, nomination),
        may_record=rules.may_run_rounds(current_user)
        and nomination.state in (State.DRAFT, State.SUBMITTED, State.ELIGIBLE)
        and not rules.barred_own_file(current_user, nomination),
        may_settle=eligibility_actions.may_settle(current_user, nomination),
        registered=agenda.registered_words(nomination),
        may_choose_rules=eligibility_actions.may_choose_rules(current_user, nomination),
        override_form=OverrideForm(formdata=None),
        notes=agenda.notes(nomination) if current_user.has(P.NOMINATIONS_READ_ALL) else [],
        rules_of_day=rule_day(nomination) if nomination.submitted_at else None,
        sees_report=not rules.is_nominee(current_user, nomination)
        or current_user.has(P.NOMINATIONS_READ_ALL),
        with_whom=WITH.get(nomination.state.value, ""),
        step=StepForm(),
        typed=typed or {},
        timeline=_timeline(nomination),
        vote_note=conflicts.HIDDEN if nomination.vote_note and _hidden(nomination) else nomination.vote_note,
        problem=problem,
        status=status,
    )


def _hidden(nomination: Nomination) -> bool:
    """Whether the reader declared a conflict about this file: the council's votes are not shown."""
    return bool(conflicts.declared(current_user.person_id, "nomination", {nomination.id}))


def _timeline(nomination: Nomination) -> Sequence[object]:
    events = audit.timeline(nomination)
    return (
        conflicts.without_votes(events, ("nomination:pass", "nomination:fail"))
        if _hidden(nomination)
        else events
    )


def _findings(nomination: Nomination) -> list[Finding]:
    """Who is nominated sees none; what a hold rests on is shown to the standing body and the chairman."""
    if rules.is_nominee(current_user, nomination) or nomination.state not in rules.BEFORE_DECISION:
        return []
    found = findings_of(nomination)
    if current_user.has(P.NOMINATIONS_READ_ALL):
        return found
    return [replace(f, facts=()) if f.check.code in ("hold", "after_discipline") else f for f in found]


def _form(nomination: Nomination) -> NominationForm:
    form = NominationForm(
        data={
            "version": nomination.version,
            "honorific": nomination.honorific.value if nomination.honorific else None,
            "name": nomination.name,
            "detail": nomination.detail,
            "achievement": nomination.achievement,
            "initiative_id": nomination.initiative_id,
            "report": nomination.report,
            "unit_meeting": nomination.unit_meeting,
        }
    )
    if nomination.subject_kind == SubjectKind.COLLECTIVE:
        del form.honorific
    if nomination.subject_kind == SubjectKind.PERSON:
        own = queries.initiatives_of(nomination.person_id or 0)
        form.initiative_id.choices = [("", "Không có"), *((str(i.id), i.title) for i in own)]
    else:
        del form.initiative_id
    if report.has_passages(nomination):
        del form.report
    return form


@blueprint.route("/ho-so/<int:nomination_id>/viet", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def edit(nomination_id: int) -> Response:
    """Write the file; "Lưu" keeps it complete or not."""
    nomination = _editable(nomination_id)
    form = _form(nomination)
    problem: DomainError | None = None
    if form.validate_on_submit():
        if str(form.version.data) != str(nomination.version):
            problem = Stale(
                "Người khác vừa sửa hồ sơ này. Nội dung bạn gõ vẫn ở dưới; nội dung đang lưu hiện bên cạnh. "
                "Bấm Lưu lần nữa nếu muốn thay bằng bản của bạn."
            )
            form.version.data = nomination.version
            form.version.raw_data = [str(nomination.version)]
            return _edit_page(nomination, form, problem, 409)
        try:
            actions.save(nomination, form.values(nomination), actor=current_user)
            if request.form.get("then") == "report":
                report.draft(nomination, actor=current_user)
                return finish(url_for("awards.report_page", nomination_id=nomination.id), report.DRAFTED)
            target = _at(nomination) if request.form.get("then") == "check" else _edit(nomination)
            return finish(target, f"Đã lưu lúc {clock.local(clock.now()):%H:%M}.")
        except NotReady as error:
            db.session.rollback()
            nomination, problem = _editable(nomination_id), error
    return _edit_page(nomination, form, problem, 422 if form.is_submitted() else 200)


def _edit_page(
    nomination: Nomination, form: NominationForm, problem: DomainError | None, status: int
) -> Response:
    evidence = files.of(nomination)
    return render(
        "awards/edit.html",
        nomination=nomination,
        form=form,
        evidence=evidence,
        files_form=FilesForm(),
        missing=report.lacking(nomination, evidence=len(evidence), voted=dossier.has_vote(nomination)),
        problem=problem,
        both=status == 409,
        status=status,
    )


def _editable(nomination_id: int) -> Nomination:
    nomination = queries.get_for(current_user, nomination_id)
    rules.require(rules.may_edit(current_user, nomination), "Hồ sơ này hiện không sửa được.")
    return nomination


@blueprint.post("/ho-so/<int:nomination_id>/luu-nhap")
@needs(P.NOMINATIONS_WRITE)
def autosave(nomination_id: int) -> Response:
    """Keep what is typed so far, called by the page itself."""

    def keep() -> Nomination:
        nomination = _editable(nomination_id)
        form = _form(nomination)
        if str(form.version.data) != str(nomination.version):
            raise Stale("Hồ sơ này đã được sửa ở một thẻ khác. Bấm “Lưu” để xem cả hai bản.")
        if not form.validate():
            raise NotReady("Chưa lưu được: " + "; ".join(form.missing()))
        actions.save(nomination, form.values(nomination), actor=current_user)
        return nomination

    return autosaved(keep)


@blueprint.post("/ho-so/<int:nomination_id>/tep")
@needs(P.NOMINATIONS_WRITE)
def add_files(nomination_id: int) -> Response:
    """Add evidence."""
    nomination = _editable(nomination_id)
    form = FilesForm()
    form.validate()
    try:
        added = files.attach_uploads(nomination, form.files.data or [], actor=current_user)
    except BadFile as error:
        db.session.rollback()
        nomination = _editable(nomination_id)
        return _edit_page(nomination, _fresh(nomination), error, 422)
    return finish(f"{_edit(nomination)}#tep", f"Đã thêm {len(added)} tệp.")


def _fresh(nomination: Nomination) -> NominationForm:
    """The form as stored, not as this request (which carried files) would fill it."""
    form = _form(nomination)
    stored = {
        "version": str(nomination.version),
        "honorific": nomination.honorific.value if nomination.honorific else None,
        "initiative_id": nomination.initiative_id,
    }
    for field in form:
        if field.name not in ("once", "csrf_token"):
            field.data = stored.get(field.name, getattr(nomination, field.name, None))
    return form


@blueprint.post("/ho-so/<int:nomination_id>/tep/<int:attachment_id>/bo")
@needs(P.NOMINATIONS_WRITE)
def remove_file(nomination_id: int, attachment_id: int) -> Response:
    """Remove one file of evidence."""
    nomination = _editable(nomination_id)
    files.detach(nomination, attachment_id, actor=current_user)
    return finish(f"{_edit(nomination)}#tep", "Đã bỏ tệp.")

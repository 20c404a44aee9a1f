"""Pages of print runs: the papers of a Decision, a new run, one run from its file to its result."""

from flask import Response, url_for

from ..core import audit, files
from ..core.access import needs
from ..core.errors import NotReady, NotThere
from ..core.htmx import render
from ..core.web import finish
from ..decisions.models import Decision
from ..decisions.stack import stack
from ..previews import service as previews
from ..previews.routes import start as start_preview
from ..registers.actions import issued_files
from . import choosing, queries, ranges, run_actions, stock_actions
from .forms import ResultForm, RunForm, StepForm
from .models import PrintRun, RunKind, RunMode
from .routes import PRINTS, actor, blueprint, chosen, refused
from .states import RunState


@blueprint.get("/quyet-dinh/<int:decision_id>")
@needs(*PRINTS)
def desk(decision_id: int) -> Response:
    """The papers of a Decision: runs, what every sheet went through, papers of the ceremony."""
    decision = queries.printable(actor(), decision_id)
    sheets = stack(decision)
    return render(
        "printing/desk.html",
        decision=decision,
        sheets=sheets,
        waiting=_waiting(decision),
        runs=queries.runs_of(decision),
        prints=queries.prints_of(decision),
        held=queries.held([sheet.certificate.id for sheet in sheets]),
    )


def _waiting(decision: Decision) -> dict[RunKind, str]:
    """Return kind -> the sheets that wait for it, as people write them; "" when there are none."""
    found = stack(decision)
    return {
        kind: ranges.shown(sheet.certificate.ordinal for sheet in choosing.waiting(found, kind))
        for kind in RunKind
    }


@blueprint.route("/quyet-dinh/<int:decision_id>/luot-moi", methods=["GET", "POST"])
@needs(*PRINTS)
def new_run(decision_id: int) -> Response:
    """Choose what to print and on what."""
    decision = queries.printable(actor(), decision_id)
    waiting = _waiting(decision)
    form = RunForm()
    if not form.is_submitted() and not waiting[RunKind.FIRST]:
        form.kind.data = (RunKind.REPLACEMENT if waiting[RunKind.REPLACEMENT] else RunKind.REPRINT).value
    stocks, printers = queries.stocks(active=True), queries.printers(active=True)
    balances = queries.balances()
    form.stock.choices = [
        ("", "— Chọn khi in lên phôi —"),
        *((str(one.id), f"{one.name} (còn {balances.get(one.id, 0)} tờ)") for one in stocks),
    ]
    form.printer.choices = [
        ("", "— Chọn khi in lên phôi —"),
        *((str(one.id), one.name + ("" if one.calibration else " (chưa can chỉnh)")) for one in printers),
    ]
    problem: NotReady | None = None
    if form.validate_on_submit():
        mode = RunMode(form.mode.data)
        overlay = mode == RunMode.OVERLAY
        order = run_actions.Order(
            mode,
            RunKind(form.kind.data),
            form.reason.data or "",
            queries.stock(chosen(form.stock.data)) if overlay and form.stock.data else None,
            queries.printer(chosen(form.printer.data)) if overlay and form.printer.data else None,
        )
        try:
            made = run_actions.prepare(decision, order, form.sheets.data or "", actor=actor())
            return finish(_at(made), f"Đã lập lượt in số {made.number}, {len(made.sheets)} tờ.")
        except NotReady as error:
            problem = error
            refused(error)
    status = 422 if form.is_submitted() else 200
    return render(
        "printing/new_run.html",
        form=form,
        decision=queries.printable(actor(), decision_id),
        waiting=waiting,
        problem=problem,
        status=status,
    )


def _at(run: PrintRun) -> str:
    return url_for("printing.run", run_id=run.id)


def _run(run_id: int) -> PrintRun:
    """Return a run of a Decision that the account may see."""
    found = queries.run(run_id)
    queries.printable(actor(), found.decision_id)
    return found


@blueprint.get("/luot/<int:run_id>")
@needs(*PRINTS)
def run(run_id: int) -> Response:
    """A run: its file, its next step, its sheets."""
    return _page(_run(run_id))


def _page(found: PrintRun, form: ResultForm | None = None, problem: NotReady | None = None) -> Response:
    rest = run_actions.left_over(found) if found.state == RunState.STOPPED else []
    wrong = problem is not None or (form is not None and bool(form.errors))
    return render(
        "printing/run.html",
        run=found,
        range=ranges.shown(one.certificate.ordinal for one in found.sheets),
        rest=ranges.shown(one.certificate.ordinal for one in rest),
        rest_count=len(rest),
        next_run=queries.followed_by(found),
        previews=previews.available(),
        form=form or ResultForm(),
        opened=wrong,
        problem=problem,
        timeline=audit.timeline(found),
        status=422 if wrong else 200,
    )


def _kept(found: PrintRun) -> tuple[str, bytes]:
    kept = issued_files(found)
    if not kept:
        raise NotThere("Không tìm thấy tệp in của lượt này.")
    return kept[-1].name, files.get(kept[-1].sha256)


@blueprint.get("/luot/<int:run_id>/tep.docx")
@needs(*PRINTS)
def run_file(run_id: int) -> Response:
    """The file of a run, as it was made."""
    name, content = _kept(_run(run_id))
    return files.download(content, name, "docx")


@blueprint.post("/luot/<int:run_id>/xem-truoc")
@needs(*PRINTS)
def preview_run(run_id: int) -> Response:
    """Show the pages of the file; the picture of the blank lies below the text on the screen."""
    found = _run(run_id)
    StepForm().validate()
    name, content = _kept(found)
    picture = stock_actions.background(found.stock) if found.stock else None
    below = files.get(picture.sha256) if picture else None
    labels = [f"{one.certificate.ordinal:02d}. {one.certificate.name}" for one in found.sheets]
    return start_preview(content, name, background=below, back=_at(found), labels=labels)


@blueprint.post("/luot/<int:run_id>/<any('bat-dau','bo','in-tiep'):step>")
@needs(*PRINTS)
def step_run(run_id: int, step: str) -> Response:
    """Start a run, give it up, or go on where it stopped."""
    found = _run(run_id)
    StepForm().validate()
    try:
        if step == "bat-dau":
            run_actions.start(found, actor=actor())
            return finish(_at(found), "Đã ghi bắt đầu in. In xong hãy quay lại đây ghi kết quả.")
        if step == "bo":
            run_actions.discard(found, actor=actor())
            return finish(
                url_for("printing.desk", decision_id=found.decision_id), f"Đã bỏ lượt in số {found.number}."
            )
        made = run_actions.resume(found, actor=actor())
        return finish(_at(made), f"Đã lập lượt in tiếp số {made.number}, {len(made.sheets)} tờ.")
    except NotReady as error:
        refused(error)
        return _page(_run(run_id), problem=error)


@blueprint.post("/luot/<int:run_id>/xong")
@needs(*PRINTS)
def all_printed(run_id: int) -> Response:
    """Note that all sheets came out well."""
    found = _run(run_id)
    StepForm().validate()
    try:
        run_actions.note_result(found, actor=actor())
    except NotReady as error:
        refused(error)
        return _page(_run(run_id), problem=error)
    return finish(_at(found), f"Đã ghi in xong {len(found.sheets)} tờ.")


@blueprint.post("/luot/<int:run_id>/ket-qua")
@needs(*PRINTS)
def result(run_id: int) -> Response:
    """Note up to which sheet it went, and what was spoiled."""
    found, form = _run(run_id), ResultForm()
    if not form.validate_on_submit():
        return _page(found, form)
    try:
        run_actions.note_result(
            found,
            actor=actor(),
            upto=form.upto.data,
            spoiled=ranges.parse(form.spoiled.data),
            wasted=form.wasted.data or 0,
            reason=form.reason.data or "",
        )
    except NotReady as error:
        refused(error)
        return _page(_run(run_id), form, error)
    rest = len(run_actions.left_over(found))
    return finish(
        _at(found),
        f"Đã ghi kết quả. Còn {rest} tờ phải in tiếp." if rest else "Đã ghi kết quả. Lượt in xong.",
    )

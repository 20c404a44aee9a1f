"""Pages of stock profiles: make, copy, edit, boxes with a live picture, background."""

from types import SimpleNamespace
from typing import Any

from flask import Response, request, url_for

from ..core import audit, edits
from ..core.access import needs
from ..core.errors import DomainError, NotReady
from ..core.htmx import render
from ..core.web import finish
from . import defaults, drawing, ledger, profiles, queries, stock_actions
from .forms import BackgroundForm, BoxForm, CopyForm, StepForm, StockForm
from .models import BoxAlign, StockBox, StockField, StockProfile
from .phrases import WORDS
from .routes import PRINTS, actor, blueprint, refused

_FIELDS = "any({}):field".format(",".join(f"'{one.value}'" for one in StockField))
_BOX = ("x", "y", "width", "height", "sizes", "lines", "align", "bold", "italic", "color")


def _at(stock: StockProfile) -> str:
    return url_for("printing.stock", stock_id=stock.id)


@blueprint.post("/phoi/mau-co-san")
@needs(*PRINTS)
def default_stock() -> Response:
    """Make the stock that comes with the program."""
    StepForm().validate()
    made = stock_actions.make_default(actor=actor())
    return finish(_at(made), "Đã tạo mẫu phôi A4 ngang. Hãy sao chép rồi sửa theo phôi của cơ quan.")


@blueprint.get("/phoi/<int:stock_id>")
@needs(*PRINTS)
def stock(stock_id: int) -> Response:
    """A stock: its picture, its boxes, what is left."""
    return _page(queries.stock(stock_id))


def _page(
    found: StockProfile, form: BackgroundForm | None = None, problem: DomainError | None = None
) -> Response:
    boxes = profiles.ordered(found)
    there = {box.field for box in boxes}
    return render(
        "printing/stock.html",
        stock=found,
        boxes=boxes,
        missing=[field for field in StockField if field not in there],
        picture=drawing.picture(found, boxes),
        background=stock_actions.background(found),
        totals=ledger.totals(found),
        left=ledger.left(found),
        form=form or BackgroundForm(),
        problem=problem,
        timeline=[
            one for one in audit.timeline(found) if one.event != "stock:entered"
        ],  # the ledger has its own page
        status=problem.status if problem else 200,
    )


@blueprint.route("/phoi/<int:stock_id>/sua", methods=["GET", "POST"])
@needs(*PRINTS)
def edit_stock(stock_id: int) -> Response:
    """Change name, size, note."""
    found = queries.stock(stock_id)
    form, problem, both, status = StockForm(obj=found), None, None, 200
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("name", "width", "height")} | {
            "note": form.note.data or ""
        }
        if edits.is_stale(form, found):
            status, both = 409, edits.differences(form, {name: getattr(found, name) for name in values})
            form.version.data = str(found.version)
        else:
            try:
                stock_actions.edit(found, values, actor=actor())
                return finish(_at(found), "Đã lưu mẫu phôi.")
            except NotReady as error:
                problem, status = refused(error), 422
    elif form.is_submitted():
        status = 422
    return render(
        "printing/stock_form.html",
        form=form,
        stock=queries.stock(stock_id),
        both=both,
        problem=problem,
        status=status,
    )


@blueprint.route("/phoi/<int:stock_id>/sao-chep", methods=["GET", "POST"])
@needs(*PRINTS)
def copy_stock(stock_id: int) -> Response:
    """Make another stock from this one."""
    found, form, problem = queries.stock(stock_id), CopyForm(), None
    if form.validate_on_submit():
        try:
            made = stock_actions.copy(found, form.name.data or "", actor=actor())
            return finish(_at(made), "Đã sao chép. Hãy sửa khung chữ theo phôi của cơ quan.")
        except NotReady as error:
            problem = refused(error)
    status = 422 if form.is_submitted() else 200
    return render("printing/copy.html", form=form, stock=found, problem=problem, status=status)


@blueprint.post("/phoi/<int:stock_id>/<any('cat-di','dung-lai'):step>")
@needs(*PRINTS)
def put_away(stock_id: int, step: str) -> Response:
    """Take a stock out of use, or back into it."""
    found = queries.stock(stock_id)
    StepForm().validate()
    stock_actions.put_away(found, away=step == "cat-di", actor=actor())
    return finish(_at(found), "Đã cất mẫu phôi." if step == "cat-di" else "Đã đưa mẫu phôi vào dùng lại.")


@blueprint.route(f"/phoi/<int:stock_id>/khung/<{_FIELDS}>", methods=["GET", "POST"])
@needs(*PRINTS)
def box(stock_id: int, field: str) -> Response:
    """Place one field; the picture follows what is typed."""
    found, what = queries.stock(stock_id), StockField(field)
    there = stock_actions.box_of(found, what)
    start = there or defaults.BY_FIELD[what]
    form = BoxForm(obj=start)
    if not form.is_submitted():
        form.align.data = start.align.value
        form.version.data = str(there.version if there else 0)
    problem: DomainError | None = None
    both, status = None, 200
    if form.validate_on_submit():
        values = {name: form[name].data for name in _BOX} | {"align": BoxAlign(form.align.data)}
        if (str(there.version) if there else "0") != str(form.version.data or ""):
            status, both = 409, edits.differences(form, {name: getattr(start, name) for name in values})
            form.version.data = str(there.version if there else 0)
        else:
            try:
                stock_actions.set_box(found, what, values, actor=actor())
                return finish(_at(found), f"Đã lưu khung “{WORDS[f'StockField.{field}']}”.")
            except NotReady as error:
                problem, status = refused(error), 422
    elif form.is_submitted():
        status = 422
    found = queries.stock(stock_id)
    return render(
        "printing/box.html",
        form=form,
        stock=found,
        field=what,
        there=stock_actions.box_of(found, what),
        picture=drawing.picture(found, _with(found, what, _typed(what, form))),
        background=stock_actions.background(found),
        both=both,
        problem=problem,
        status=status,
    )


@blueprint.get(f"/phoi/<int:stock_id>/hinh/<{_FIELDS}>")
@needs(*PRINTS)
def box_picture(stock_id: int, field: str) -> Response:
    """The picture with one box as it is being typed; what cannot be read yet stays as it is kept."""
    found, what = queries.stock(stock_id), StockField(field)
    start = stock_actions.box_of(found, what) or defaults.BY_FIELD[what]
    form = BoxForm(request.args, obj=None if request.args else start, meta={"csrf": False})
    if not request.args:
        form.align.data = start.align.value
    form.validate()
    return render(
        "printing/_picture.html",
        stock=found,
        field=what,
        picture=drawing.picture(found, _with(found, what, _typed(what, form, start))),
        background=stock_actions.background(found),
    )


def _typed(field: StockField, form: BoxForm, start: Any = None) -> Any:
    """Return a box with what was typed, and what stands in `start` (or the default) where that cannot be read."""
    start = start or defaults.BY_FIELD[field]
    values: dict[str, Any] = {"field": field}
    for name in _BOX:
        given = form[name].data
        wrong = bool(form[name].errors) or given in (None, "")
        values[name] = getattr(start, name) if wrong else given
    return SimpleNamespace(**values)


def _with(found: StockProfile, field: StockField, typed: Any) -> list[StockBox | Any]:
    return [*(box for box in profiles.ordered(found) if box.field != field), typed]


@blueprint.post(f"/phoi/<int:stock_id>/bo-khung/<{_FIELDS}>")
@needs(*PRINTS)
def remove_box(stock_id: int, field: str) -> Response:
    """Leave a field out of this stock."""
    found, what = queries.stock(stock_id), StockField(field)
    StepForm().validate()
    stock_actions.remove_box(found, what, actor=actor())
    return finish(_at(found), f"Đã bỏ khung “{WORDS[f'StockField.{field}']}”: phôi này không in mục đó.")


@blueprint.post("/phoi/<int:stock_id>/anh")
@needs(*PRINTS)
def background(stock_id: int) -> Response:
    """Take a picture of the blank."""
    found, form = queries.stock(stock_id), BackgroundForm()
    try:
        stock_actions.set_background(found, [form.picture.data] if form.picture.data else [], actor=actor())
    except DomainError as error:
        problem = refused(error)
        return _page(queries.stock(stock_id), form, problem)
    return finish(_at(found), "Đã lưu ảnh phôi. Ảnh chỉ hiện trên màn hình, không in ra.")


@blueprint.post("/phoi/<int:stock_id>/anh/bo")
@needs(*PRINTS)
def drop_background(stock_id: int) -> Response:
    """Take the picture away."""
    found = queries.stock(stock_id)
    StepForm().validate()
    stock_actions.drop_background(found, actor=actor())
    return finish(_at(found), "Đã bỏ ảnh phôi.")

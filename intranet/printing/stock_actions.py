"""Acts on stock profiles: make, copy, edit, move boxes, background picture, put away."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from ..core import audit, clock, files
from ..core.audit import Actor
from ..core.db import db
from ..core.edits import apply
from ..core.errors import BadFile, NotReady, NotThere
from ..core.files import Attachment
from ..core.text import clean_line
from ..decisions.rules import require
from ..people.models import Account
from . import defaults, rules
from .ledger import NOT_YOURS
from .models import StockBox, StockField, StockProfile

audit.declare(
    "stock",
    created=("name", "copied_from"),
    edited=("changes",),
    box=("field", "changes"),
    box_removed=("field",),
)
BACKGROUND = "background"
_BOX = ("x", "y", "width", "height", "sizes", "lines", "align", "bold", "italic", "color")


def _free_name(name: str, but: StockProfile | None = None) -> str:
    cleaned = clean_line(name)
    taken = db.session.scalar(sa.select(StockProfile).where(StockProfile.name == cleaned))
    if taken is not None and taken is not but:
        raise NotReady(f"Đã có mẫu phôi tên “{cleaned}”. Hãy đặt tên khác.", ["Tên"])
    return cleaned


def default_stock() -> StockProfile:
    """Add the stock that comes with the program: among the first data of a new database, which leave no log."""
    made = StockProfile(
        name=defaults.NAME,
        width=defaults.WIDTH,
        height=defaults.HEIGHT,
        note="Nền in sẵn khung, Quốc huy, Quốc hiệu, Tiêu ngữ, chữ “TẶNG”. Hãy sao chép rồi sửa khung chữ theo phôi của "
        "cơ quan.",
        created_at=clock.now(),
    )
    made.boxes = [StockBox(**{"field": box.field} | _shape(box)) for box in defaults.BOXES]
    db.session.add(made)
    db.session.flush()
    return made


def make_default(*, actor: Actor) -> StockProfile:
    """Make the stock that comes with the program, or return it when it is there already."""
    there = db.session.scalar(sa.select(StockProfile).where(StockProfile.name == defaults.NAME))
    if there is not None:
        return there
    made = default_stock()
    audit.record("stock:created", actor=actor, obj=made, data={"name": made.name, "copied_from": ""})
    return made


def _shape(box: Any) -> dict[str, Any]:
    return {name: getattr(box, name) for name in _BOX}


def copy(stock: StockProfile, name: str, *, actor: Account) -> StockProfile:
    """Make a stock of the same size with the same boxes and background; its ledger begins empty."""
    require(rules.may_print(actor), NOT_YOURS)
    made = StockProfile(
        name=_free_name(name), width=stock.width, height=stock.height, note=stock.note, created_at=clock.now()
    )
    made.boxes = [StockBox(**{"field": box.field} | _shape(box)) for box in stock.boxes]
    db.session.add(made)
    db.session.flush()
    audit.record("stock:created", actor=actor, obj=made, data={"name": made.name, "copied_from": stock.name})
    picture = background(stock)
    if picture is not None:
        files.attach(made, picture.name, files.get(picture.sha256), actor=actor, purpose=BACKGROUND)
    return made


def edit(stock: StockProfile, values: Mapping[str, Any], *, actor: Account) -> None:
    """Change name, size or note. NotReady when the name is taken or a box would lie off the paper."""
    require(rules.may_print(actor), NOT_YOURS)
    name = _free_name(values["name"], but=stock)
    off = [box for box in stock.boxes if _off(box, values["width"], values["height"])]
    if off:
        raise NotReady("Khổ giấy mới nhỏ hơn chỗ các khung chữ đang đặt. Hãy dời khung trước.", ["Khổ giấy"])
    changes = apply(stock, dict(values) | {"name": name})
    if changes:
        audit.record("stock:edited", actor=actor, obj=stock, data={"changes": changes})


def _off(box: Any, width: float, height: float) -> bool:
    slack = 0.005  # half of what can be typed
    return bool(box.x + box.width > width + slack or box.y + box.height > height + slack)


def put_away(stock: StockProfile, *, away: bool, actor: Account) -> None:
    """Take a stock out of the choices of new runs, or back into them."""
    require(rules.may_print(actor), NOT_YOURS)
    changes = apply(stock, {"active": not away})
    if changes:
        audit.record("stock:edited", actor=actor, obj=stock, data={"changes": changes})


def box_of(stock: StockProfile, field: StockField) -> StockBox | None:
    """Return the box of a field; None when the field is not printed on this stock."""
    return next((box for box in stock.boxes if box.field == field), None)


def set_box(stock: StockProfile, field: StockField, values: Mapping[str, Any], *, actor: Account) -> StockBox:
    """Place a field on the stock, or move it. NotReady when the box would lie off the paper."""
    require(rules.may_print(actor), NOT_YOURS)
    box = box_of(stock, field)
    new = box is None
    box = box or StockBox(field=field, **_shape(defaults.BY_FIELD[field]))
    changes = apply(box, values)
    if _off(box, stock.width, stock.height):
        raise NotReady(
            f"Khung ra ngoài giấy: giấy rộng {rules.millimetres(stock.width)} mm, "
            f"cao {rules.millimetres(stock.height)} mm.",
            ["Vị trí khung"],
        )
    if new:
        stock.boxes.append(box)
        db.session.add(box)
    if new or changes:
        db.session.flush()
        audit.record("stock:box", actor=actor, obj=stock, data={"field": field.value, "changes": changes})
    return box


def remove_box(stock: StockProfile, field: StockField, *, actor: Account) -> None:
    """Leave a field out of this stock: the paper carries it already. NotThere when it is not on it."""
    require(rules.may_print(actor), NOT_YOURS)
    box = box_of(stock, field)
    if box is None:
        raise NotThere("Phôi này không in mục đó.")
    if len(stock.boxes) == 1:
        raise NotReady("Phôi phải còn ít nhất một khung chữ.")
    stock.boxes.remove(box)
    db.session.flush()
    audit.record("stock:box_removed", actor=actor, obj=stock, data={"field": field.value})


def background(stock: StockProfile) -> Attachment | None:
    """Return the picture of the blank, shown on the screen only."""
    found = files.of(stock, BACKGROUND)
    return found[-1] if found else None


def set_background(stock: StockProfile, uploads: Iterable[FileStorage], *, actor: Account) -> Attachment:
    """Take a picture of the blank in place of the one before. NotReady without a file, BadFile for no picture."""
    require(rules.may_print(actor), NOT_YOURS)
    before = files.of(stock, BACKGROUND)
    made = files.attach_uploads(stock, uploads, actor=actor, purpose=BACKGROUND)
    if not made:
        raise NotReady("Hãy chọn một ảnh PNG hoặc JPG của phôi.", ["Ảnh phôi"])
    if made[0].kind not in ("png", "jpg"):
        raise BadFile(f"Tệp “{made[0].name}” không phải ảnh. Hãy chọn ảnh PNG hoặc JPG của phôi.")
    for one in before:
        files.detach(stock, one.id, actor=actor)
    return made[0]


def drop_background(stock: StockProfile, *, actor: Account) -> None:
    """Take the picture away."""
    require(rules.may_print(actor), NOT_YOURS)
    for one in files.of(stock, BACKGROUND):
        files.detach(stock, one.id, actor=actor)


def _may_read(account: Any, _stock_id: int) -> bool:
    return rules.may_print(account)


files.READERS["stock_profile"] = _may_read

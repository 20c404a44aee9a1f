"""Was this person rewarded? Search, one award, the awards of a person, a unit, a household; my own. Excel: `import_routes.py`."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..core import audit, edits, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import DomainError, NotThere
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.tables import workbook
from ..core.web import finish
from ..people import queries as people
from ..people import restructuring
from ..people.models import Honorific, Person
from . import actions, queries, rules
from .forms import AwardForm, EditForm, LinkForm, ReasonForm
from .models import PastAward, RecipientKind, Source
from .phrases import WORDS

blueprint = Blueprint("history", __name__, url_prefix="/lich-su-khen-thuong")
nav.entry("Thi đua", "Lịch sử khen thưởng", "history.index", P.HISTORY_READ, order=60)
nav.entry("Của tôi", "Khen thưởng của tôi", "history.mine", "signed-in", order=60)

NOBODY = "khong-ai"


def _columns() -> list[tables.Column]:
    return [
        tables.Column("name", "Tên", lambda a: a.printed_name, PastAward.name_key),
        tables.Column("detail", "Chức vụ, đơn vị hoặc địa chỉ khi đó", lambda a: a.detail),
        tables.Column("form", "Hình thức", lambda a: a.form),
        tables.Column("number", "Số quyết định", lambda a: a.number),
        tables.Column("when", "Ngày, năm", lambda a: a.when, PastAward.year),
        tables.Column("note", "Ghi chú", note),
    ]


def note(award: PastAward) -> str:
    """Return what a reader must know about a row, in words."""
    parts = []
    if award.withdrawn_at is not None:
        parts.append("Đã rút vì ghi sai")
    if award.revoked:
        parts.append(f"Bị hủy bỏ: {award.revoked}")
    if award.amended:
        parts.append(f"Sửa theo {award.amended}")
    return "; ".join(parts)


@blueprint.get("")
@needs(P.HISTORY_READ)
def index() -> Response:
    """Search by name without accents, number of a Decision, year."""
    kinds = [(k.value, WORDS[f"RecipientKind.{k.value}"]) for k in RecipientKind]
    sources = [(s.value, WORDS[f"Source.{s.value}"]) for s in Source]
    listing = tables.Listing(
        query=queries.search(request.args.get("q", "")[:100]),
        columns=_columns(),
        args=request.args,
        path=url_for("history.index"),
        filters=[
            tables.Filter(
                "nam", "Năm", [(str(y), str(y)) for y in queries.years()], lambda v: PastAward.year == int(v)
            ),
            tables.Filter("loai", "Đối tượng", kinds, lambda v: PastAward.kind == v),
            tables.Filter("nguon", "Nguồn", sources, lambda v: PastAward.source == v),
        ],
        search_in=[PastAward.search_text],
        tie=PastAward.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Lịch sử khen thưởng")
    writes = rules.may_write(current_user)
    undecided = queries.undecided_count() if writes else 0
    return render("history/index.html", listing=listing, may_write=writes, undecided=undecided)


def _awards_page(
    title: str, lead: str, awards: list[PastAward], back: tuple[str, str] | None = None
) -> Response:
    if request.args.get("format") == "xlsx":
        lines = (
            [a.printed_name, a.detail, a.form, a.number, a.when, a.issuer, a.achievement, a.amount, note(a)]
            for a in awards
        )
        labels = ["Tên", "Chức vụ, đơn vị hoặc địa chỉ khi đó", "Hình thức", "Số quyết định", "Ngày, năm",
                  "Cơ quan ban hành", "Thành tích", "Tiền thưởng (đồng)", "Ghi chú"]  # fmt: skip
        return workbook(f"Khen thưởng {title}", labels, lines)
    opens = rules.may_read_all(current_user)
    return render(
        "history/awards.html", title=title, lead=lead, awards=awards, back=back, opens=opens, note=note
    )


def _back() -> tuple[str, str] | None:
    if rules.may_read_all(current_user):
        return (url_for("history.index"), "Lịch sử khen thưởng")
    return None


@blueprint.get("/cua-toi")
@needs(SIGNED_IN)
def mine() -> Response:
    """My own awards with number and date of the Decisions; nobody else's."""
    lead = "Thiếu hoặc sai: hãy báo Thường trực thi đua, kèm số quyết định."
    return _awards_page("Khen thưởng của tôi", lead, queries.of_person(current_user.person_id))


@blueprint.get("/nguoi/<int:person_id>")
@needs(SIGNED_IN)
def person(person_id: int) -> Response:
    """All awards of a person: the own page, who nominates for the unit, who reads all."""
    found = people.get_person(person_id)
    if not rules.may_see_person(current_user, found):
        raise NotThere()
    return _awards_page(f"Khen thưởng của {found.full_name}", found.job, queries.of_person(found.id), _back())


@blueprint.get("/don-vi/<int:unit_id>")
@needs(SIGNED_IN)
def unit(unit_id: int) -> Response:
    """All awards of a unit under its present and former names, and of what was merged into it."""
    found = people.get_unit(unit_id)
    if not rules.may_see_unit(current_user, found.id):
        raise NotThere()
    former = restructuring.former_names().get(found.id, [])
    lead = f"Tên cũ, đơn vị đã nhập vào: {'; '.join(former)}. Mỗi dòng giữ tên khi đó." if former else ""
    return _awards_page(f"Khen thưởng của {found.name}", lead, queries.of_unit(found.id), _back())


@blueprint.get("/ho/<int:award_id>")
@needs(P.HISTORY_READ)
def household(award_id: int) -> Response:
    """All awards of a household: the same head at the same address."""
    found = queries.get(award_id)
    if found.kind != RecipientKind.HOUSEHOLD:
        raise NotThere()
    back = (url_for("history.show", award_id=found.id), found.printed_name)
    return _awards_page(
        f"Khen thưởng của {found.printed_name}", found.detail, queries.of_household(found), back
    )


@blueprint.get("/<int:award_id>")
@needs(P.HISTORY_READ)
def show(award_id: int) -> Response:
    """One award, where it comes from, who shares the name."""
    found = queries.get(award_id)
    return render(
        "history/show.html",
        award=found,
        note=note(found),
        namesakes=queries.namesakes(found),
        events=audit.timeline(found),
        may_change=rules.may_change(current_user, found),
        may_link=rules.may_link(current_user, found),
    )


@blueprint.route("/them", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def new() -> Response:
    """Enter one award by hand."""
    form = AwardForm()
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            made = actions.enter(_values(form), actor=current_user)
            return finish(url_for("history.show", award_id=made.id), "Đã ghi vào lịch sử khen thưởng.")
        except DomainError as error:
            db.session.rollback()
            problem = error
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("history/form.html", form=form, award=None, both=None, problem=problem, status=status)


def _values(form: AwardForm) -> dict[str, Any]:
    plain = ("name", "detail", "number", "awarded_on", "year", "issuer", "achievement", "amount")
    values = {key: form[key].data for key in plain}
    values["form"] = form.award_form.data
    values["kind"] = RecipientKind(form.kind.data)
    values["honorific"] = Honorific(form.honorific.data) if form.honorific.data else None
    values["achievement"] = " ".join((form.achievement.data or "").split())
    return values


@blueprint.route("/<int:award_id>/sua", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def edit(award_id: int) -> Response:
    """Correct a row with a reason."""
    found = queries.get(award_id)
    rules.require(rules.may_change(current_user, found), "Dòng này không sửa ở đây được.")
    stored = {key: getattr(found, key) for key in actions.FIELDS}
    stored |= {
        "award_form": stored.pop("form"),
        "kind": found.kind.value,
        "honorific": found.honorific.value if found.honorific else "",
    }
    form = EditForm(data=stored | {"version": found.version})
    problem: DomainError | None = None
    status, both = 200, None
    if form.validate_on_submit():
        if edits.is_stale(form, found):
            status, both = 409, edits.differences(form, stored)
            form.version.data = str(found.version)
        else:
            try:
                actions.edit(found, _values(form), actor=current_user, reason=form.reason.data)
                return finish(
                    url_for("history.show", award_id=award_id), "Đã sửa. Bản trước còn trong nhật ký."
                )
            except DomainError as error:
                db.session.rollback()
                problem, status = error, error.status
    elif form.is_submitted():
        status = 422
    return render("history/form.html", form=form, award=found, both=both, problem=problem, status=status)


@blueprint.route("/<int:award_id>/rut", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def withdraw(award_id: int) -> Response:
    """Take a wrong row out, with a reason."""
    found = queries.get(award_id)
    rules.require(rules.may_change(current_user, found), "Dòng này không rút được.")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.withdraw(found, actor=current_user, reason=form.reason.data)
        return finish(url_for("history.show", award_id=award_id), "Đã rút dòng này khỏi lịch sử khen thưởng.")
    return render("history/withdraw.html", form=form, award=found, status=422 if form.is_submitted() else 200)


def _people_choices(persons: list[Person]) -> list[tuple[str, str]]:
    born = {one.id: f", sinh năm {one.born_on.year}" if one.born_on else "" for one in persons}
    found = [(str(one.id), f"{one.addressed}, {one.job or 'công dân'}{born[one.id]}") for one in persons]
    return [*found, (NOBODY, "Không phải người nào trong danh sách")]


@blueprint.route("/<int:award_id>/nguoi-duoc-khen", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def link(award_id: int) -> Response:
    """Say which person of our lists it was, or none."""
    found = queries.get(award_id)
    rules.require(rules.may_link(current_user, found), "Không nối được dòng này với một người.")
    named = queries.people_named([found.name_fold]).get(found.name_fold, [])
    form = LinkForm(
        data={"who": str(found.person_id) if found.person_id else NOBODY if found.decided_at else ""}
    )
    form.who.choices = _people_choices(named)
    if form.validate_on_submit():
        chosen = next((one for one in named if one.id == number_or_none(form.who.data)), None)
        actions.link(found, chosen, actor=current_user)
        left = queries.undecided_count()
        url = url_for("history.undecided") if left else url_for("history.show", award_id=award_id)
        return finish(url, f"Đã ghi. Còn {left} dòng cần xác định." if left else "Đã ghi.")
    status = 422 if form.is_submitted() else 200
    return render("history/link.html", form=form, award=found, named=named, status=status)


@blueprint.get("/can-xac-dinh")
@needs(P.HISTORY_WRITE)
def undecided() -> Response:
    """Rows whose name stands in our lists, but nobody has said whether it is that person."""
    listing = tables.Listing(
        query=queries.undecided().options(joinedload(PastAward.upload)),
        columns=[*_columns()[:5], tables.Column("who", "Người cùng tên trong danh sách", lambda _a: "")],
        args=request.args,
        path=url_for("history.undecided"),
        search_in=[PastAward.search_text],
        tie=PastAward.id,
        per_page=20,
    )
    named = queries.people_named(row.name_fold for row in listing.rows)
    listing.columns[-1].value = lambda a: "; ".join(
        f"{one.full_name} ({one.job or 'công dân'})" for one in named.get(a.name_fold, [])
    )
    return render("history/undecided.html", listing=listing)


def count_of_upload(upload_id: int) -> int:
    """Return how many rows of an import wait for a decision."""
    query = queries.undecided().where(PastAward.upload_id == upload_id).order_by(None)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0

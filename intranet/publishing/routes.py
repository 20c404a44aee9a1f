"""The desk: what could be made public, the log, a preview, the acts of the standing body and the chairman."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, nav, tables
from ..core.access import needs
from ..core.errors import NotReady, NotThere
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from . import actions, contents, forms, pages, queries
from .models import Release, ReleaseKind
from .pages import day
from .phrases import WORDS
from .states import State

blueprint = Blueprint("publishing", __name__, url_prefix="/cong-bo")
READS = (P.PUBLISHING_WRITE, P.PUBLISHING_RELEASE)
nav.entry("Thi đua", "Công bố cho người dân", "publishing.index", *READS, order=9)

# part of the address -> kind
KINDS = {
    "bang-chi-tieu": ReleaseKind.BOARD,
    "sang-kien": ReleaseKind.INITIATIVES,
    "khen-thuong": ReleaseKind.REWARDED,
    "khao-sat": ReleaseKind.SURVEY,
}
PATHS = {kind: path for path, kind in KINDS.items()}


@blueprint.get("")
@needs(*READS)
def index() -> Response:
    """The publication log, and above it what could be proposed now."""
    states = [(s.value, WORDS[f"public_release.{s.value}"]) for s in State]
    listing = tables.Listing(
        query=queries.releases(),
        columns=[
            tables.Column("title", "Nội dung", lambda r: r.title),
            tables.Column("edition", "Bản", lambda r: r.edition, css="num"),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"public_release.{r.state.value}"]),
            tables.Column("proposed", "Đề nghị", lambda r: day(r.proposed_at), sort=Release.proposed_at),
            tables.Column("by", "Người đề nghị", lambda r: r.proposed_by),
            tables.Column("released", "Công bố", lambda r: day(r.released_at), sort=Release.released_at),
            tables.Column("released_by", "Người cho phép", lambda r: r.released_by),
            tables.Column("withdrawn", "Rút", lambda r: day(r.withdrawn_at)),
        ],
        args=request.args,
        path=url_for("publishing.index"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda value: Release.state == value)],
        default_sort="-proposed",
        tie=Release.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Nhật ký công bố")
    may_propose = current_user.has(P.PUBLISHING_WRITE)
    offered = queries.offers() if may_propose else []
    return render(
        "publishing/index.html",
        listing=listing,
        offers=[(PATHS[kind], key, words) for kind, key, words in offered],
        may_propose=may_propose,
    )


@blueprint.route(
    "/de-nghi/<any('bang-chi-tieu','sang-kien','khen-thuong','khao-sat'):kind>/<int:subject_id>",
    methods=["GET", "POST"],
)
@needs(P.PUBLISHING_WRITE)
def propose(kind: str, subject_id: int) -> Response:
    """Put something before the chairman."""
    chosen = KINDS[kind]
    subject, form = contents.get_subject(chosen, subject_id), forms.ProposeForm()

    def act() -> tuple[str, str]:
        made = actions.propose(chosen, subject, actor=current_user, note=form.note.data or "")
        return url_for("publishing.show", release_id=made.id), "Đã đề nghị. Chủ tịch sẽ xem và quyết định."

    consequence = "Nội dung được chốt như lúc này; chưa ai ngoài Thường trực và Chủ tịch xem được."
    try:
        heading, lead = contents.compose(chosen, subject)["title"], consequence
    except NotReady as error:
        heading, lead = "Chưa đề nghị công bố được", error.message
    return form_page(
        form,
        act,
        heading=heading,
        caption="Đề nghị công bố",
        lead=lead,
        back=(url_for("publishing.index"), "Công bố cho người dân"),
        submit="Đề nghị Chủ tịch cho công bố",
        action=url_for("publishing.propose", kind=kind, subject_id=subject_id),
    )


@blueprint.get("/<int:release_id>")
@needs(*READS)
def show(release_id: int) -> Response:
    """One release: where it stands, its pages as they are read, its acts and its log."""
    row = queries.get(release_id)
    changed = row.state in (State.PROPOSED, State.RELEASED) and bool(contents.changed([row]))
    subject = row.quarter_id or row.decision_id or row.wave_id
    return render(
        "publishing/show.html",
        row=row,
        changed=changed,
        State=State,
        may_release=current_user.has(P.PUBLISHING_RELEASE),
        may_propose=current_user.has(P.PUBLISHING_WRITE),
        again=url_for("publishing.propose", kind=PATHS[row.kind], subject_id=subject),
        timeline=audit.timeline(row),
        day=day,
    )


@blueprint.get("/<int:release_id>/xem")
@needs(*READS)
def preview(release_id: int) -> Response:
    """The first page as everybody will read it."""
    return _preview(release_id, "")


@blueprint.get("/<int:release_id>/xem/<part>")
@needs(*READS)
def preview_part(release_id: int, part: str) -> Response:
    """A further page of the preview."""
    return _preview(release_id, part)


def _preview(release_id: int, part: str) -> Response:
    row = queries.get(release_id)
    body = pages.shown(row, part, pages.preview(row), queries.slugs())
    if body is None:
        raise NotThere()
    return Response(body)


def _address(row: Release) -> str:
    return url_for("public.show", slug=row.slug, _external=True)


# part of the address -> act, heading, button, what follows, form, kind of button
_ACTS: dict[str, tuple[Any, str, str, type[forms.BaseForm], str]] = {
    "cho-phep": (
        lambda row, _form: actions.release(row, actor=current_user, place=_address(row)),
        "Cho phép công bố",
        "Ai cũng đọc được trang này, không cần đăng nhập, và nội dung vào gói cho cổng thông tin của xã.",
        forms.ReleaseForm,
        "primary",
    ),
    "tra-lai": (
        lambda row, form: actions.decline(row, actor=current_user, reason=form.reason.data or ""),
        "Chưa cho phép công bố",
        "Thường trực thi đua nhận lại cùng lý do; không ai khác biết.",
        forms.ReasonForm,
        "primary",
    ),
    "rut": (
        lambda row, form: actions.withdraw(row, actor=current_user, reason=form.reason.data or ""),
        "Rút nội dung đã công bố",
        "Trang công khai chỉ còn thông báo rút kèm lý do này. Số liệu trong hệ thống không đổi.",
        forms.ReasonForm,
        "danger",
    ),
}


@blueprint.route("/<int:release_id>/<any('cho-phep','tra-lai','rut'):step>", methods=["GET", "POST"])
@needs(P.PUBLISHING_RELEASE)
def decide(release_id: int, step: str) -> Response:
    """Release, send back, withdraw."""
    row = queries.get(release_id)
    taken, heading, consequence, form_class, kind = _ACTS[step]
    form, here = form_class(), url_for("publishing.show", release_id=release_id)

    def act() -> tuple[str, str]:
        taken(row, form)
        return here, f"{heading}: đã ghi."

    return form_page(
        form,
        act,
        heading=heading,
        caption=WORDS[f"ReleaseKind.{row.kind.value}"],
        back=(here, row.title),
        submit=heading,
        action=url_for("publishing.decide", release_id=release_id, step=step),
        consequence=consequence,
        kind=kind,
    )

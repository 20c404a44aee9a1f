"""Public pages from frozen contents: the same templates make the pages of the site and the files of the bundle."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import current_app

from ..core import clock
from ..core.text import short_date
from ..indicators import chart, words
from ..people.queries import organisation_or_none
from . import contents
from .models import Release, ReleaseKind
from .states import State

PER_PAGE = 150  # rows of a list on one page: stays well under 100 KB
Link = Callable[[str, str], str]  # (slug, part) -> address
_TEMPLATES = {
    ReleaseKind.BOARD: "publishing/board.html",
    ReleaseKind.INITIATIVES: "publishing/initiatives.html",
    ReleaseKind.REWARDED: "publishing/rewarded.html",
    ReleaseKind.SURVEY: "publishing/survey.html",
}


@dataclass(frozen=True)
class Place:
    """Where the pages stand: how they name each other, their start page, their style sheets."""

    link: Link
    home: str
    static: Callable[[str], str]
    online: bool = True  # pages beside these exist: remarks, lessons, check of certificates
    preview: bool = False  # not public: shown to who decides


def online() -> Place:
    """Return the place of the public site."""
    address = "/cong-khai"
    return Place(
        lambda slug, part: f"{address}/{slug}/{part}" if part else f"{address}/{slug}",
        address,
        current_app.jinja_env.globals["static_url"],  # type: ignore[arg-type]
    )


def preview(release: Release) -> Place:
    """Return the place of a preview: only its own pages."""
    address = f"/cong-bo/{release.id}/xem"
    return Place(
        lambda _slug, part: f"{address}/{part}" if part else address,
        f"/cong-bo/{release.id}",
        current_app.jinja_env.globals["static_url"],  # type: ignore[arg-type]
        preview=True,
    )


def day(moment: Any) -> str:
    """Return a moment as the day it was here."""
    return short_date(clock.local(moment).date()) if moment else ""


def render(template: str, place: Place, **context: Any) -> str:
    """Return a page without anything of the request: no session, no account, no menu."""
    shared = {
        "organisation": organisation_or_none(),
        "home": place.home,
        "static_url": place.static,
        "place": place,
        "link": place.link,
        "released_day": day,
    }
    return current_app.jinja_env.get_template(template).render(shared | context)


def part_names(content: dict[str, Any]) -> list[str]:
    """Return the names of the pages of one release; "" is its first."""
    if content["kind"] == "board":
        return ["", *(row["code"].lower() for row in content["rows"])]
    number = -(-len(content.get("rows", [])) // PER_PAGE)
    return ["", *(f"trang-{one}" for one in range(2, number + 1))]


def page(
    release: Release,
    content: dict[str, Any],
    part: str,
    place: Place,
    public: Collection[str],
    *,
    changed: bool,
    paper: str = "",
) -> str:
    """Return one page of a release as HTML. `public`: addresses of what is public, so a trend shows nothing else.

    `paper`: name of the file to print that lies beside the page.
    """
    template = _TEMPLATES[release.kind]
    context: dict[str, Any] = {"release": release, "content": content, "changed": changed, "paper": paper}
    if content["kind"] == "board":
        seen = {*public, release.slug}
        context["trend"] = lambda row: trend(row, seen)
        if part:
            template = "publishing/indicator.html"
            context["row"] = next(row for row in content["rows"] if row["code"].lower() == part)
    elif "rows" in content:
        names = part_names(content)
        at = names.index(part)
        context |= {
            "rows": content["rows"][at * PER_PAGE : (at + 1) * PER_PAGE],
            "first": at * PER_PAGE,
            "pages": [(place.link(release.slug, name), number) for number, name in enumerate(names, start=1)],
            "at": at + 1,
        }
    return render(template, place, **context)


@dataclass(frozen=True)
class Trend:
    """A chart and the same as text."""

    spark: chart.Spark
    text: str
    points: list[tuple[str, str]]  # quarter, figure


def trend(row: dict[str, Any], public: Collection[str]) -> Trend:
    """Return the trend of a row over the quarters that are public."""
    shown = [one for one in row["trend"] if one["slug"] in public]
    amounts = [None if one["amount"] is None else Fraction(*one["amount"]) for one in shown]
    target = Fraction(*row["line"]) if row["line"] else None
    unit = " %" if row["ratio"] else ""
    said = [
        "chưa có" if found is None else f"{words.plain(found, ratio=row['ratio'])}{unit}" for found in amounts
    ]
    points = [(one["period"], text) for one, text in zip(shown, said, strict=True)]
    return Trend(chart.spark(amounts, target), "; ".join(f"{a}: {b}" for a, b in points), points)


def start(place: Place, public: list[Release], withdrawn: list[Release]) -> str:
    """Return the start page: what is public, newest first, what was withdrawn."""
    groups = [
        (title, [one for one in public if one.kind == kind])
        for kind, title in (
            (ReleaseKind.BOARD, "Chỉ tiêu thi đua theo quý"),
            (ReleaseKind.SURVEY, "Kết quả khảo sát sự hài lòng"),
            (ReleaseKind.REWARDED, "Khen thưởng"),
            (ReleaseKind.INITIATIVES, "Sáng kiến được công nhận"),
        )
    ]
    return render("publishing/start.html", place, groups=groups, withdrawn=withdrawn)


def shown(release: Release, part: str, place: Place, public: Collection[str]) -> str | None:
    """Return a page of a release as everybody reads it; None when it has no such part."""
    content = contents.read(release)
    if part not in part_names(content):
        return None
    changed = release.state == State.RELEASED and bool(contents.changed([release]))
    return page(release, content, part, place, public, changed=changed)

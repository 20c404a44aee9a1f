"""From a snapshot to the other papers of its dossier: summary, reports, notice of the result."""

from typing import Any

from ..core.text import fold, pad_number
from ..documents.kinds import achievement_report, achievement_summary
from ..documents.kinds import notice as notice_kind
from ..documents.kinds.achievement_report import Past, ReportPaper
from ..documents.parts import Issuer, Letterhead, Number, PlaceDate, Signer
from . import lists


def _office_head(content: dict[str, Any], number: Number | None, on: str | None) -> Letterhead:
    data = content["submission"]
    dated = PlaceDate(content["place"], lists.day_of(on), content["year"])
    return Letterhead(Issuer(tuple(data["issuer"]), tuple(data["above"])), number, dated)


def summary_file(content: dict[str, Any]) -> bytes:
    """Return the summary of the achievements of all recipients."""
    data, told = content["submission"], {one["ordinal"]: one for one in content["dossier"]["summaries"]}
    groups = lists.groups_of(
        content,
        lambda row: (
            str(row["ordinal"]),
            row["name"],
            row["detail"],
            told[row["ordinal"]]["text"],
            told[row["ordinal"]]["vote"],
        ),
    )
    paper = achievement_summary.SummaryPaper(
        letterhead=_office_head(content, None, data["on"]),
        subject=content["dossier"]["summary_subject"],
        groups=groups,
        recipients=tuple(data["recipients"]),
        signer=lists.signed(data["signer"]),
    )
    return achievement_summary.render(paper)


def notice_file(content: dict[str, Any], number: int | None = None, on: str | None = None) -> bytes:
    """Return the notice of the result, with its number once the clerk has given one."""
    said = content["dossier"]["notice"]
    paper = notice_kind.NoticePaper(
        letterhead=_office_head(content, Number(number, said["symbol"]), on),
        subject=said["subject"][0],
        paragraphs=tuple(said["paragraphs"]),
        recipients=tuple(said["recipients"]),
        signer=lists.signed(content["submission"]["signer"]),
        annex=lists.annex(content, content["annex_title"], content["annex_reference"]),
    )
    return notice_kind.render(paper)


def report_file(content: dict[str, Any], ordinal: int) -> tuple[str, bytes]:
    """Return name and bytes of one recipient's achievement report. StopIteration for an unknown ordinal."""
    data = next(one for one in content["dossier"]["reports"] if one["ordinal"] == ordinal)
    short = content["submission"]["above"]
    past = {
        title: tuple(
            Past(one["year"], one["form"], one["decision"])
            for one in data["past"]
            if one.get("title", False) == title  # not told in snapshots of the first versions
        )
        for title in (True, False)
    }
    paper = ReportPaper(
        variant=data["variant"],
        letterhead=Letterhead(
            Issuer((data["unit"],), tuple(short)),
            None,
            PlaceDate(content["place"], lists.day_of(data["on"]), content["year"]),
        ),
        request=content["dossier"]["request"],
        name=data["name"],
        facts=tuple((label, value) for label, value in data["facts"]),
        overview=tuple(data["overview"]),
        results=tuple(data["results"]),
        titles=past[True],
        forms=past[False],
        remarks=tuple(data["more_past"]),
        unit_head=Signer(("THỦ TRƯỞNG ĐƠN VỊ",), data["signer"]),
        confirmer=Signer(("XÁC NHẬN CỦA", content["authority"]), content["signer"]["name"]),
    )
    slug = fold(data["name"]).replace(" ", "-")[:60]
    return f"{pad_number(ordinal):0>3}-{slug}.docx", achievement_report.render(paper)

"""What other packages ask of scoring: a summary for a viewer, whether it is complete, what to warn of before a vote."""

from dataclasses import dataclass
from fractions import Fraction

from ..core.db import db
from ..core.errors import NotReady
from ..initiatives.models import Initiative
from ..people.models import Account
from . import actions, markers, queries, rules
from .models import ScoreRound, ScoreSheet
from .results import show
from .states import SEALED, State

WARNING = "Chưa chấm điểm xong"


@dataclass(frozen=True)
class Cell:
    """One marker's mark of one criterion, ready to be shown; `passages`: (quote, stands in the application)."""

    points: str
    comment: str
    passages: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Row:
    """One criterion with the marks of all markers."""

    name: str
    maximum: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """All sheets of a finished round side by side."""

    markers: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True)
class ScoreSummary:
    """What a viewer may know of the scores: `hidden` in a conflict, `sealed` until all are in.

    Hidden or sealed, there is no figure of points in it.
    """

    round_id: int
    number: int
    url: str
    hidden: bool
    sealed: bool
    handed_in: int = 0
    needed: int = 0
    total: str = ""
    maximum: str = ""
    pass_mark: str = ""
    passed: bool | None = None
    needs_check: bool = False
    comparison: Comparison | None = None


def summary_for(initiative_id: int, account: Account, *, conflicted: bool = False) -> ScoreSummary | None:
    """Return the round that counts as this viewer may see it; None when there is none or it is not for the viewer.

    `conflicted`: the caller knows of a conflict of its own kind; conflicts known here hide as well.
    """
    found = queries.newest(initiative_id)
    if found is None or not rules.may_open(account, found):
        return None
    return summary_of(found, account, conflicted=conflicted)


def summaries(rounds: list[ScoreRound], account: Account) -> list[ScoreSummary]:
    """Return many rounds as this viewer may see them, in a constant number of statements."""
    hidden = markers.hidden_among(account.person_id, [one.initiative for one in rounds])
    return [_summary(one, hidden=one.initiative_id in hidden) for one in rounds]


def summary_of(round_: ScoreRound, account: Account, *, conflicted: bool = False) -> ScoreSummary:
    """Return one round as this viewer may see it."""
    return _summary(round_, hidden=conflicted or rules.conflicted(account, round_.initiative))


def _summary(round_: ScoreRound, *, hidden: bool) -> ScoreSummary:
    url = f"/cham-diem/{round_.id}"
    if hidden:
        return ScoreSummary(round_.id, round_.number, url, hidden=True, sealed=round_.state in SEALED)
    handed_in = sum(1 for sheet in round_.active if sheet.handed_in_at is not None)
    rubric = rules.rubric_of(round_)
    known = {
        "handed_in": handed_in,
        "needed": round_.needed,
        "maximum": show(rubric.maximum),
        "pass_mark": show(rubric.pass_mark),
        "needs_check": rubric.needs_check,
    }
    if round_.state != State.FINISHED:
        return ScoreSummary(round_.id, round_.number, url, hidden=False, sealed=True, **known)  # type: ignore[arg-type]
    return ScoreSummary(
        round_.id,
        round_.number,
        url,
        hidden=False,
        sealed=False,
        total=show(round_.result),
        passed=round_.passed,
        comparison=_compare(round_),
        **known,  # type: ignore[arg-type]
    )


def _compare(round_: ScoreRound) -> Comparison:
    """Return the table of a finished round; only `summary_of` calls it, after its guards."""
    sheets, rubric = round_.active, rules.rubric_of(round_)
    rows = tuple(
        Row(one.name, show(one.maximum), tuple(_cell(sheet, one.code) for sheet in sheets))
        for one in rubric.criteria
    )
    return Comparison(
        markers=tuple(sheet.name for sheet in sheets),
        rows=rows,
        totals=tuple(show(actions.total_of(sheet)) for sheet in sheets),
    )


def _cell(sheet: ScoreSheet, code: str) -> Cell:
    mark = next(one for one in sheet.marks if one.criterion == code)
    quotes = [line for line in mark.passages.split("\n") if line.strip()]
    return Cell(
        points=show(mark.points),
        comment=mark.comment,
        passages=tuple((line, rules.quoted(sheet.round, line)) for line in quotes),
    )


def result_of(initiative_id: int) -> Fraction | None:
    """Return the result of the round that counts, for programs (papers, rules), never for a page without a viewer."""
    found = queries.newest(initiative_id)
    return found.result if found is not None and found.state == State.FINISHED else None


def complete(initiative_id: int) -> bool:
    """Return whether the round that counts is finished."""
    found = queries.newest(initiative_id)
    return found is not None and found.state == State.FINISHED


def warnings(initiative_id: int) -> tuple[str, ...]:
    """Return what the council should know before it votes; carries no points."""
    return warnings_among([initiative_id]).get(initiative_id, ())


def warnings_among(initiative_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the warnings of many initiatives, in one statement."""
    words = (f"{WARNING}: vòng chấm của sáng kiến này còn mở.",)
    return dict.fromkeys(queries.open_among(initiative_ids), words)


def require_vote_allowed(initiative_id: int) -> None:
    """NotReady when a round still runs and its frozen rubric says that the council waits for it."""
    found = queries.newest(initiative_id)
    if found is not None and found.state in SEALED and rules.rubric_of(found).vote_barred:
        title = db.session.get_one(Initiative, initiative_id).title
        raise NotReady(f"{WARNING}: “{title}”. Quy định hiện hành chưa cho biểu quyết.", [WARNING])

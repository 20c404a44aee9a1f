"""Who may do and see what of the scores. A conflict wins over every role; a sealed round is sealed for all."""

from ..core.errors import Barred, NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_prose, fold
from ..initiatives.models import Initiative
from ..initiatives.rules import may_see
from ..initiatives.states import State as InitiativeState
from ..people.models import Account
from . import markers
from .models import ScoreMark, ScoreRound, ScoreSheet
from .rubric import Criterion, Rubric, read
from .states import SEALED, State

HIDDEN = "ẩn do xung đột"
SCORED_IN = (InitiativeState.ACCEPTED, InitiativeState.IN_COUNCIL)


def rubric_of(round_: ScoreRound) -> Rubric:
    """Return the frozen rubric of a round."""
    return read(round_.rubric)


def conflicted(account: Account, initiative: Initiative) -> bool:
    """Return whether the scores of this initiative are hidden from the account."""
    return account.person_id in markers.in_conflict(initiative)


def may_run(account: Account, initiative: Initiative) -> bool:
    """The council's desk runs rounds, never of an initiative in which it has a conflict."""
    return account.has(P.COUNCIL_DESK) and not conflicted(account, initiative)


def require_desk(account: Account, initiative: Initiative) -> None:
    """Barred unless the account runs the scoring of this initiative."""
    if not account.has(P.COUNCIL_DESK):
        raise Barred("Chỉ thư ký hoặc thường trực Hội đồng lập vòng chấm điểm.")
    if conflicted(account, initiative):
        raise Barred(
            "Bạn là tác giả hoặc đã khai xung đột với sáng kiến này. Người khác của thường trực làm."
        )


def may_score(initiative: Initiative) -> bool:
    """An initiative is scored from its acceptance until the council has decided."""
    return initiative.state in SCORED_IN and initiative.council_result is None


def sheet_of(account: Account, round_: ScoreRound) -> ScoreSheet | None:
    """Return the account's own sheet in a round, also one that it left."""
    return next((one for one in round_.sheets if one.person_id == account.person_id), None)


def may_open(account: Account, round_: ScoreRound) -> bool:
    """Who may know of a round: the desk, readers of all initiatives, the council that sees it, markers, authors."""
    initiative = round_.initiative
    if account.has(P.COUNCIL_DESK) or sheet_of(account, round_) is not None:
        return True
    if account.person_id in markers.authors_of(initiative):
        return True
    return may_see(account, initiative) and (
        account.has(P.COUNCIL_READ) or account.has(P.INITIATIVES_READ_ALL)
    )


def sees_results(account: Account, round_: ScoreRound) -> bool:
    """Points of others: only when all are in, and never in a conflict."""
    return (
        round_.state == State.FINISHED
        and may_open(account, round_)
        and not conflicted(account, round_.initiative)
    )


def may_mark(account: Account, sheet: ScoreSheet) -> bool:
    """Write on the own sheet until it is handed in, left, or the round is over."""
    return (
        sheet.person_id == account.person_id
        and sheet.handed_in_at is None
        and sheet.left_at is None
        and sheet.round.state in SEALED
    )


def require_marker(account: Account, sheet: ScoreSheet) -> None:
    """Barred for others and in a conflict, WrongState when the sheet is closed."""
    if sheet.person_id != account.person_id:
        raise Barred("Đây là phiếu chấm của người khác.")
    if sheet.handed_in_at is not None:
        raise WrongState("Bạn đã nộp phiếu chấm này, không sửa được nữa.")
    if not may_mark(account, sheet):
        raise WrongState("Phiếu chấm này không còn nhận điểm. Hãy tải lại trang.")
    if conflicted(account, sheet.round.initiative):
        raise Barred("Bạn đã khai xung đột với sáng kiến này nên không chấm.")


def missing(sheet: ScoreSheet) -> list[str]:
    """Return what keeps a sheet from being handed in, as words."""
    rubric = rubric_of(sheet.round)
    by_code = {mark.criterion: mark for mark in sheet.marks}
    found = []
    for criterion in rubric.criteria:
        mark = by_code[criterion.code]
        if mark.points is None:
            found.append(f"{criterion.name}: chưa có điểm")
        elif needs_words(rubric, criterion, mark) and not clean_prose(mark.comment):
            found.append(f"{criterion.name}: điểm rất thấp hoặc rất cao cần ghi lý do")
    return found


def needs_words(rubric: Rubric, criterion: Criterion, mark: ScoreMark) -> bool:
    """Return whether the marker has to say why."""
    return mark.points is not None and rubric.extreme(criterion, mark.points)


def check_points(rubric: Rubric, criterion: Criterion, halves: int) -> None:
    """NotReady when points leave the range of a criterion or the step of the rubric."""
    if not 0 <= halves <= criterion.maximum * 2:
        raise NotReady("Điểm ngoài thang điểm.", [criterion.name])
    if rubric.step == 1 and halves % 2:
        raise NotReady("Thang điểm này chỉ nhận điểm chẵn, không nhận nửa điểm.", [criterion.name])


def quoted(round_: ScoreRound, passage: str) -> bool:
    """Return whether a passage stands word for word in the frozen texts (case, signs and spaces apart)."""
    wanted = fold(passage.strip(" “”\"'.…-•"))
    return bool(wanted) and any(wanted in fold(text) for _label, text in round_.content["texts"])

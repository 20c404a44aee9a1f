"""Who may do what to proposals, whom they may hold, what is missing in a line."""

from ..awards.models import RoundKind, SubjectKind
from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import CityLine, CityProposal, Ground
from .states import State

READS = (P.ROUNDS_WRITE, P.NOMINATIONS_READ_ALL, P.REGISTERS_WRITE)
# NĐ 152/2025/NĐ-CP Điều 4.2: results of đột xuất and chuyên đề are no basis of a proposal for công trạng
ROUNDS = {
    Ground.MERIT: frozenset(RoundKind) - {RoundKind.SUDDEN, RoundKind.THEMATIC},
    Ground.THEMATIC: frozenset({RoundKind.THEMATIC}),
    Ground.SUDDEN: frozenset({RoundKind.SUDDEN}),
}
NO_GROUND = (
    "Kết quả khen thưởng đột xuất, chuyên đề không làm căn cứ đề nghị cấp trên khen thưởng công trạng "
    "(Nghị định số 152/2025/NĐ-CP, Điều 4)."
)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_read(account: Account) -> bool:
    """Standing body, chairman, clerk."""
    return any(account.has(permission) for permission in READS)


def may_write(account: Account, proposal: CityProposal | None = None) -> bool:
    """Write the list: the standing body, while it is a draft."""
    return account.has(P.ROUNDS_WRITE) and (proposal is None or proposal.state == State.DRAFT)


def may_number(account: Account, proposal: CityProposal) -> bool:
    """Give the number: the clerk, once the standing body handed it over."""
    return proposal.state == State.READY and account.has(P.REGISTERS_WRITE)


def may_return(account: Account, proposal: CityProposal) -> bool:
    """Give it back to be changed: the clerk, or the standing body itself, until it has its number."""
    return proposal.state == State.READY and (account.has(P.REGISTERS_WRITE) or account.has(P.ROUNDS_WRITE))


def may_send(account: Account, proposal: CityProposal) -> bool:
    """Note that it went out: clerk or standing body."""
    return proposal.state == State.SIGNED and (account.has(P.REGISTERS_WRITE) or account.has(P.ROUNDS_WRITE))


def may_answer(account: Account, proposal: CityProposal) -> bool:
    """Record what the city said: the standing body, which also keeps the history."""
    return proposal.state == State.SENT and account.has(P.ROUNDS_WRITE) and account.has(P.HISTORY_WRITE)


def may_undo(account: Account, proposal: CityProposal) -> bool:
    """Take back an answer that was recorded wrongly."""
    states = (State.SENT, State.ANSWERED)
    return proposal.state in states and account.has(P.ROUNDS_WRITE) and account.has(P.HISTORY_WRITE)


def may_cancel(account: Account, proposal: CityProposal) -> bool:
    """Give it up before it is sent."""
    return proposal.state in (State.DRAFT, State.READY, State.SIGNED) and account.has(P.ROUNDS_WRITE)


def missing(line: CityLine, fields: dict[str, str]) -> list[str]:
    """Return the labels of the fields of the list that are empty and may not be."""
    person = line.kind == SubjectKind.PERSON
    needed = {"name", "form", "summary", "votes"} | (
        {"born_year", "gender", "job", "unit"} if person else set()
    )
    found = [label for key, label in fields.items() if key in needed and not getattr(line, key)]
    if line.honorific is None and line.kind != SubjectKind.COLLECTIVE:
        found.append("Danh xưng Ông hoặc Bà")
    return found

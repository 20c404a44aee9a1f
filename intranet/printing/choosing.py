"""Which sheets of a stack a run takes: by kind of print and range, always in the order of the stack."""

from collections.abc import Sequence

from ..core.errors import NotReady
from ..decisions.stack import Sheet
from ..decisions.states import CertificateState
from . import queries, ranges
from .models import RunKind

S = CertificateState
SHOWN = 10  # names listed in a refusal


def fits(sheet: Sheet, kind: RunKind) -> bool:
    """Return whether a certificate can be printed this way now."""
    one = sheet.certificate
    if kind == RunKind.REPRINT:
        return one.state in (S.PRINTED, S.REPRINTED)
    return one.state == S.READY and (one.edition > 1) == (kind == RunKind.REPLACEMENT)


def waiting(stack: Sequence[Sheet], kind: RunKind) -> list[Sheet]:
    """Return the sheets that an empty range means: all not printed yet (a reprint never means all)."""
    return [] if kind == RunKind.REPRINT else [sheet for sheet in stack if fits(sheet, kind)]


def choose(stack: Sequence[Sheet], kind: RunKind, numbers: Sequence[int]) -> list[Sheet]:
    """Return the sheets with these ordinals in the order of the stack; without numbers, those that wait
    and stand in no open run.

    NotReady when a number is not in the stack, a sheet cannot be printed this way, or nothing is left to print.
    """
    if not numbers:
        if kind == RunKind.REPRINT:
            raise NotReady("In lại phải ghi rõ số các tờ cần in.", ["Các tờ"])
        found = waiting(stack, kind)
        if not found:
            raise NotReady("Không có tờ nào chờ in theo cách này.", ["Các tờ"])
        held = queries.held([sheet.certificate.id for sheet in found])
        # what another open run prints already is not meant; when that is all, `require_free` tells which run
        return [sheet for sheet in found if sheet.certificate.id not in held] or found
    there = [sheet.certificate.ordinal for sheet in stack]
    missing = set(numbers) - set(there)
    if missing:
        raise NotReady(
            f"Tập giấy không có tờ số {ranges.shown(missing)}; đang có: {ranges.shown(there) or 'không tờ nào'}.",
            ["Các tờ"],
        )
    chosen = [sheet for sheet in stack if sheet.certificate.ordinal in set(numbers)]
    require_kind(chosen, kind)
    return chosen


def require_kind(chosen: Sequence[Sheet], kind: RunKind) -> None:
    """NotReady, naming each recipient and why, when a sheet cannot be printed this way."""
    problems = [
        f"{one.certificate.name} (tờ số {one.certificate.ordinal:02d}): {_why(one, kind)}"
        for one in chosen
        if not fits(one, kind)
    ]
    if problems:
        more = [f"… và {len(problems) - SHOWN} tờ khác"] if len(problems) > SHOWN else []
        raise NotReady("Có tờ không in theo cách này được.", problems[:SHOWN] + more)


def _why(sheet: Sheet, kind: RunKind) -> str:
    one = sheet.certificate
    if one.state in (S.PRINTED, S.REPRINTED):
        return "đã in, muốn in nữa hãy chọn “In lại”"
    if one.state == S.HANDED_OVER:
        return "đã trao, hãy làm thủ tục cấp lại"
    if kind == RunKind.REPRINT:
        return "chưa in lần nào"
    return "là giấy thay thế, hãy chọn “In giấy thay thế”" if one.edition > 1 else "là giấy in lần đầu"


def require_free(chosen: Sequence[Sheet]) -> None:
    """NotReady when a sheet stands in another run that is not ended: it must not be printed twice."""
    held = queries.held([sheet.certificate.id for sheet in chosen])
    if held:
        by_run: dict[int, list[int]] = {}
        for sheet in chosen:
            if sheet.certificate.id in held:
                by_run.setdefault(held[sheet.certificate.id], []).append(sheet.certificate.ordinal)
        raise NotReady(
            "Có tờ đang nằm trong lượt in khác chưa kết thúc. Hãy ghi kết quả hoặc bỏ lượt đó trước.",
            [f"Lượt in số {run}: tờ {ranges.shown(numbers)}" for run, numbers in sorted(by_run.items())],
        )

"""Contents of releases: composed from the records, frozen as canonical JSON, read back with their hash checked."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotThere, WrongState
from ..decisions.models import Decision
from ..indicators.models import IndicatorQuarter
from ..surveys.models import SurveyWave
from . import boards, lists, surveyed
from .models import Release, ReleaseKind

Subject = IndicatorQuarter | Decision | SurveyWave
_MODELS: dict[ReleaseKind, type[Subject]] = {
    ReleaseKind.BOARD: IndicatorQuarter,
    ReleaseKind.INITIATIVES: Decision,
    ReleaseKind.REWARDED: Decision,
    ReleaseKind.SURVEY: SurveyWave,
}


def get_subject(kind: ReleaseKind, subject_id: int) -> Subject:
    """Return the quarter, Decision or wave that is made public; NotThere when there is none."""
    found: Any = db.session.get(_MODELS[kind], subject_id)
    if found is None:
        raise NotThere("Không tìm thấy nội dung để công bố.")
    subject: Subject = found
    return subject


def subject_of(release: Release) -> Subject:
    """Return what a release is about."""
    return get_subject(release.kind, release.quarter_id or release.decision_id or release.wave_id or 0)


def compose(kind: ReleaseKind, subject: Subject) -> dict[str, Any]:
    """Return the contents as they would be made public now; NotReady when that is not allowed yet."""
    if isinstance(subject, IndicatorQuarter):
        return boards.compose(subject)
    if isinstance(subject, SurveyWave):
        return surveyed.compose(subject)
    return lists.initiatives(subject) if kind == ReleaseKind.INITIATIVES else lists.rewarded(subject)


def slug(kind: ReleaseKind, subject: Subject) -> str:
    """Return the public address."""
    if isinstance(subject, IndicatorQuarter):
        return boards.slug(subject)
    if isinstance(subject, SurveyWave):
        return surveyed.slug(subject)
    return lists.slug(kind.value, subject)


def basis(subject: Subject) -> str:
    """Return a print of the records behind the contents, cheap enough to compare at every look."""
    return bases([subject])[type(subject), subject.id]


def bases(subjects: Sequence[Subject]) -> dict[tuple[type[Subject], int], str]:
    """Return (model, id) -> the print of the records; a constant number of queries."""
    quarters = [one for one in subjects if isinstance(one, IndicatorQuarter)]
    decisions = [one for one in subjects if isinstance(one, Decision)]
    said: dict[tuple[type[Subject], int], str] = {}
    if quarters:
        said |= {(IndicatorQuarter, key): text for key, text in boards.bases(quarters).items()}
    if decisions:
        said |= {(Decision, key): text for key, text in lists.bases(decisions).items()}
    for one in subjects:
        if isinstance(one, SurveyWave):  # a closed wave is final in the database
            said[SurveyWave, one.id] = one.state.value
    return {key: hashlib.sha256(text.encode()).hexdigest() for key, text in said.items()}


def frozen(content: dict[str, Any]) -> tuple[str, str]:
    """Return contents as canonical JSON with its SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def whole(release: Release) -> bool:
    """Return whether the contents are what was frozen."""
    return hashlib.sha256(release.content.encode()).hexdigest() == release.content_sha256


def read(release: Release) -> dict[str, Any]:
    """Return the frozen contents; WrongState when they are not what was frozen: then nothing is shown at all."""
    if not whole(release):
        raise WrongState(
            "Nội dung công bố này không còn nguyên vẹn nên không hiển thị. Hãy báo Thường trực thi đua."
        )
    found: dict[str, Any] = json.loads(release.content)
    return found


def changed(releases: Iterable[Release]) -> set[int]:
    """Return the ids of releases whose records say something else now (a restatement, a revoked paper)."""
    wanted = [
        (_MODELS[one.kind], one.quarter_id or one.decision_id or one.wave_id or 0, one) for one in releases
    ]
    subjects: list[Any] = []
    for model in set(_MODELS.values()):
        ids = [key for kind, key, _ in wanted if kind is model]
        if ids:
            subjects += db.session.scalars(sa.select(model).where(model.id.in_(ids)))
    now = bases(subjects)
    return {one.id for kind, key, one in wanted if now[kind, key] != one.basis}

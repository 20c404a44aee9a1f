"""Read releases: what is public, what waits, what could be proposed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from ..core import tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..decisions.models import Decision, DecisionKind
from ..indicators import quarter_actions
from ..indicators.models import IndicatorQuarter, Subject
from ..indicators.states import QuarterState
from ..people.models import Account
from ..surveys.models import SurveyWave
from ..surveys.states import WaveState
from . import contents, lists
from .models import Release, ReleaseKind
from .states import State

_PUBLIC = (State.RELEASED, State.WITHDRAWN)


def releases() -> sa.Select[Any]:
    """Return the query of all releases, without their contents: the publication log."""
    return sa.select(Release).options(defer(Release.content))


def get(release_id: int) -> Release:
    """Return a release; NotThere when there is none."""
    found = db.session.get(Release, release_id)
    if found is None:
        raise NotThere("Không tìm thấy lần công bố này.")
    return found


def locked(release: Release) -> Release:
    """Return the row read anew and held until the end of the transaction."""
    query = sa.select(Release).where(Release.id == release.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def editions(slug: str) -> list[Release]:
    """Return all editions under one address, oldest first."""
    return list(db.session.scalars(sa.select(Release).where(Release.slug == slug).order_by(Release.edition)))


def public(*, contents_too: bool = False) -> list[Release]:
    """Return what is public now, newest first; the contents (much text) only when asked for."""
    query = sa.select(Release).where(Release.state == State.RELEASED)
    if not contents_too:
        query = query.options(defer(Release.content))
    return list(db.session.scalars(query.order_by(Release.released_at.desc(), Release.id.desc())))


def slugs() -> frozenset[str]:
    """Return the addresses of what is public now."""
    return frozenset(db.session.scalars(sa.select(Release.slug).where(Release.state == State.RELEASED)))


def withdrawn() -> list[Release]:
    """Return what was withdrawn and not replaced since, newest first: the notices everybody may read."""
    newest = (
        sa.select(Release.slug, sa.func.max(Release.edition).label("edition"))
        .where(Release.state.in_(_PUBLIC))
        .group_by(Release.slug)
        .subquery()
    )
    query = (
        sa.select(Release)
        .join(newest, sa.and_(newest.c.slug == Release.slug, newest.c.edition == Release.edition))
        .where(Release.state == State.WITHDRAWN)
        .options(defer(Release.content))
    )
    return list(db.session.scalars(query.order_by(Release.withdrawn_at.desc(), Release.id.desc())))


def by_slug(slug: str) -> Release:
    """Return what stands at a public address: the public edition, else the newest withdrawn one.

    NotThere for an address that never was public: a proposal is nobody's business.
    """
    found = [one for one in editions(slug) if one.state in _PUBLIC]
    if not found:
        raise NotThere("Chưa có nội dung nào được công bố ở địa chỉ này.")
    return next((one for one in found if one.state == State.RELEASED), found[-1])


def offers() -> list[tuple[ReleaseKind, int, str]]:
    """Return what could be proposed now and is neither waiting nor public: kind, id, words; newest first."""
    live = db.session.scalars(releases().where(Release.state.in_((State.PROPOSED, State.RELEASED)))).all()
    public_now = [one for one in live if one.state == State.RELEASED]
    changed = contents.changed(public_now)
    taken = {one.slug for one in live if one.state == State.PROPOSED or one.id not in changed}
    found: list[tuple[ReleaseKind, contents.Subject, str]] = []
    quarters = sa.select(IndicatorQuarter).where(IndicatorQuarter.state == QuarterState.LOCKED)
    order = quarters.order_by(IndicatorQuarter.year.desc(), IndicatorQuarter.quarter.desc())
    found += [(ReleaseKind.BOARD, one, f"Bảng chỉ tiêu {one.name}") for one in db.session.scalars(order)]
    decisions = sa.select(Decision).where(Decision.state.in_((*lists.BEFORE, *lists.AFTER)))
    for one in db.session.scalars(decisions.order_by(Decision.id.desc())):
        if one.kind == DecisionKind.AWARD:
            when = "đề nghị khen thưởng" if one.state in lists.BEFORE else "được khen thưởng"
            found.append(
                (ReleaseKind.REWARDED, one, f"Danh sách {when}, Quyết định {one.full_number}: {one.title}")
            )
        elif one.kind == DecisionKind.RECOGNITION and one.state in lists.AFTER:
            found.append(
                (ReleaseKind.INITIATIVES, one, f"Sáng kiến được công nhận, Quyết định {one.full_number}")
            )
    waves = sa.select(SurveyWave).where(SurveyWave.state == WaveState.CLOSED)
    surveyed = db.session.scalars(waves.order_by(SurveyWave.id.desc()))
    found += [(ReleaseKind.SURVEY, wave, f"Kết quả khảo sát: {wave.title}") for wave in surveyed]
    return [(kind, one.id, words) for kind, one, words in found if contents.slug(kind, one) not in taken]


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Proposals wait for the chairman; what is public and out of date for the standing body."""
    found: list[Task] = []
    if account.has(P.PUBLISHING_RELEASE):
        query = releases().where(Release.state == State.PROPOSED).order_by(Release.id)
        found += [
            Task("Cho phép công bố", one.title, f"/cong-bo/{one.id}", "Xem và quyết định")
            for one in db.session.scalars(query)
        ]
    if account.has(P.PUBLISHING_WRITE):
        now = public()
        changed = contents.changed(now) if now else set()
        found += [
            Task("Nội dung công khai đã cũ", one.title, f"/cong-bo/{one.id}", "Xem và đề nghị công bố lại")
            for one in now
            if one.id in changed
        ]
    return found


def is_public(quarter: IndicatorQuarter, subject: Subject) -> bool:
    """Return whether the chairman has released a quarter's board, or the results of a wave that closed in it."""
    query = sa.select(Release.id).where(Release.state == State.RELEASED)
    if subject == Subject.SURVEY:
        closed = SurveyWave.closed_on.between(quarter.starts_on, quarter.ends_on)
        query = query.join(SurveyWave, SurveyWave.id == Release.wave_id).where(closed)
    else:
        query = query.where(Release.quarter_id == quarter.id)
    return db.session.scalar(query.limit(1)) is not None


def quarter_of(wave: SurveyWave) -> IndicatorQuarter | None:
    """Return the quarter in which a wave was closed, if its year is open."""
    query = sa.select(IndicatorQuarter).where(
        IndicatorQuarter.starts_on <= wave.closed_on, IndicatorQuarter.ends_on >= wave.closed_on
    )
    return db.session.scalar(query)


def broken() -> list[str]:
    """Return the addresses of releases whose contents are not what was frozen (`intranet verify`)."""
    rows = db.session.scalars(sa.select(Release).order_by(Release.id).execution_options(yield_per=50))
    return [f"{one.slug} ({one.edition})" for one in rows if not contents.whole(one)]


quarter_actions.PUBLIC.append(is_public)

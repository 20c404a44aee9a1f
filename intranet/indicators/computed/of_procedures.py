"""I03, I09, X1, X2 and X6: procedures, reviews, proposals sent upward, publication at three places."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ...core.db import db
from ...core.text import short_date
from ...procedures import counts
from ...procedures.models import (
    Procedure,
    ProcedureTerm,
    PublicChannel,
    PublicityCheck,
    ReformProposal,
    UnitReview,
)
from ...procedures.states import ProposalState, ReviewState
from ..models import IndicatorQuarter
from ..sources import RECORDS_SHOWN, Record, Source, Touched, every_unit, register, whole

Figures = dict[int, tuple[int, int]]


def i03(quarter: IndicatorQuarter) -> Figures:
    """Return unit -> procedures fully online / procedures eligible for it, at the end of the quarter."""
    return counts.online_at(quarter.ends_on)


def i09(quarter: IndicatorQuarter) -> Figures:
    """Return unit -> proposals sent upward with an outgoing number in the quarter / 1."""
    sent = counts.proposals_sent(quarter.starts_on, quarter.ends_on)
    return {unit: (number, 1) for unit, number in sent.items()}


def x1(quarter: IndicatorQuarter) -> Figures:
    """Return unit -> complete reviews of all its procedures closed in the quarter / 1."""
    done = counts.reviews_done(quarter.starts_on, quarter.ends_on)
    return {unit: (number, 1) for unit, number in done.items()}


def x2(quarter: IndicatorQuarter) -> Figures:
    """Return unit -> working days cut / days before the plan, over its common procedures; longer terms count against."""
    return counts.days_saved(quarter.ends_on)


def x6(units: set[int] | None) -> Any:
    """Return per quarter and unit: pairs of procedure and place published in full / all pairs.

    The newest check up to the end of the quarter counts; a pair that nobody checked is not published.
    """
    end: Any = IndicatorQuarter.ends_on
    checks = (
        sa.select(
            IndicatorQuarter.id.label("quarter_id"),
            PublicityCheck.procedure_id,
            PublicityCheck.channel,
            sa.func.max(PublicityCheck.checked_on).label("day"),
        )
        .select_from(PublicityCheck)
        .join(IndicatorQuarter, PublicityCheck.checked_on <= end)
        .group_by(IndicatorQuarter.id, PublicityCheck.procedure_id, PublicityCheck.channel)
    )
    if units is not None:
        mine = sa.select(Procedure.id).where(Procedure.unit_id.in_(units))
        checks = checks.where(PublicityCheck.procedure_id.in_(mine))
    newest = checks.subquery()
    complete = sa.and_(PublicityCheck.listed, PublicityCheck.process, PublicityCheck.time, PublicityCheck.fee)
    published = (
        sa.select(newest.c.quarter_id, newest.c.procedure_id, sa.func.count().label("places"))
        .join(
            PublicityCheck,
            sa.and_(
                PublicityCheck.procedure_id == newest.c.procedure_id,
                PublicityCheck.channel == newest.c.channel,
                PublicityCheck.checked_on == newest.c.day,
                complete,
            ),
        )
        .group_by(newest.c.quarter_id, newest.c.procedure_id)
        .subquery()
    )
    of_both = sa.and_(published.c.quarter_id == IndicatorQuarter.id, published.c.procedure_id == Procedure.id)
    query = (
        sa.select(
            IndicatorQuarter.id,
            Procedure.unit_id,
            whole(sa.func.sum(published.c.places)).label("numerator"),
            (sa.func.count(Procedure.id) * len(PublicChannel)).label("denominator"),
        )
        .select_from(Procedure)
        .join(IndicatorQuarter, counts.in_force(end))
        .outerjoin(published, of_both)
        .group_by(IndicatorQuarter.id, Procedure.unit_id)
    )
    return query if units is None else query.where(Procedure.unit_id.in_(units))


def _terms(
    describe: Callable[[Procedure, ProcedureTerm], Record | None],
) -> Callable[[IndicatorQuarter, int | None], list[Record]]:
    def records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
        """Return procedures with what their term in force says."""
        query = (
            sa.select(Procedure, ProcedureTerm)
            .join(ProcedureTerm, ProcedureTerm.procedure_id == Procedure.id)
            .where(counts.in_force(quarter.ends_on), counts.term_on(quarter.ends_on))
            .order_by(Procedure.name_key, Procedure.id)
        )
        if unit_id is not None:
            query = query.where(Procedure.unit_id == unit_id)
        described = (describe(one, term) for one, term in db.session.execute(query))
        return [one for one in described if one is not None][: RECORDS_SHOWN + 1]

    return records


def _at(one: Procedure) -> str:
    return f"/thu-tuc/{one.id}"


def _online(one: Procedure, term: ProcedureTerm) -> Record | None:
    if not term.online_eligible:
        return None
    words = "Trực tuyến toàn trình" if term.online_full else "Đủ điều kiện, chưa trực tuyến toàn trình"
    return Record(f"{one.code} {one.name}", words, _at(one), counts=term.online_full)


def _shortened(one: Procedure, term: ProcedureTerm) -> Record | None:
    if not one.common or not one.baseline_days:
        return None
    words = f"Trước: {one.baseline_days} ngày làm việc, nay: {term.days}"
    return Record(f"{one.code} {one.name}", words, _at(one), counts=term.days < one.baseline_days)


def i09_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the proposals sent upward in a quarter."""
    query = (
        sa.select(ReformProposal)
        .where(ReformProposal.state.in_((ProposalState.SENT, ProposalState.ANSWERED)))
        .where(ReformProposal.sent_on.between(quarter.starts_on, quarter.ends_on))
        .order_by(ReformProposal.sent_on, ReformProposal.id)
        .limit(RECORDS_SHOWN + 1)
    )
    if unit_id is not None:
        query = query.where(ReformProposal.unit_id == unit_id)
    return [
        Record(
            one.title,
            f"Văn bản {one.outgoing_number}, ngày {short_date(one.sent_on)}, gửi {one.sent_to}",
            f"/thu-tuc/de-xuat/{one.id}",
        )
        for one in db.session.scalars(query)
        if one.sent_on is not None
    ]


def x1_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the complete reviews closed in a quarter."""
    query = (
        sa.select(UnitReview)
        .where(UnitReview.state == ReviewState.CLOSED)
        .where(UnitReview.closed_on.between(quarter.starts_on, quarter.ends_on))
        .options(sa.orm.joinedload(UnitReview.unit))
        .order_by(UnitReview.closed_on, UnitReview.id)
    )
    if unit_id is not None:
        query = query.where(UnitReview.unit_id == unit_id)
    return [
        Record(
            one.unit.name,
            f"Xong ngày {short_date(one.closed_on)}, {one.procedures} thủ tục",
            f"/thu-tuc/ra-soat/don-vi/{one.id}",
        )
        for one in db.session.scalars(query)
        if one.closed_on is not None
    ]


def x6_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return procedures with the number of places at which they are published in full by their newest check."""
    query = (
        sa.select(Procedure)
        .where(counts.in_force(quarter.ends_on))
        .order_by(Procedure.name_key, Procedure.id)
    )
    if unit_id is not None:
        query = query.where(Procedure.unit_id == unit_id)
    newest: dict[tuple[int, PublicChannel], PublicityCheck] = {}
    checks = sa.select(PublicityCheck).where(PublicityCheck.checked_on <= quarter.ends_on)
    for check in db.session.scalars(checks.order_by(PublicityCheck.checked_on, PublicityCheck.id)):
        newest[check.procedure_id, check.channel] = check
    found = []
    for one in db.session.scalars(query.limit(RECORDS_SHOWN + 1)):
        places_full = sum(
            check.listed and check.process and check.time and check.fee
            for (procedure_id, _), check in newest.items()
            if procedure_id == one.id
        )
        places = len(PublicChannel)
        found.append(
            Record(
                f"{one.code} {one.name}",
                f"Đủ ở {places_full}/{places} nơi",
                _at(one),
                counts=places_full == places,
            )
        )
    return found


_PROCEDURES: dict[type, Touched] = {Procedure: every_unit, ProcedureTerm: every_unit}
for _source in (
    Source(
        code="I03",
        formula="Thủ tục cung cấp trực tuyến toàn trình / thủ tục đủ điều kiện, theo danh mục có hiệu lực cuối quý.",
        counts=i03,
        records=_terms(_online),
        watches=_PROCEDURES,
    ),
    Source(
        code="I09",
        formula="Đếm kiến nghị cải cách đã gửi cấp trên, có số văn bản đi, theo ngày gửi.",
        counts=i09,
        records=i09_records,
        watches={ReformProposal: every_unit},
    ),
    Source(
        code="X1",
        formula="Đếm vòng rà soát mà đơn vị đã xem xét 100 % thủ tục của mình; xã đạt khi mọi đơn vị có thủ tục "
        "đều đủ hai vòng trong năm.",
        counts=x1,
        records=x1_records,
        watches={UnitReview: every_unit},
        scope=lambda quarter: set(counts.procedures_at(quarter.ends_on)),
    ),
    Source(
        code="X2",
        formula="Tổng số ngày làm việc đã cắt giảm / tổng số ngày gốc của các thủ tục phổ biến; kéo dài thì trừ đi.",
        counts=x2,
        records=_terms(_shortened),
        watches=_PROCEDURES,
    ),
    Source(
        code="X6",
        formula="Cặp (thủ tục, nơi) mà lần kiểm tra gần nhất thấy đủ danh mục, quy trình, thời gian, phí / "
        "số thủ tục × 3 nơi; chưa kiểm tra là chưa đủ.",
        figures=x6,
        records=x6_records,
        watches={PublicityCheck: lambda one: {one.procedure.unit_id}, Procedure: lambda one: {one.unit_id}},
    ),
):
    register(_source)

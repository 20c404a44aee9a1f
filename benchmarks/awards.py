"""`python -m benchmarks.awards`: a round of 300 nominations from 40 units, with 20,000 past awards in the base.

Every list and the desk: p95 of the real server within 200 ms, beside the cheapest route in the same run; and as many
statements for 300 files as for 30.
"""

import os
import random
import sys

import sqlalchemy as sa

from benchmarks.harness import Client, Server, by_turns, line, median, p95
from intranet.app import create_app
from intranet.awards import round_actions
from intranet.awards.models import AwardRound, Nomination, RoundKind, SubjectKind
from intranet.awards.states import State
from intranet.core import clock
from intranet.core.db import db
from intranet.people.models import Account, Honorific, Person, RoleHolding, Unit, UnitKind
from intranet.people.roles import Role
from tests.factories import history

UNITS, FILES, PAST = 40, 300, 20_000
_WORDS = (
    "rà soát hồ sơ tồn đọng", "hướng dẫn người dân nộp hồ sơ trực tuyến", "xây dựng bảng theo dõi thời hạn",
    "tổ chức lớp bồi dưỡng kỹ năng số", "cắt giảm giấy tờ trong thủ tục", "trực tại nhà văn hóa thôn vào buổi tối",
    "sắp xếp lại kho lưu trữ", "viết tài liệu hỏi đáp cho tổ công nghệ số cộng đồng", "thu nhận phản ánh của người dân",
    "kết nối dữ liệu với phần mềm một cửa",
)  # fmt: skip


def _report(chance: random.Random, number: int) -> str:
    parts = [
        f"Tháng {chance.randrange(1, 13)} {chance.choice(_WORDS)} số {number * 7 + n}, đạt {chance.randrange(60, 100)} %"
        for n in range(40)
    ]
    return ". ".join(parts) + "."


def fill(environment: dict[str, str]) -> None:
    """Put the units, their people, the round and the past awards into the database of the run."""
    os.environ.clear()
    os.environ.update(environment)
    app, chance = create_app(), random.Random(7)
    with app.app_context():
        desk = db.session.scalars(sa.select(Account).where(Account.login == "thuongtruc")).one()
        head = db.session.scalars(sa.select(Account).where(Account.login == "truongphong")).one()
        today = clock.today()
        round_ = round_actions.create(
            RoundKind.YEARLY, "Đợt đo", actor=desk, opens_on=today, closes_on=today,
            achievement="đã có thành tích xuất sắc",
        )  # fmt: skip
        round_actions.open_round(round_, actor=desk)
        units = [
            Unit(name=f"Đơn vị đo số {n:02d}", kind=UnitKind.OFFICE, position=500 + n) for n in range(UNITS)
        ]
        db.session.add_all(units)
        db.session.flush()
        db.session.add(
            RoleHolding(account_id=head.id, role=Role.UNIT_HEAD, unit_id=units[0].id, starts_on=today)
        )
        people = [
            Person(
                full_name=f"{name} {n}", honorific=chance.choice(list(Honorific)), position="Công chức",
                unit_id=units[n % UNITS].id,
            )
            for n, name in ((n, chance.choice(("Nguyễn Văn", "Trần Thị", "Lê Đức"))) for n in range(FILES * 2))
        ]  # fmt: skip
        db.session.add_all(people)
        db.session.flush()
        for n, person in enumerate(people[:FILES]):
            db.session.add(
                Nomination(
                    state=State.SUBMITTED, round=round_, unit_id=person.unit_id, subject_kind=SubjectKind.PERSON,
                    person_id=person.id, honorific=person.honorific, name=person.full_name, detail=person.job,
                    achievement=f"Đã {chance.choice(_WORDS)} năm 2026", report=_report(chance, n),
                    unit_meeting="5/5", created_at=clock.now(), submitted_at=clock.now(),
                )
            )  # fmt: skip
        history.bulk(PAST, person_id=people[0].id)
        db.session.commit()
        db.engine.dispose()


def pages(port: int) -> bool:
    """Time every list of the round against the cheapest route."""
    app = create_app()
    with app.app_context():
        round_ = db.session.scalars(sa.select(AwardRound).where(AwardRound.title == "Đợt đo")).one().id
        unit = db.session.scalars(sa.select(Unit).where(Unit.name == "Đơn vị đo số 00")).one().id
        file = db.session.scalars(sa.select(Nomination).where(Nomination.round_id == round_)).first()
        if file is None:
            sys.exit("the round has no file")
        one = file.id
        db.engine.dispose()
    desk = Client(port, "thuongtruc")
    files = f"/khen-thuong/ho-so?dot={round_}"
    wanted = (
        ("list of files", desk, files, "<tr>", 50),
        ("list of files, last page", desk, f"{files}&page=6", "<tr>", 50),
        ("list of one unit", desk, f"{files}&don-vi={unit}", "<tr>", 7),
        ("search by name", desk, f"{files}&q=nguyen", "<tr>", 40),
        ("the round", desk, f"/khen-thuong/dot/{round_}", "<li>", 5),
        ("duplicates of the round", desk, f"/khen-thuong/dot/{round_}/trung-lap", "card-plain", 5),
        ("one file with its checks", desk, f"/khen-thuong/ho-so/{one}", "<li", 5),
        (
            "nomination desk of a unit",
            Client(port, "truongphong"),
            f"/khen-thuong/dot/{round_}/don-vi/{unit}/ca-nhan",
            "<tr>",
            15,
        ),
    )
    good = True
    for label, client, path, sign, least in wanted:
        status, page = client.get(path)
        if status != 200 or page.count(sign) < least:
            sys.exit(f"{path} did not come: {status}, {page.count(sign)} of {sign}")
        floor, found = by_turns(
            lambda one=client: one.get("/suc-khoe"), lambda one=client, at=path: one.get(at), 40
        )
        value = f"p95 {p95(found):.1f} ms, median {median(found):.1f} ms = {median(found) / median(floor):.1f} times"
        line(f"{FILES} nominations, {label}", value, "p95 <= 200 ms", good=p95(found) <= 200)
        good = good and p95(found) <= 200
    return good


def main() -> None:
    """Run all; exit with 1 when a target is missed."""
    with Server(fill) as port:
        good = pages(port)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

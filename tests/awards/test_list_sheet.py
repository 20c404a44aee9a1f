"""TP7: a unit's list in Excel makes the same files as ticking people on the desk."""

import io

import pytest
import sqlalchemy as sa
import xlsxwriter

from intranet.awards import actions, desk, list_sheet
from intranet.awards.eligibility_facts import findings_for
from intranet.awards.models import Nomination
from intranet.awards.states import State
from intranet.core import sheet_uploads
from intranet.core.db import db
from intranet.core.errors import NotReady, WrongState
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Honorific, Person
from tests.factories import awards as make
from tests.factories import initiatives

HEAD = [one.label for one in list_sheet.FIELDS]
WORDS = "Đã có thành tích xuất sắc trong cải cách hành chính năm 2026"


def book(*rows: list[str], head: list[str] = HEAD) -> bytes:
    """Return a workbook as the unit head fills it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, line in enumerate([head, *rows]):
            sheet.write_row(at, 0, line)
    return out.getvalue()


def line(kind="Cá nhân", name="", honorific="", detail="", achievement=WORDS, report="", idea="", meeting=""):
    return [kind, name, honorific, detail, achievement, report, idea, meeting]


def kept(round_, content: bytes):
    head = make.account("truongphong")
    return sheet_uploads.keep(list_sheet.purpose(round_, make.unit()), "ds.xlsx", content, actor=head)


def applied(round_, *rows) -> list[Nomination]:
    return list_sheet.apply(kept(round_, book(*rows)), round_, make.unit(), actor=make.account("truongphong"))


def problems(round_, *rows) -> dict[int, list[str]]:
    found = list_sheet.plan(kept(round_, book(*rows)), round_, make.unit(), actor=make.account("truongphong"))
    assert found.ready is not bool(found.sheet.wrong)
    return {row.number: [one.text for one in row.problems] for row in found.sheet.wrong}


def of(one: Nomination) -> dict[str, object]:
    """Return all that a file holds, but what tells it from another."""
    apart = {"id", "version", "round_id", "created_at"}
    return {c.key: getattr(one, c.key) for c in sa.inspect(Nomination).columns if c.key not in apart}


def test_tp7_the_excel_list_and_the_desk_make_the_same_files_with_the_same_findings(app):
    head, unit = make.account("truongphong"), make.unit()
    idea = initiatives.at(InitiativeState.RECOGNISED, "nhanvien2")
    people = [make.account(login).person for login in ("nhanvien", "nhanvien2")]
    ticked = make.opened("Đợt trên màn hình")
    by_hand, refused = desk.nominate(ticked, unit, people, actor=head)
    by_hand.append(actions.nominate_collective(ticked, unit, unit, actor=head))
    by_hand.append(
        actions.nominate_household(ticked, unit, Honorific.MRS, "Lê Thị Na", "Thôn Vĩnh Trung", actor=head)
    )
    for one in by_hand:
        actions.save(one, {"achievement": WORDS, "report": "Hoàn thành xuất sắc."}, actor=head)
    first = [(of(one), [(f.key, f.text) for f in found]) for one, found in _found(by_hand)]
    for one in by_hand:
        actions.withdraw(one, actor=head, reason="Lập lại từ tệp")
    rows = [
        line(name=people[0].full_name, report="Hoàn thành xuất sắc."),
        line(name=f"Bà {people[1].full_name}" if people[1].honorific == Honorific.MRS else people[1].full_name,
             report="Hoàn thành xuất sắc."),
        line("Tập thể", unit.name, report="Hoàn thành xuất sắc."),
        line("Hộ gia đình", "bà Lê Thị Na", detail="Thôn Vĩnh Trung", report="Hoàn thành xuất sắc."),
    ]  # fmt: skip
    listed = applied(make.opened("Đợt từ tệp"), *rows)
    assert refused == [] and len(listed) == len(by_hand) == 4
    assert [(of(one), [(f.key, f.text) for f in found]) for one, found in _found(listed)] == first
    (used,) = applied(make.opened("Đợt sáng kiến"), line(name=people[1].full_name, idea=idea.title.upper()))
    assert used.initiative_id == idea.id


def _found(files: list[Nomination]):
    db.session.flush()
    found = findings_for(files)
    return [(one, found[one.id]) for one in files]


def test_tp7_wrong_rows_keep_all_out_and_say_what_to_mend(app):
    round_ = make.opened()
    there = make.draft(round_, "nhanvien")
    other = make.account("nhanvien2").person
    bare = "".join(c for c in other.full_name if c.isascii())
    assert problems(
        round_,
        line(name="Người Không Có"),
        line(name=there.name),
        line("Hộ gia đình", "Lê Văn Tám"),
        line("Tập thể", "Phòng Không Có"),
        line(name=other.full_name, achievement="x" * 5000),
        line(name=other.full_name, idea="Sáng kiến của ai"),
        line("Hộ gia đình", "ông Lê Văn Tám", detail="Thôn Đông", achievement=""),
        line("Hộ gia đình", "Ông lê văn tám", detail="thôn đông"),
    ) == {
        2: ["Không có “Người Không Có” trong danh sách của đơn vị."],
        3: [f"{there.printed_name} đã có hồ sơ trong đợt này ({there.unit.name} đề nghị)."],
        4: ["Ghi Ông hoặc Bà của chủ hộ.", "Ghi địa chỉ của hộ gia đình."],
        5: ["“Phòng Không Có” không phải tên đơn vị hoặc bộ phận thuộc đơn vị này."],
        6: ["Dài 5000 ký tự, tối đa 500."],
        7: ["Người này không có sáng kiến được công nhận mang tên đó."],
        9: ["Đã có ở dòng 8 của tệp."],
    }
    assert bare != other.full_name
    before = db.session.scalar(sa.select(sa.func.count(Nomination.id)))
    with pytest.raises(NotReady, match="Còn 1 dòng phải sửa") as refused:
        applied(round_, line(name=other.full_name), line(name="Người Không Có"))
    assert refused.value.missing == ["Dòng 3: Không có “Người Không Có” trong danh sách của đơn vị."]
    assert db.session.scalar(sa.select(sa.func.count(Nomination.id))) == before


def test_namesakes_are_told_apart_by_their_job_and_never_guessed(app):
    round_, one = make.opened(), make.account("nhanvien").person
    twin = Person(full_name=one.full_name, honorific=one.honorific, position="Thủ kho", unit_id=one.unit_id)
    db.session.add(twin)
    db.session.flush()
    assert problems(round_, line(name=one.full_name)) == {
        2: ["Đơn vị có 2 người tên này: ghi đúng chức vụ, chức danh để phân biệt."]
    }
    (made,) = applied(round_, line(name=one.full_name, detail="Thủ kho, Điểm phục vụ"))
    assert made.person_id == twin.id
    bad = one.full_name.replace(one.full_name[1], "z", 1)
    assert problems(round_, line(name=bad))[2] == [f"Không có “{bad}” trong danh sách của đơn vị."]


def test_one_initiative_named_by_two_rows_is_refused(app):
    idea = initiatives.at(InitiativeState.RECOGNISED, "nhanvien2")
    author = make.account("nhanvien2").person
    taken = make.opened("Đợt trước")
    applied(taken, line(name=author.full_name, idea=idea.title))
    again = problems(make.opened("Đợt sau"), line(name=author.full_name, idea=idea.title))
    assert again[2][0].startswith("Đã dùng trong hồ sơ của")


def test_the_pages_read_first_then_make_all_files_once(site, browser):
    with site.app_context():
        round_ = make.opened()
        name, where = make.account("nhanvien").person.full_name, f"/{round_.id}/don-vi/{make.unit().id}"
        db.session.commit()
    head, start = browser("truongphong"), f"/khen-thuong/dot{where}/tu-excel"
    assert head.http.get(f"{start}/tep-mau").mimetype.endswith("spreadsheetml.sheet")
    wrong = head.submit(head.get(start), start, expect=422, file=(io.BytesIO(b"no workbook"), "ds.xlsx"))
    assert "ds.xlsx" in wrong.text
    bad = head.submit(head.get(start), start, file=(io.BytesIO(book(line(name="Ai Đó"))), "ds.xlsx"))
    assert "Dòng phải sửa" in bad.text and "Lập 1 hồ sơ" not in bad.buttons()
    assert head.http.get(bad.links()["Tải dòng cần sửa (.xlsx)"]).status_code == 200
    good = head.submit(head.get(start), start, file=(io.BytesIO(book(line(name=name))), "ds.xlsx"))
    assert "Lập 1 hồ sơ" in good.buttons(), good.text
    done = head.submit(good, "lap-ho-so")
    assert name in done.text
    assert name in head.submit(good, "lap-ho-so").text  # a second click gives the first answer
    assert head.get(good.url).flashes == ["Tệp ds.xlsx đã được nhập. Đã lập 1 hồ sơ."]
    assert "Đã lập 1 hồ sơ" in head.get(start).text
    with site.app_context():
        assert db.session.scalars(sa.select(Nomination.state)).all().count(State.DRAFT) == 1


def test_a_round_closed_while_the_preview_is_open_makes_nothing_and_says_so(app):
    round_ = make.opened()
    upload = kept(round_, book(line(name=make.account("nhanvien").person.full_name)))
    actions.close(round_, actor=make.account("thuongtruc"))
    with pytest.raises(WrongState, match="không nhận hồ sơ nữa"):
        list_sheet.apply(upload, round_, make.unit(), actor=make.account("truongphong"))

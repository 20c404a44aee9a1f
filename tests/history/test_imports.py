"""Import from Excel: preview, all or nothing, once, nothing twice."""

import datetime as dt
import unicodedata

import pytest
import sqlalchemy as sa

from intranet.core import audit, sheet_uploads
from intranet.core.db import db
from intranet.core.errors import NotReady, WrongState
from intranet.history import actions, imports, queries
from intranet.history.models import PastAward, RecipientKind, Source
from intranet.people import restructuring
from tests.factories import history
from tests.factories.people import account, new_unit, person, unit


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(PastAward)) or 0


def test_three_hundred_lines_are_imported_once_and_updated_not_doubled(app):
    before, rows = count(), history.as_rows(300)
    upload = history.imported(rows)
    assert count() == before + 300
    first = db.session.scalars(
        sa.select(PastAward).where(PastAward.upload_id == upload.id, PastAward.line == 2)
    ).one()
    assert [first.name, first.detail, first.number, first.amount, first.source] == [
        rows[0][1], rows[0][3], rows[0][5], 100_000, Source.IMPORT
    ]  # fmt: skip
    assert first.search_text and first.name_key and first.version == 1
    (event,) = audit.timeline(upload)
    assert event.details() | {"linked": 0} == {
        "file": "cu.xlsx", "sha256": upload.sha256, "new": 300, "updated": 0, "same": 0, "linked": 0
    }  # fmt: skip
    with pytest.raises(WrongState, match="đã được nhập"):
        imports.apply(upload, actor=account("vanthu"))
    again = imports.plan(history.kept(history.book(rows)))
    assert (len(again.new), len(again.updated), len(again.same), again.ready) == (0, 0, 300, False)
    rows[0][7], rows[1][7] = "Thành tích viết lại", "Thành tích khác"
    edited = db.session.scalars(
        sa.select(PastAward).where(PastAward.upload_id == upload.id, PastAward.line == 3)
    ).one()
    given = {key: getattr(edited, key) for key in actions.FIELDS} | {"achievement": "Sửa tay"}
    actions.edit(edited, given, actor=account("vanthu"), reason="Đối chiếu sổ")
    second = history.imported(rows)
    assert (first.achievement, edited.achievement) == ("Thành tích viết lại", "Sửa tay")
    assert second.summary.startswith(
        "0 dòng mới; 1 dòng bổ sung; 299 dòng đã có hoặc trùng trong tệp, bỏ qua"
    )


def test_one_wrong_line_keeps_all_out_and_says_where(app):
    before = count()
    rows = [
        history.row("Đúng Văn A"),
        history.row("12345"),
        history.row("Bà Lê B"),
        history.row(None),
        history.row("Tập thể C", kind="Tập thể"),
        history.row("Sai Năm", on="01/01/2099"),
        history.row("Dài", achievement="x" * 1001),
    ]
    upload = history.kept(history.book(rows))
    plan = imports.plan(upload)
    assert {(row.number, one.label, one.text) for row in plan.sheet.wrong for one in row.problems} == {
        (3, "Họ và tên, tên tập thể", "“12345” không phải tên."),
        (4, "Danh xưng", "Cột ghi Ông nhưng tên ghi Bà."),
        (5, "Họ và tên, tên tập thể", "Chưa điền."),
        (6, "Danh xưng", "Tập thể không có danh xưng."),
        (7, "Ngày quyết định", "Ngày 01/01/2099 ở tương lai."),
        (8, "Thành tích", "Dài 1001 ký tự, tối đa 1000."),
    }
    assert [line.values["name"] for line in plan.new] == ["Đúng Văn A"]
    with pytest.raises(NotReady, match="Chưa nhập dòng nào"):
        imports.apply(upload, actor=account("vanthu"))
    db.session.rollback()
    assert count() == before


def test_lines_that_stand_twice_namesakes_and_long_names(app):
    before = count()
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hằng")
    name = "Tập thể cán bộ, giáo viên " + "đ" * 474
    upload = history.imported(
        [
            history.row("Nguyễn Thị Hằng", honorific="Bà"),
            history.row(decomposed, honorific="Bà"),
            history.row("Nguyễn Thị Hằng", honorific="Bà", unit="Thôn Đoài"),
            history.row("Nguyễn Thị Hàng", honorific="Bà", unit="Thôn Trung"),
            history.row(name, kind="Tập thể", honorific=None, unit=None, number=None, on=1999, amount=None),
            history.row("Hộ gia đình ông Lê Văn Tám", kind="Hộ", honorific=None),
        ]
    )
    assert count() == before + 5
    rows = {
        a.line: a for a in db.session.scalars(sa.select(PastAward).where(PastAward.upload_id == upload.id))
    }
    assert sorted(rows) == [2, 4, 5, 6, 7]
    assert (rows[6].name, rows[6].when, rows[6].amount) == (name, "1999", None)
    assert (rows[7].printed_name, rows[7].kind) == ("Hộ gia đình ông Lê Văn Tám", RecipientKind.HOUSEHOLD)
    assert [
        a.line
        for a in db.session.scalars(queries.search("nguyen thi hang").where(PastAward.upload_id == upload.id))
    ]


def test_people_and_units_are_linked_when_certain_else_wait(app):
    clerk = account("vanthu")
    old = new_unit("Phòng Văn thư")
    known, twin = person("Đinh Thị Ước", unit_id=old.id), person("Cao Văn Lỗ", unit_id=old.id)
    person("Cao Văn Lỗ", unit_id=unit().id)
    restructuring.rename(old, "Phòng Lưu trữ", "", on=dt.date(2026, 6, 1), document="QĐ 1", actor=clerk)
    db.session.flush()
    upload = history.imported(
        [
            history.row("Đinh Thị Ước", honorific="Bà", unit="Công chức, Phòng Văn thư"),
            history.row("Đinh Thị Ước", honorific="Bà", unit="Thôn Đông"),
            history.row("Cao Văn Lỗ", unit="Phòng Lưu trữ"),
            history.row("Người Không Có Trong Danh Sách"),
            history.row("PHÒNG VĂN THƯ", kind="Tập thể", honorific=None, unit=None),
        ]
    )
    rows = {
        a.line: a for a in db.session.scalars(sa.select(PastAward).where(PastAward.upload_id == upload.id))
    }
    assert [rows[n].person_id for n in (2, 3, 4, 5)] == [known.id, None, None, None]
    assert rows[6].unit_id == old.id
    waiting = queries.undecided().where(PastAward.upload_id == upload.id)
    assert [a.line for a in db.session.scalars(waiting)] == [4, 3]  # by given name: Lỗ, Ước
    assert upload.summary.startswith("5 dòng mới; 2 dòng nối được")
    assert twin.id in {one.id for one in queries.people_named(["cao van lo"])["cao van lo"]}


def test_dates_and_old_fonts_wait_for_a_choice(app):
    rows = [history.row("NguyÔn V¨n §«ng", on=dt.date(1998, 5, 2))]
    upload = history.kept(history.book(rows))
    assert len(imports.plan(upload).sheet.wrong[0].problems) == 2
    upload.days, upload.old_font = "swapped", True
    imports.apply(upload, actor=account("vanthu"))
    made = db.session.scalars(sa.select(PastAward).where(PastAward.upload_id == upload.id)).one()
    assert (made.name, made.awarded_on) == ("Nguyễn Văn Đông", dt.date(1998, 2, 5))


def test_rows_of_our_own_decisions_are_known(app):
    from intranet.decisions.states import State
    from tests.factories import decisions

    base = decisions.award(State.NUMBERED)
    issued = db.session.scalars(sa.select(PastAward).where(PastAward.decision_id == base.id)).all()
    words = {"person": "Cá nhân", "collective": "Tập thể", "household": "Hộ gia đình"}
    rows = [
        history.row(a.name, kind=words[a.kind.value], honorific=None, unit=a.detail, form=a.form, number=a.number,
                    on=f"{a.awarded_on:%d/%m/%Y}", achievement="Khác", amount=1)
        for a in issued
    ]  # fmt: skip
    plan = imports.plan(history.kept(history.book(rows)))
    assert (len(plan.new), len(plan.updated), len(plan.same)) == (0, 0, len(issued))


def test_an_upload_of_another_purpose_is_not_there(app):
    kept = sheet_uploads.keep("other", "a.xlsx", history.book([history.row()]), actor=audit.SYSTEM)
    with pytest.raises(Exception, match="Không tìm thấy"):
        sheet_uploads.get(imports.PURPOSE, kept.id)

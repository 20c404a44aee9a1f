"""The Excel list of a unit's nominees (story TP7): the same files as ticking people on the desk, all rows or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..core import audit, files, sheet_uploads, sheets
from ..core.errors import NotReady
from ..core.sheet_uploads import SheetUpload
from ..core.sheets import Field, Row, Sheet
from ..core.text import fold, format_number
from ..history.matching import same_name, split_honorific
from ..people.models import Account, Honorific, Person, Unit
from . import actions, queries
from .models import AwardRound, Nomination, SubjectKind

LIMIT = 500  # rows: a commune's unit nominates some dozens
_NAME, _DETAIL = "Họ và tên, tên tập thể", "Chức vụ hoặc địa chỉ"

FIELDS = (
    Field(
        "kind", "Loại", ("Đối tượng", "Loại đối tượng"), kind="choice", required=True,
        choices={"Cá nhân": "person", "Tập thể": "collective", "Hộ gia đình": "household", "Hộ": "household"},
        sample="Cá nhân",
    ),
    Field(
        "name", _NAME, ("Họ và tên", "Họ tên", "Tên", "Tên tập thể", "Tên chủ hộ"), required=True, limit=200,
        help="Đúng như trong danh sách cán bộ, đơn vị; hộ gia đình ghi tên chủ hộ.", sample="Nguyễn Văn Hùng",
    ),
    Field(
        "honorific", "Danh xưng", ("Ông/Bà", "Ông, Bà"), kind="choice", choices={"Ông": "Ông", "Bà": "Bà"},
        help="Bắt buộc với chủ hộ; cá nhân lấy theo danh sách cán bộ.", sample="Ông",
    ),
    Field(
        "detail", _DETAIL, ("Chức vụ", "Chức danh", "Địa chỉ", "Chức vụ, địa chỉ"), limit=300,
        help="Bắt buộc với hộ gia đình (địa chỉ); với cá nhân để phân biệt người trùng tên.", sample="Công chức",
    ),
    Field(
        "achievement", "Đề nghị ghi nhận", ("Thành tích", "Thành tích đề nghị", "Nội dung khen thưởng"), limit=500,
        help="Dòng thành tích in trên Giấy khen.",
        sample="Đã có thành tích xuất sắc trong cải cách hành chính năm 2026",
    ),
    Field("report", "Báo cáo thành tích", ("Tóm tắt thành tích", "Báo cáo"), limit=5000),
    Field(
        "initiative", "Sáng kiến làm căn cứ", ("Sáng kiến", "Tên sáng kiến"), limit=300,
        help="Tên sáng kiến đã được công nhận của người đó.",
    ),
    Field("unit_meeting", "Kết quả bình xét ở đơn vị", ("Kết quả họp ở đơn vị", "Kết quả bình xét"), limit=500),
)  # fmt: skip

audit.declare("nomination", listed=("file", "sha256", "made"))


@dataclass
class Line:
    """One row that can become a file: whom it means, and the texts of the file."""

    row: Row
    kind: SubjectKind
    who: Person | Unit | None  # None: a household
    honorific: Honorific | None
    texts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """The sheet with its problems, and its good lines."""

    sheet: Sheet
    lines: list[Line] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Return whether the list may become files."""
        return bool(self.lines) and not self.sheet.wrong


def purpose(round_: AwardRound, unit: Unit) -> str:
    """Return the purpose under which a unit's lists of a round are kept."""
    return f"nominations:{round_.id}:{unit.id}"


def plan(upload: SheetUpload, round_: AwardRound, unit: Unit, *, actor: Account) -> Plan:
    """Read a kept list anew and say for each row whom it means, or what is wrong with it. BadFile for the whole."""
    return read(
        upload.name, files.get(upload.sha256), round_, unit, actor=actor, old_font=upload.old_font
    )  # fmt: skip


def read(
    name: str, content: bytes, round_: AwardRound, unit: Unit, *, actor: Account, old_font: bool = False
) -> Plan:
    """Return what a list means in a round; a fixed number of statements besides one per initiative named."""
    sheet = sheets.read(name, content, FIELDS, accept_old_font=old_font, limit=LIMIT)
    people = queries.people_of(unit.id)
    units = [one for one in queries.nominating_units(actor) if unit.id in (one.id, one.parent_id)]
    taken = {_key(one): one for one in queries.living_in(round_)}
    made = Plan(sheet)
    seen: dict[tuple[str, Any], int] = {}
    ideas: dict[int, int] = {}
    for row in sheet.rows:
        line = _line(row, people, units)
        if line is None:
            continue
        key = _key_of(line)
        if key in seen:
            row.wrong(_NAME, f"Đã có ở dòng {seen[key]} của tệp.")
        elif key in taken:
            there = taken[key]
            row.wrong(_NAME, f"{there.printed_name} đã có hồ sơ trong đợt này ({there.unit.name} đề nghị).")
        seen.setdefault(key, row.number)
        _initiative(row, line, ideas)
        if not row.problems:
            made.lines.append(line)
    return made


def _key(one: Nomination) -> tuple[str, Any]:
    if one.subject_kind == SubjectKind.HOUSEHOLD:
        return "household", (fold(one.name), fold(one.detail))
    return one.subject_kind.value, one.person_id or one.collective_id


def _key_of(line: Line) -> tuple[str, Any]:
    if line.who is None:
        return "household", (fold(line.texts["name"]), fold(line.texts["detail"]))
    return line.kind.value, line.who.id


def _line(row: Row, people: Sequence[Person], units: Sequence[Unit]) -> Line | None:
    """Return the row as a line; None, with the problem noted on the row, when it is not clear whom it means."""
    given = row.values
    if not given["kind"] or not given["name"]:
        return None
    kind = SubjectKind(given["kind"])
    said, name = (None, given["name"]) if kind == SubjectKind.COLLECTIVE else split_honorific(given["name"])
    honorific = said or (Honorific(given["honorific"]) if given["honorific"] else None)
    who: Person | Unit | None = None
    if kind == SubjectKind.PERSON:
        who = _person(row, name, given["detail"], people)
        if who is not None and honorific and who.honorific and honorific != who.honorific:
            row.wrong("Danh xưng", f"Danh sách cán bộ ghi {who.honorific.value}, tệp ghi {honorific.value}.")
    elif kind == SubjectKind.COLLECTIVE:
        who = next((one for one in units if same_name(one.name, name)), None)
        if who is None:
            row.wrong(_NAME, f"“{name}” không phải tên đơn vị hoặc bộ phận thuộc đơn vị này.")
    else:
        if honorific is None:
            row.wrong("Danh xưng", "Ghi Ông hoặc Bà của chủ hộ.")
        if not given["detail"]:
            row.wrong(_DETAIL, "Ghi địa chỉ của hộ gia đình.")
    if row.problems:
        return None
    texts = {key: given[key] for key in ("achievement", "report", "unit_meeting") if given[key]}
    if who is None:
        texts |= {"name": name, "detail": given["detail"]}
    return Line(row, kind, who, honorific, texts)


def _person(row: Row, name: str, detail: str, people: Sequence[Person]) -> Person | None:
    alike = [one for one in people if fold(one.full_name) == fold(name)]
    exact = [one for one in alike if same_name(one.full_name, name)]
    if not alike:
        row.wrong(_NAME, f"Không có “{name}” trong danh sách của đơn vị.")
    elif not exact:
        row.wrong(_NAME, f"Danh sách của đơn vị ghi “{alike[0].full_name}”: hãy sửa cho đúng dấu.")
    elif len(exact) > 1:
        jobs = [one for one in exact if detail and fold(one.position or one.title) in fold(detail)]
        if len(jobs) == 1:
            return jobs[0]
        row.wrong(_DETAIL, f"Đơn vị có {len(exact)} người tên này: ghi đúng chức vụ, chức danh để phân biệt.")
    else:
        return exact[0]
    return None


def _initiative(row: Row, line: Line, seen: dict[int, int]) -> None:
    """Find the initiative that a row names; `seen`: initiative id -> the row of this list that uses it."""
    title = row.values["initiative"]
    if not title:
        return
    own = queries.initiatives_of(line.who.id) if isinstance(line.who, Person) else []
    found = next((one for one in own if fold(one.title) == fold(title)), None)
    if found is None:
        row.wrong("Sáng kiến làm căn cứ", "Người này không có sáng kiến được công nhận mang tên đó.")
        return
    used = queries.uses_of(found.id)
    if used:
        row.wrong(
            "Sáng kiến làm căn cứ",
            f"Đã dùng trong hồ sơ của {used[0].printed_name} ({used[0].round.title}).",
        )
    elif found.id in seen:
        row.wrong(
            "Sáng kiến làm căn cứ",
            f"Đã dùng ở dòng {seen[found.id]} của tệp; mỗi sáng kiến chỉ dùng một lần.",
        )
    seen.setdefault(found.id, row.number)
    line.texts["initiative_id"] = found.id


def apply(upload: SheetUpload, round_: AwardRound, unit: Unit, *, actor: Account) -> list[Nomination]:
    """Make the files of the whole list in the running transaction, once.

    NotReady while a row is wrong (nothing is made), WrongState the second time or when the round takes no more files.
    """
    sheet_uploads.begin(upload, actor=actor)
    found = plan(upload, round_, unit, actor=actor)
    if found.sheet.wrong:
        raise NotReady(
            f"Còn {format_number(len(found.sheet.wrong))} dòng phải sửa. Chưa lập hồ sơ nào.",
            [f"Dòng {row.number}: {row.problems[0].text}" for row in found.sheet.wrong[:20]],
        )
    made = [_make(line, round_, unit, actor) for line in found.lines]
    upload.summary = f"Đã lập {format_number(len(made))} hồ sơ."
    data = {"file": upload.name, "sha256": upload.sha256, "made": [one.id for one in made]}
    audit.record("nomination:listed", actor=actor, obj=upload, data=data)
    return made


def _make(line: Line, round_: AwardRound, unit: Unit, actor: Account) -> Nomination:
    if isinstance(line.who, Person):
        one = actions.nominate_person(round_, unit, line.who, actor=actor)
    elif line.who is not None:
        one = actions.nominate_collective(round_, unit, line.who, actor=actor)
    else:
        if line.honorific is None:
            raise NotReady(f"Dòng {line.row.number}: chưa có danh xưng của chủ hộ.")
        name, address = line.texts["name"], line.texts["detail"]
        one = actions.nominate_household(round_, unit, line.honorific, name, address, actor=actor)
    actions.save(one, line.texts, actor=actor)
    return one

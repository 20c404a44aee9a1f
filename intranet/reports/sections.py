"""The parts of a report that people write: composed first, own words over them, every version kept."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, NotThere, WrongState
from ..parameters.queries import fill
from ..people.models import Account
from ..people.queries import organisation
from . import compose, periods, rules
from .compose import Content
from .models import MovementReport, MovementReportEdit, ReportKind
from .states import State

LIMIT = 8000
CLOSED = "Báo cáo đã trình: muốn sửa thì Chủ tịch trả lại trước."
CAUSE, SOLUTION = "cause", "solution"
audit.declare("movement_report", edited=("section", "number"))


@dataclass(frozen=True)
class Section:
    """One part. `template` holds figures as words in braces; `required`: must not be empty in a final report."""

    key: str
    label: str
    template: str
    figures: dict[str, str] = field(default_factory=dict)
    required: bool = False
    about: str = ""  # cause or solution: the indicator with its figure

    @property
    def composed(self) -> str:
        """Return the words as the system says them now."""
        return fill(self.template, self.figures)


@dataclass(frozen=True)
class Part:
    """A section as it stands, with the newest version of a person's words if there is one."""

    section: Section
    last: MovementReportEdit | None

    @property
    def own(self) -> str | None:
        """Return a person's words, figures still in braces; None while the composed ones stand."""
        return self.last.text if self.last else None

    @property
    def text(self) -> str:
        """Return what is printed."""
        return self.section.composed if self.own is None else fill(self.own, self.section.figures)

    @property
    def changed(self) -> bool:
        """Return whether the system now says something else than when the words were written."""
        return self.own is not None and self.last is not None and self.last.composed != self.section.composed

    @property
    def lost(self) -> list[str]:
        """Return the figures in braces that own words leave out: typed numbers do not follow the locked ones."""
        if self.own is None:
            return []
        names = ["{" + name + "}" for name in self.section.figures]
        return [one for one in names if one in self.section.template and one not in self.own]

    @property
    def empty(self) -> bool:
        """Return whether it must still be filled in."""
        return self.section.required and not self.text.strip()


def of(report: MovementReport, content: Content) -> list[Section]:
    """Return the sections of a report in the order of the paper; for each unmet indicator a cause and a solution."""
    place, campaign = organisation(), periods.campaign()
    name = f"“{campaign.name}”" if campaign else ""
    movement = f"phong trào thi đua {name}".strip()
    counts = content["counts"]
    values = {key: f"{number:02d}" for key, number in counts.items()}
    values |= {"span": report.span, "until": compose.until(report)}
    plan = campaign.plan_reference if campaign and campaign.plan_reference else "Kế hoạch phát động của xã"
    subjects = {
        ReportKind.QUARTER: f"Kết quả thực hiện các chỉ tiêu {movement} {report.span}",
        ReportKind.MIDTERM: f"Sơ kết {movement} {report.span}",
        ReportKind.FINAL: f"Tổng kết {movement} {report.span}",
        ReportKind.CITY: f"Kết quả thực hiện {movement} {report.span}",
    }
    found = [Section("subject", "Trích yếu", subjects[report.kind], required=True)]
    if report.kind == ReportKind.CITY:
        addressee = f"Ủy ban nhân dân {place.city}\nSở Nội vụ {place.city}"
        found.append(Section("addressees", "Kính gửi (mỗi dòng một nơi)", addressee, required=True))
    found += [
        Section("bases", "Căn cứ (mỗi dòng một căn cứ)", "\n".join(_bases(plan))),
        Section("opening", "Mở đầu", _opening(report, place.name, movement), values),
        Section("assessment", "Đánh giá chung", _assessment(counts), values),
    ]
    for one in content["unmet"]:
        for kind, label in ((CAUSE, "Nguyên nhân"), (SOLUTION, "Giải pháp")):
            key, name = f"{kind}-{one['code']}", one["name"]
            found.append(Section(key, f"{label}: {name}", "", required=True, about=name))
    if report.kind != ReportKind.QUARTER:
        found += [
            Section("limits", "Tồn tại, hạn chế khác", ""),
            Section("directions", "Phương hướng, nhiệm vụ", _directions(report)),
            Section("proposals", "Kiến nghị, đề xuất", ""),
        ]
    closing = "Trên đây là {what} của {name}".format(
        what="thông báo kết quả " + report.span
        if report.kind == ReportKind.QUARTER
        else "báo cáo " + report.span,
        name=place.name,
    )
    found += [
        Section("closing", "Câu kết", closing, required=True),
        Section(
            "recipients", "Nơi nhận (mỗi dòng một nơi)", _recipients(report, place.copies_line), required=True
        ),
    ]
    return found


def _bases(plan: str) -> list[str]:
    return [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 và các văn bản hướng dẫn thi hành",
        f"Căn cứ {plan}",
    ]


def _opening(report: MovementReport, place: str, movement: str) -> str:
    what = "thông báo" if report.kind == ReportKind.QUARTER else "báo cáo"
    return f"{place} {what} kết quả thực hiện {movement} {{span}} (số liệu đã khóa đến hết ngày {{until}}) như sau:"


def _assessment(counts: dict[str, int]) -> str:
    if not counts["total"]:
        return "Chưa có quý nào của kỳ báo cáo được khóa số liệu."
    said = "Trong tổng số {total} chỉ tiêu có {met} chỉ tiêu đạt, {unmet} chỉ tiêu chưa đạt hoặc chậm so với lộ trình"
    if counts["running"]:
        said += ", {running} chỉ tiêu chưa đến hạn hoặc đang thực hiện"
    if counts["nothing"]:
        said += ", {nothing} chỉ tiêu không phát sinh"
    if counts["nodata"]:
        said += ", {nodata} chỉ tiêu chưa có số liệu"
    return said + "."


def _directions(report: MovementReport) -> str:
    after = "giai đoạn tiếp theo" if report.kind == ReportKind.FINAL else "thời gian tới"
    return (
        f"1. Tiếp tục tổ chức thực hiện phong trào thi đua trong {after}, tập trung vào các chỉ tiêu chưa đạt.\n"
        "2. Các đơn vị thực hiện giải pháp đã nêu đối với từng chỉ tiêu, báo cáo kết quả trong số liệu quý."
    )


def _recipients(report: MovementReport, copies: str) -> str:
    lines = ["Như trên"] if report.kind == ReportKind.CITY else []
    lines += [
        "Thường trực Đảng ủy, HĐND xã",
        "Chủ tịch, các Phó Chủ tịch UBND xã",
        "Các đơn vị thuộc UBND xã",
    ]
    if report.kind == ReportKind.QUARTER:
        lines.append("Cổng thông tin điện tử xã")
    return "\n".join([*lines, copies])


def parts(report: MovementReport, content: Content) -> list[Part]:
    """Return all sections with people's words; words about an indicator that is met by now are kept, unused."""
    query = sa.select(MovementReportEdit).where(MovementReportEdit.report_id == report.id)
    newest = {row.section: row for row in db.session.scalars(query.order_by(MovementReportEdit.number))}
    return [Part(one, newest.get(one.key)) for one in of(report, content)]


def part(found: list[Part], key: str) -> Part:
    """Return one part; NotThere for an unknown one."""
    for one in found:
        if one.section.key == key:
            return one
    raise NotThere("Báo cáo không có phần này.")


def versions(report: MovementReport, key: str) -> list[MovementReportEdit]:
    """Return all versions of a section, oldest first."""
    query = sa.select(MovementReportEdit).where(
        MovementReportEdit.report_id == report.id, MovementReportEdit.section == key
    )
    return list(db.session.scalars(query.order_by(MovementReportEdit.number)))


def write_many(report: MovementReport, typed: dict[str, tuple[str, int]], *, actor: Account) -> int:
    """Keep the words of several sections as `write` does, all or none; empty ones that were empty stay so.

    Returns how many changed. `typed`: section -> (words, version that was on the screen).
    """
    return sum(
        write(report, key, text, base=base, actor=actor) is not None
        for key, (text, base) in typed.items()
        if text or base
    )


def write(
    report: MovementReport, key: str, text: str | None, *, base: int, actor: Account
) -> MovementReportEdit | None:
    """Keep a person's words for a section as its next version; None goes back to the composed words.

    `base` is the version that was on the screen: somebody else's newer one is never written over (WrongState).
    Returns None when nothing changed.
    """
    rules.require(rules.may_write(actor), "Chỉ Thường trực thi đua soạn được báo cáo.")
    if report.state != State.DRAFT:
        raise WrongState(CLOSED)
    db.session.refresh(report, with_for_update=True, attribute_names=["state", "version"])
    found = part(parts(report, compose.content_of(report)), key)
    if text is not None and len(text) > LIMIT:
        raise NotReady("Nội dung dài quá 8.000 ký tự.", [found.section.label])
    number = found.last.number if found.last else 0
    before = found.own if found.last else None
    shown = found.section.template if before is None else before
    if text == before or (text is not None and text.strip() == shown.strip() and not found.changed):
        return None
    if number != base:
        raise WrongState("Người khác vừa sửa phần này. Hãy mở lại trang để xem bản mới trước khi sửa.")
    row = MovementReportEdit(
        report_id=report.id,
        section=key,
        number=number + 1,
        text=text,
        composed=found.section.composed,
        author=actor.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"section": key, "number": row.number}
    audit.record("movement_report:edited", actor=actor, obj=report, data=data)
    return row

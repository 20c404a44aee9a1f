"""The whole dossier of a Decision: all papers from one frozen list, as files with clear names, checked against it."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..core.errors import NotReady
from ..core.text import format_number, long_date, pad_number
from ..council import count_papers, minutes
from ..council.models import Meeting
from ..council.states import State as MeetingState
from ..documents import style
from ..documents.archive import zipped
from ..documents.blocks import place_date_text
from ..documents.check import Facts, File, Result, check
from ..people.models import Account
from ..people.queries import organisation
from . import books, dossier_papers, lists, notice, papers
from .models import Decision, DecisionKind
from .phrasing import full_number

REPORTS = "03-bao-cao-thanh-tich/"
_HELD = (MeetingState.CLOSED, MeetingState.MINUTES_SIGNED)
_GROUPS = {"collective": "tập thể", "person": "cá nhân", "household": "hộ gia đình"}


@dataclass(frozen=True)
class DossierFile:
    """One file: its name in the archive, its words for the page, and how its content is read."""

    label: str
    read: File

    @property
    def is_report(self) -> bool:
        """Return whether it is one recipient's achievement report: there may be hundreds."""
        return self.read.name.startswith(REPORTS)


@dataclass(frozen=True)
class Slips:
    """What the decree does not want in one file."""

    file: str
    found: tuple[style.Slip, ...]


def has_dossier(decision: Decision) -> bool:
    """Return whether a Decision is one of a round or a meeting: later Decisions have only their own papers."""
    return decision.kind in (DecisionKind.AWARD, DecisionKind.RECOGNITION)


def files_of(decision: Decision, *, reports: bool = True, viewer: Account | None = None) -> list[DossierFile]:
    """Return all files in the order of the dossier; a preview while there is no number.

    `viewer` with a conflict gets copies without the votes of that case (None: the office itself). NotReady when a
    text does not fit its certificate or something that a paper needs is missing.
    """
    content = papers.content_for(decision, viewer)
    found = [*_proposal(decision, content, viewer)]
    if reports:
        found += _reports(content)
    found += [
        *_meeting(decision, content, viewer),
        *_decided(decision, content),
        *_registers(decision, content),
    ]
    return found


def _proposal(decision: Decision, content: dict[str, Any], viewer: Account | None) -> Iterator[DossierFile]:
    data, submission = content["submission"], papers.file_of(decision, "to-trinh", viewer)[1]
    number = full_number(data["number"], data["symbol"])
    dated = long_date(day) if (day := lists.day_of(data["on"])) else ""
    yield DossierFile(
        "Tờ trình và danh sách", File("01-to-trinh.docx", submission, number=number, date=dated, lists=True)
    )
    if content.get("dossier", {}).get("summaries"):
        summary = dossier_papers.summary_file(content)
        yield DossierFile(
            "Tóm tắt thành tích", File("02-tom-tat-thanh-tich.docx", summary, lists=True, prose=False)
        )


def _reports(content: dict[str, Any]) -> Iterator[DossierFile]:
    rows = {row["ordinal"]: row for row in content["rows"]}
    for one in content.get("dossier", {}).get("reports", []):
        name, made = dossier_papers.report_file(content, one["ordinal"])
        row = rows[one["ordinal"]]
        yield DossierFile(
            f"Báo cáo thành tích: {row['name']}",
            File(f"{REPORTS}{name}", made, names=(row["name"],), prose=False, refers=False),
        )


def _meeting(decision: Decision, content: dict[str, Any], viewer: Account | None) -> Iterator[DossierFile]:
    meeting: Meeting | None = decision.meeting
    if meeting is None or meeting.state not in _HELD:
        return
    names = tuple(_bare(row) for row in content["rows"])
    number = f"{pad_number(meeting.minutes_number)}/" if meeting.minutes_number else ""
    full = f"{number}{organisation().minutes_symbol}" if number else ""
    yield DossierFile(
        "Biên bản họp Hội đồng",
        File(
            "04-bien-ban-hop.docx",
            minutes.file_of(meeting, viewer)[1],
            number=full,
            names=names,
            prose=False,
            refers=False,
        ),
    )
    counted = count_papers.count_file(meeting, viewer)[1]
    yield DossierFile(
        "Biên bản kiểm phiếu",
        File("05-bien-ban-kiem-phieu.docx", counted, names=names, prose=False, refers=False),
    )
    ballot = count_papers.ballot_file(meeting)[1]
    yield DossierFile("Phiếu bầu (mẫu)", File("06-phieu-bau.docx", ballot, names=names, prose=False))


def _decided(decision: Decision, content: dict[str, Any]) -> Iterator[DossierFile]:
    number = full_number(content["number"], content["symbol"]) if content["number"] else ""
    dated = long_date(day) if (day := lists.day_of(content["issued_on"])) else ""
    made = papers.file_of(decision, "quyet-dinh")[1]
    yield DossierFile(
        "Quyết định và danh sách kèm theo",
        File("07-quyet-dinh.docx", made, number=number, date=dated, lists=True),
    )
    award = content["kind"] == DecisionKind.AWARD.value
    label, name = (
        ("Giấy khen", "08-giay-khen") if award else ("Giấy chứng nhận sáng kiến", "08-giay-chung-nhan")
    )
    yield from _stack(label, name, *papers.file_of(decision, "giay-khen"))
    if "notice" in content.get("dossier", {}):
        line = notice.line_of(decision)
        yield DossierFile(
            "Thông báo kết quả",
            File(
                "09-thong-bao.docx",
                notice.file_of(decision)[1],
                number=f"{pad_number(line.number)}/{line.symbol}" if line else "",
                date=long_date(line.issued_on) if line else "",
                lists=True,
            ),
        )


def _stack(label: str, name: str, given: str, content: bytes) -> Iterator[DossierFile]:
    """The certificates: one file, or the parts of a long stack."""
    if given.endswith(".docx"):
        yield DossierFile(label, File(f"{name}.docx", content, stack=True, prose=False))
        return
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for part in pack.namelist():
            first, last = (int(n) for n in re.findall(r"\d+", part)[-2:])
            read = File(
                f"{name}/{part}", pack.read(part), stack=True, prose=False, sheets=slice(first - 1, last)
            )
            yield DossierFile(f"{label} từ {first} đến {last}", read)


def _registers(decision: Decision, content: dict[str, Any]) -> Iterator[DossierFile]:
    if content["number"] is None:
        return
    lines = books.lines_about(decision)
    yield DossierFile("Trích sổ văn bản đi", File("10-trich-so-van-ban-di.docx", lines, prose=False))
    entries = books.certificates_of(decision)
    award = content["kind"] == DecisionKind.AWARD.value
    name = "11-trich-so-khen-thuong.docx" if award else "11-trich-so-sang-kien.docx"
    yield DossierFile(
        "Trích sổ khen thưởng" if award else "Trích sổ sáng kiến",
        File(name, entries, lists=True, prose=False),
    )


def facts_of(content: dict[str, Any]) -> Facts:
    """Return what all papers must say, from the frozen list alone."""
    award = content["kind"] == DecisionKind.AWARD.value
    submission, rows = content["submission"], content["rows"]
    on = lists.day_of(content["issued_on"])
    submitted = lists.day_of(submission["on"])
    told = {one["ordinal"]: one for one in content.get("dossier", {}).get("summaries", [])}
    if award:
        listed = [_award_row(row, told.get(row["ordinal"])) for row in rows]
        counts = {word: sum(row["group"] == key for row in rows) for key, word in _GROUPS.items()}
    else:
        lines = lists.initiative_lines(content)
        keys = ("STT", "Tên", "Tác giả", "Đơn vị", "Nội dung thi đua")
        listed = [dict(zip(keys, line, strict=True)) for line in lines]
        counts = {"sáng kiến": len(lines)}
    met = content.get("dossier", {}).get("meeting_on", "")
    return Facts(
        rows=tuple(listed),
        sheets=tuple(_sheet(content, row) for row in rows),
        counts=counts,
        amounts=frozenset(format_number(row["amount"]) for row in rows),
        total=format_number(content["total"]) if content["total"] else "",
        total_words=content["total_words"],
        references={
            "Quyết định": (
                full_number(content["number"], content["symbol"]) if content["number"] else "",
                long_date(on) if on else "",
            ),
            "Tờ trình": (
                full_number(submission["number"], submission["symbol"]) if submission["number"] else "",
                long_date(submitted) if submitted else "",
            ),
        },
        own_words=frozenset(line.rstrip(" ;.") for line in submission.get("exceptions", ())),
        meeting=f"ngày {met}" if met else "",
    )


def _award_row(row: dict[str, Any], told: dict[str, Any] | None) -> dict[str, str]:
    cells = {
        "STT": str(row["ordinal"]),
        "Tên": row["name"],
        "Chức vụ": row["detail"],
        "Thành tích": row["achievement"],
        "Tiền thưởng": format_number(row["amount"]),
    }
    return cells | ({"Tóm tắt thành tích": told["text"], "Kết quả xét": told["vote"]} if told else {})


def _sheet(content: dict[str, Any], row: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts of one certificate; the achievement begins with a capital there."""
    said, did = content["certificate"], row["achievement"].strip()
    register = said["register_line"][0].replace("{ordinal}", f"{row['ordinal']:02d}")
    return (
        row["name"],
        row["detail"],
        did[:1].upper() + did[1:] if content["kind"] == DecisionKind.AWARD.value else did,
        *said["decision_lines"],
        register,
        place_date_text(lists.place_date(content)),
        content["signer"]["name"],
    )


def _bare(row: dict[str, Any]) -> str:
    """Return a name as minutes have it: without the words before it."""
    if row["group"] == "initiative":
        return str(row["achievement"])
    words = row["name"].split(" ")
    return " ".join(words[{"person": 1, "household": 4}.get(row["group"], 0) :])


def check_all(
    files: list[DossierFile], decision: Decision, viewer: Account | None = None
) -> tuple[Result, list[Slips]]:
    """Read all files back: differences from the frozen list, and slips of form in each file that has any."""
    result = check([one.read for one in files], facts_of(papers.content_for(decision, viewer)))
    codes = tuple(part.strip() for part in organisation().copies_line.partition(":")[2].split(","))
    slips = []
    for one in files:
        numbered = bool(one.read.number) and decision.number is not None
        found = style.slips(one.read.content, codes=codes, numbered=numbered)
        if found:
            slips.append(Slips(one.read.name, tuple(found)))
    return result, slips


def check_changed(
    decision: Decision, key: str, content: bytes, viewer: Account | None = None
) -> tuple[Result, list[Slips]]:
    """Check one paper that somebody edited outside; `key` is its name in the dossier. NotReady for an unknown one."""
    given = next((one for one in files_of(decision, viewer=viewer) if one.read.name == key), None)
    if given is None:
        raise NotReady("Hãy chọn đúng văn bản cần kiểm tra.", ["Văn bản"])
    read = File(**{**given.read.__dict__, "content": content})
    return check_all([DossierFile(given.label, read)], decision, viewer)


def archive(decision: Decision, viewer: Account | None = None) -> tuple[str, bytes]:
    """Return name and bytes of the whole dossier as a .zip: the same dossier gives the same bytes."""
    files = files_of(decision, viewer=viewer)
    number = f"{decision.number:02d}-{decision.year}" if decision.number else f"du-thao-{decision.id}"
    return f"ho-so-quyet-dinh-{number}.zip", zipped({one.read.name: one.read.content for one in files})

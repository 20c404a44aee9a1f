"""The sheet that the head of a unit signs: Bản đăng ký thi đua."""

from ..core import clock
from ..core.text import pad_number
from ..documents.kinds import registration
from ..documents.parts import Group, Issuer, Letterhead, PlaceDate, Signer
from ..parameters import award_forms
from ..people.queries import organisation
from .models import Registration


def file_of(row: Registration) -> tuple[str, bytes]:
    """Return name and bytes of the .docx, with the names as they were registered."""
    settings = organisation()
    moment = row.handed_in_at
    day = clock.local(moment).date() if moment else None
    names = award_forms.forms_on(day or clock.today())
    groups = []
    for heading, wanted in (("I. Tập thể", True), ("II. Cá nhân", False)):
        found = [line for line in row.lines if (line.collective_id is not None) == wanted]
        rows = tuple(
            (
                pad_number(at),
                line.name,
                line.detail,
                names.get(line.award_form, line.award_form).split(" của Chủ tịch")[0],
            )
            for at, line in enumerate(found, start=1)
        )
        if rows:
            groups.append(Group(heading, rows))
    paper = registration.RegistrationPaper(
        letterhead=Letterhead(
            Issuer((row.unit.name,), above=(settings.short_name,)),
            None,
            PlaceDate(settings.place_name, day, row.year),
        ),
        subject=f"Chỉ tiêu, danh hiệu thi đua và hình thức khen thưởng năm {row.year}",
        targets=tuple(line.strip() for line in row.targets.split("\n") if line.strip()),
        groups=tuple(groups),
        recipients=(settings.standing_office, f"Lưu: {row.unit.name}"),
        signer=Signer(("THỦ TRƯỞNG ĐƠN VỊ",), ""),
    )
    return f"dang-ky-thi-dua-{row.year}.docx", registration.render(paper)

"""Biên bản hủy kết quả (NĐ 30/2020, Mẫu 1.9): a result declared void after the minutes, with grounds and what follows."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Letterhead, Signer
from ..xml import one_line, text_paragraph


@dataclass(frozen=True)
class AnnulmentPaper:
    """The minutes of an annulment; `facts` and `people` are printed as "label: text." lines."""

    letterhead: Letterhead
    subject: str
    made: str  # when, in words
    place: str
    people: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]  # what was decided, and where it is written
    grounds: tuple[str, ...]
    conclusion: tuple[str, ...]
    recipients: tuple[str, ...]
    secretary: Signer
    chair: Signer


def _told(lines: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"{label}: {one_line(text).rstrip(' .;')}." for label, text in lines if text.strip()]


def render(data: AnnulmentPaper) -> bytes:
    """Return the paper as .docx; the last sentence ends with "./." and stays with the signatures."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("BIÊN BẢN", data.subject)
    content += blocks.lines(_told((("Thời gian", data.made), ("Địa điểm", data.place))))
    content.append(blocks.heading("I. NGƯỜI LẬP"))
    content += blocks.lines(_told(data.people))
    content.append(blocks.heading("II. KẾT QUẢ BỊ HỦY"))
    content += blocks.lines(_told(data.facts))
    content.append(blocks.heading("III. CĂN CỨ, LÝ DO"))
    content += blocks.lines(data.grounds)
    content.append(blocks.heading("IV. KẾT LUẬN"))
    content += blocks.keep_with_signature(blocks.lines(blocks.closed(data.conclusion)))
    left, right = blocks.side_by_side(data.secretary, data.chair)
    left += [text_paragraph("", 12), *blocks.recipients(data.recipients)]
    content += blocks.signature(left, right, widths=(82.5, 82.5))
    return package.build(content, package.section(), title=data.subject)

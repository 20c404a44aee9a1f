"""The questions of a survey: at most eight, each of a kind that says how it is answered and counted."""

from typing import Any

from ..core.errors import NotReady
from ..core.text import clean_line
from .models import QuestionKind as K

MOST = 8  # story CD2: at most eight questions, two minutes
SCALE = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
TRIPS = ("Không phải đi lại thêm", "Đi lại thêm 1 lần", "Đi lại thêm từ 2 lần trở lên")
YES_NO = ("Chưa biết", "Biết và tự làm được")

DEFAULT: tuple[dict[str, Any], ...] = (
    {"key": "q1", "kind": "satisfaction", "text": "Ông/Bà hài lòng ở mức nào với việc giải quyết hồ sơ?"},
    {"key": "q2", "kind": "satisfaction", "text": "Thái độ phục vụ của công chức"},
    {"key": "q3", "kind": "satisfaction", "text": "Việc hướng dẫn hồ sơ rõ ràng, dễ hiểu"},
    {"key": "q4", "kind": "satisfaction", "text": "Thời gian giải quyết hồ sơ"},
    {"key": "q5", "kind": "trips", "text": "Ngoài lần nộp, Ông/Bà phải đi lại thêm mấy lần?"},
    {"key": "q6", "kind": "know_how", "text": "Ông/Bà có biết nộp hồ sơ trực tuyến không?"},
    {
        "key": "q7",
        "kind": "choice",
        "text": "Lần này Ông/Bà nộp hồ sơ bằng cách nào?",
        "options": ["Trực tiếp", "Trực tuyến", "Qua bưu chính"],
    },
)


def options(question: dict[str, Any]) -> list[tuple[int, str]]:
    """Return the answers of a question as (value, words), in the order shown."""
    kind = K(question["kind"])
    if kind == K.SATISFACTION:
        return [(value, SCALE[value - 1]) for value in range(5, 0, -1)]
    if kind == K.TRIPS:
        return list(enumerate(TRIPS))
    if kind == K.KNOW_HOW:
        return [(1, YES_NO[1]), (0, YES_NO[0])]
    return list(enumerate(question.get("options", ())))


def checked(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return questions ready to be stored, numbered anew. NotReady when there are none, too many, or half ones."""
    kept = [one for one in given if clean_line(one.get("text"))]
    if not kept:
        raise NotReady("Bộ câu hỏi cần ít nhất một câu.", ["Câu hỏi"])
    if len(kept) > MOST:
        raise NotReady(f"Một phiếu có tối đa {MOST} câu hỏi.", ["Câu hỏi"])
    found = []
    for number, one in enumerate(kept, start=1):
        kind, text = K(one["kind"]), clean_line(one["text"])
        question: dict[str, Any] = {"key": f"q{number}", "kind": kind.value, "text": text[:200]}
        if kind == K.CHOICE:
            question["options"] = [clean_line(o)[:100] for o in one.get("options", []) if clean_line(o)]
            if not 2 <= len(question["options"]) <= 8:
                raise NotReady(f"Câu “{text}” cần từ 2 đến 8 ý để chọn.", [text])
        found.append(question)
    return found


def read(questions: list[dict[str, Any]], given: dict[str, str]) -> dict[str, int]:
    """Return key -> value of the answers among those offered; unanswered ones are left out.

    NotReady for an answer that the question does not offer, or when nothing was answered.
    """
    found: dict[str, int] = {}
    for question in questions:
        raw = given.get(question["key"], "")
        if not raw:
            continue
        offered = {str(value): value for value, _ in options(question)}
        if raw not in offered:
            raise NotReady("Câu trả lời không có trong phiếu. Hãy tải lại trang.", [question["text"]])
        found[question["key"]] = offered[raw]
    if not found:
        raise NotReady("Ông/Bà chưa chọn câu trả lời nào.")
    return found

"""The council's papers with the least and the most that can come, as LibreOffice lays them out, in one call."""

from dataclasses import replace

import pytest

from intranet.documents.kinds import (
    annulment,
    ballot,
    count_minutes,
    invitation,
    meeting_minutes,
    notice,
    reading_pack,
    score_comparison,
)
from tests.documents import office, samples, samples_council, samples_dossier

pytestmark = pytest.mark.libreoffice

# name -> the last sentence, which stays with the names of who signs
SIGNED = {
    "minutes_least": ("kết thúc vào", "Nguyễn Văn Hưng"),
    "minutes_most": ("kết thúc vào", "Nguyễn Văn Hưng"),
    "count_most": ("kết thúc vào", "Trần Văn An"),
    "invited_most": ("trước phiên họp./.", "Nguyễn Văn Hưng"),
    "annulled_most": ("phiên họp sau./.", "Nguyễn Văn Hưng"),
    **{f"annulled_{n}": ("phiên họp sau./.", "Phạm Quang Đạt") for n in (4, 8, 12, 16)},
}


def least() -> meeting_minutes.MinutesPaper:
    """Return minutes with nothing but what must be: opinions in writing, one case."""
    return replace(
        samples.minutes(1), present=(), absent=(), guests=(), discussion=(), tellers=(), notes=(), cases=()
    )


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    many = samples_council.invited(15, 40)
    files = {
        "minutes_least": meeting_minutes.render(least()),
        "minutes_most": meeting_minutes.render(samples_council.longest_minutes()),
        "count_most": count_minutes.render(samples_council.counted(30)),
        "invited_most": invitation.render(many),
        "notice_most": notice.render(
            replace(samples_dossier.result_notice(), annex=many.agenda, signer=many.signer)
        ),
        "compared_most": score_comparison.render(samples_council.compared(5, long=30)),
        "pack_most": reading_pack.render(samples_council.pack(3, long=40)),
        "ballots_most": ballot.render(replace(samples_dossier.ballots(1, 1), copies=15)),
        "annulled_most": annulment.render(samples_council.annulled(long=40)),
        **{f"annulled_{n}": annulment.render(samples_council.annulled(long=n)) for n in (4, 8, 12, 16)},
    }
    return office.to_pdf(tmp_path_factory.mktemp("office"), **files)


def test_each_case_of_the_pack_and_each_ballot_takes_one_page_and_no_page_is_blank(rendered):
    assert office.pages(rendered["pack_most"]) == 3
    assert office.pages(rendered["ballots_most"]) == 15
    for name, pdf in rendered.items():
        for page in range(1, office.pages(pdf) + 1):
            assert office.text(pdf, page).split(), f"{name}, page {page}"


def test_margins_are_within_the_decree_however_long_the_words(rendered):
    for name, pdf in rendered.items():
        words = [box for box in office.boxes(pdf) if box[5] >= 19.5]
        assert min(box[2] for box in words) >= 29.5, name
        assert max(box[4] for box in words) <= 195.5, name
        assert max(box[5] for box in words) <= 297 - 19.5, name


@pytest.mark.parametrize("name", SIGNED)
def test_the_last_sentence_stays_with_the_names(rendered, name):
    last = max(
        page
        for page in range(1, office.pages(rendered[name]) + 1)
        if SIGNED[name][1] in office.text(rendered[name], page)
    )
    for words in SIGNED[name]:
        assert words in office.text(rendered[name], last), words


def test_no_result_is_torn_into_more_than_two_lines(rendered):
    words = [box for box in office.boxes(rendered["minutes_most"]) if box[2] > 170]
    through = [box for box in words if box[1] == "thông"]
    assert len(through) == 30
    for box in through:
        assert any(b[1] == "qua" and b[0] == box[0] and abs(b[3] - box[3]) < 1 for b in words)


def test_who_signs_for_the_council_has_the_office_above_the_name(rendered):
    words = office.boxes(rendered["invited_most"])
    name = next(box for box in words if box[1] == "Nguyễn" and box[2] > 107)
    own = [box for box in words if box[0] == name[0] and 1 < name[3] - box[3] < 15 and box[2] > 107]
    assert " ".join(box[1] for box in sorted(own, key=lambda b: (round(b[3]), b[2]))) == (
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"
    )

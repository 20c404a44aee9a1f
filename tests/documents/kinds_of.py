"""One usual example of every kind of document, by the name of its module."""

from collections.abc import Callable

from intranet.documents.kinds import (
    achievement_report,
    achievement_summary,
    annulment,
    ballot,
    call_sheet,
    certificate,
    city_submission,
    count_minutes,
    decision,
    initiative_application,
    initiative_certificate,
    invitation,
    meeting_minutes,
    movement_report,
    notice,
    official_letter,
    quarter_board,
    reading_pack,
    register_book,
    registration,
    score_comparison,
    sign_sheet,
    submission,
)
from tests.documents import samples, samples_award, samples_council, samples_dossier

KINDS: dict[str, Callable[[], bytes]] = {
    "achievement_report": lambda: achievement_report.render(samples_dossier.report()),
    "achievement_summary": lambda: achievement_summary.render(samples_dossier.summary()),
    "annulment": lambda: annulment.render(samples_council.annulled()),
    "ballot": lambda: ballot.render(samples_dossier.ballots()),
    "call_sheet": lambda: call_sheet.render(samples_dossier.called()),
    "certificate": lambda: certificate.render([samples.giay_khen()]),
    "city_submission": lambda: city_submission.render(samples_award.to_the_city()),
    "count_minutes": lambda: count_minutes.render(samples_council.counted()),
    "decision": lambda: decision.render(samples.award(attached=samples.annex())),
    "initiative_application": lambda: initiative_application.render(samples.application(2)),
    "initiative_certificate": lambda: initiative_certificate.render(
        [samples.recognition("Bà Lê Thị Hoa", ("Ông A",))]
    ),
    "invitation": lambda: invitation.render(samples_council.invited()),
    "meeting_minutes": lambda: meeting_minutes.render(samples_council.minutes(3)),
    "movement_report": lambda: movement_report.render(samples_award.reported()),
    "notice": lambda: notice.render(samples_dossier.result_notice()),
    "official_letter": lambda: official_letter.render(samples_dossier.letter()),
    "quarter_board": lambda: quarter_board.render(samples_dossier.board()),
    "reading_pack": lambda: reading_pack.render(samples_council.pack()),
    "register_book": lambda: register_book.render(samples_dossier.book()),
    "registration": lambda: registration.render(samples_award.registered()),
    "score_comparison": lambda: score_comparison.render(samples_council.compared()),
    "sign_sheet": lambda: sign_sheet.render(samples_dossier.signed_for()),
    "submission": lambda: submission.render(samples.to_trinh(samples.annex())),
}

"""One object of every kind in every state, and one account per role: what the whole-site tests walk over."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from intranet.awards import eligibility_actions, report
from intranet.awards.eligibility import HoldKind
from intranet.awards.eligibility_models import Hold
from intranet.awards.models import AwardRound, Nomination
from intranet.awards.report_models import ReportPassage
from intranet.ballots.models import Poll, PollElector, PollObjection
from intranet.campaign.models import Campaign, Theme
from intranet.community.models import (
    CommunityTeam,
    Difficulty,
    DigitalSignature,
    Obligation,
    OutreachEvent,
    Remedy,
    TeamMember,
)
from intranet.community.states import EventState, RemedyState
from intranet.core import audit, clock
from intranet.core.db import Base, db
from intranet.core.files import Attachment
from intranet.core.sheet_uploads import SheetUpload
from intranet.corrections.models import Recovery
from intranet.council.models import AgendaItem, Conflict, Council, CouncilMember, Meeting, WrittenOpinion
from intranet.decisions import codes
from intranet.decisions.models import Certificate, Decision, DecisionKind
from intranet.decisions.states import State as DecisionState
from intranet.history.models import PastAward, RecipientKind
from intranet.indicators.models import Indicator, IndicatorQuarter, UnitReport
from intranet.initiatives.models import Initiative, InitiativeApplication
from intranet.initiatives.states import State as InitiativeState
from intranet.notices import actions as notices
from intranet.notices.mail_models import OutgoingMail
from intranet.notices.models import Notice
from intranet.parameters.models import Holiday, Parameter
from intranet.people import actions as people_actions
from intranet.people import settings_actions
from intranet.people.models import Account, LoginSession, Person, RoleHolding, Signer, Unit
from intranet.people.queries import organisation
from intranet.people.roles import Role
from intranet.printing.models import Calibration, PrinterProfile, PrintRun, StockProfile
from intranet.procedures.models import Procedure, ReformProposal, ReviewRound, UnitReview
from intranet.publishing.models import Release, ReleaseKind
from intranet.registers.models import RegisterEntry
from intranet.registrations.models import Registration
from intranet.registrations.states import State as RegistrationState
from intranet.reports.models import MovementReport
from intranet.scoring.models import ScoreRound, ScoreSheet
from intranet.signatures.models import SignedFile
from intranet.surveys.models import CitizenRemark, PaperBatch, SurveyReply, SurveyWave
from intranet.training import course_actions
from intranet.training.models import Course, TrainingRecord
from intranet.training.states import State as TrainingState
from intranet.upward.models import CityLine, CityProposal
from intranet.verification import actions as verification
from tests.client import Browser
from tests.documents.samples import png
from tests.factories import awards as award_files
from tests.factories import (
    community,
    corrections,
    council,
    decisions,
    history,
    indicators,
    initiatives,
    printing,
    procedures,
    publishing,
    registrations,
    reports,
    scoring,
    signatures,
    surveys,
    training,
    upward,
)
from tests.factories import people as people_factory
from tests.signatures import pdf
from tests.site import test_main_path as main_path

EVERYTHING = "moivaitro"  # holds every role

# name of a part of an address -> the table whose row numbers stand there
KINDS: dict[str, type[Base]] = {
    "account_id": Account,
    "application_id": InitiativeApplication,
    "attachment_id": Attachment,
    "batch_id": PaperBatch,
    "award_id": PastAward,
    "calibration_id": Calibration,
    "campaign_id": Campaign,
    "certificate_id": Certificate,
    "conflict_id": Conflict,
    "council_id": Council,
    "course_id": Course,
    "decision_id": Decision,
    "difficulty_id": Difficulty,
    "elector_id": PollElector,
    "entry_id": RegisterEntry,
    "event_id": OutreachEvent,
    "holding_id": RoleHolding,
    "holiday_id": Holiday,
    "indicator_id": Indicator,
    "initiative_id": Initiative,
    "item_id": AgendaItem,
    "letter_id": OutgoingMail,
    "meeting_id": Meeting,
    "member_id": TeamMember,
    "movement_id": MovementReport,
    "nomination_id": Nomination,
    "notice_id": Notice,
    "object_id": Initiative,
    "objection_id": PollObjection,
    "hold_id": Hold,
    "obligation_id": Obligation,
    "opinion_id": WrittenOpinion,
    "parameter_id": Parameter,
    "passage_id": ReportPassage,
    "person_id": Person,
    "poll_id": Poll,
    "printer_id": PrinterProfile,
    "quarter_id": IndicatorQuarter,
    "procedure_id": Procedure,
    "proposal_id": ReformProposal,
    "record_id": TrainingRecord,
    "recovery_id": Recovery,
    "remedy_id": Remedy,
    "report_id": UnitReport,
    "release_id": Release,
    "remark_id": CitizenRemark,
    "reply_id": SurveyReply,
    "review_id": UnitReview,
    "review_round_id": ReviewRound,
    "round_id": AwardRound,
    "run_id": PrintRun,
    "score_round_id": ScoreRound,
    "seat_id": CouncilMember,
    "session_id": LoginSession,
    "sheet_id": ScoreSheet,
    "signature_id": DigitalSignature,
    "signed_id": SignedFile,
    "signer_id": Signer,
    "stock_id": StockProfile,
    "subject_id": IndicatorQuarter,
    "team_id": CommunityTeam,
    "registration_id": Registration,
    "theme_id": Theme,
    "unit_id": Unit,
    "upward_id": CityProposal,
    "line_id": CityLine,
    "wave_id": SurveyWave,
    "upload_id": SheetUpload,
}
WORDS = {
    ("home.object_log", "kind"): ["initiative", "khong-co"],
    ("parameters.show", "key"): ["training.hours_minimum", "khong.co"],
    ("parameters.wording", "kind"): ["award_decision", "meeting_minutes", "khong-co"],
    ("decisions.paper_file", "paper"): ["quyet-dinh", "giay-khen", "to-trinh", "khong-co"],
    **{
        (f"previews.{view}", "key"): ["khong-co", "0" * 40]
        for view in ("show", "cancel", "again", "pdf", "document", "page", "background")
    },
    ("previews.page", "number"): [1],
    ("verification.show", "code"): ["khong-co"],
    ("parameters.wording_versions", "kind"): ["award_notice", "khong-co"],
    ("decisions.paper_preview", "paper"): ["quyet-dinh", "khong-co"],
    ("decisions.dossier_file", "name"): ["07-quyet-dinh.docx", "03-bao-cao-thanh-tich/x.docx"],
    **{
        (view, name): values
        for view in ("registers.close", "decisions.outgoing_book", "decisions.award_book")
        for name, values in (("series", ["QD", "KHONG"]), ("year", [clock.today().year, 1999]))
    },
    **{(f"indicators.{view}", "year"): [2026, 1999] for view in ("open_year", "targets", "edit_targets")},
    ("council.paper_file", "name"): ["giay-moi", "bien-ban-hop", "khong-co"],
    ("council.number_file", "name"): ["giay-moi", "khong-co"],
    ("council.give_number", "name"): ["giay-moi", "khong-co"],
    ("council.paper_text", "name"): ["bien-ban-hop", "khong-co"],
    ("council.paper_section", "name"): ["bien-ban-hop", "khong-co"],
    ("council.paper_section", "section"): ["conclusion", "khong-co"],
    **{(f"survey.{view}", "code"): [surveys.CODE, "khong-co"] for view in ("ask", "thanks", "wrong_slip")},
    **{(f"public.{view}", "slug"): [publishing.SLUG, "khong-co"] for view in ("show", "part")},
    ("public.part", "part"): ["i01", "so-lieu.csv", "khong-co"],
    ("publishing.preview_part", "part"): ["i01", "khong-co"],
    ("reports.edit", "section"): ["limits", "khong-co"],
    ("static", "filename"): ["khong-co.css"],
}


def login_of(role: Role) -> str:
    """Return the login of the account that holds exactly this role."""
    return "vaitro" + role.value.replace("_", "")


def build(site: Flask) -> None:
    """Fill the database: the main path walked to its end, then every state of every kind."""
    main_path.test_from_an_idea_to_numbered_papers(site, lambda login: Browser(site, login))
    with site.app_context():
        for state in InitiativeState:
            initiatives.at(state)
        initiatives.application(initiatives.at(InitiativeState.RECOGNISED))
        for record_state in TrainingState:
            training.at(record_state)
        course_actions.close(training.course("nhanvien", "nhanvien2"), actor=training.account("thuongtruc"))
        training.course("kinhte")
        training.level()
        for event_state in EventState:
            community.at(event_state)
        community.team()
        community.signature(used=True)
        community.difficulty()
        community.obligations(clock.today().year)
        for remedy_state in RemedyState:
            community.remedy(remedy_state)
        community.roster()
        procedures.everything()
        surveys.everything()
        verification.choose(wanted=True, address="https://thidua.example/kiem-tra", actor=audit.SYSTEM)
        settings_actions.set_emblem(organisation(), png(300, 300), actor=audit.SYSTEM)
        base = decisions.award(DecisionState.NUMBERED)
        first = db.session.get_one(Decision, 1)  # of the main path
        signatures.upload(first, pdf.scanned())
        codes.give(first, actor=audit.SYSTEM)
        corrections.later(base, DecisionKind.REVOCATION, {1: {}}, DecisionState.NUMBERED)
        corrections.later(base, DecisionKind.AMENDMENT, {2: {"name": "Bà Nguyễn Thị Lan Oanh"}})
        printing.everything(base)
        history.enter("Trần Thị Lan", kind=RecipientKind.HOUSEHOLD)
        history.enter("Nguyễn Văn Hùng")
        history.imported([history.row("Lê Thị Sáu", honorific="Bà")])
        history.kept(history.book([history.row("Lê Thị Bảy", honorific="Bà", on="31/02/2001")]))
        council.meeting(0)
        scoring.finished()
        scoring.opened()
        publishing.released(ReleaseKind.BOARD, publishing.year_until(1))
        indicators.restated(indicators.quarter(1))
        indicators.submitted("Phòng Văn hóa - Xã hội")
        indicators.saved("Phòng Kinh tế")
        waiting = [initiatives.at(InitiativeState.ACCEPTED) for _ in range(4)]
        council.everything([("initiative", one.id) for one in waiting])
        award_files.listed()
        for registration_state, year in zip(RegistrationState, (0, 1, 2, 3), strict=True):
            registrations.at(registration_state).year = 2020 + year
        upward.everything()
        reports.everything()
        report.draft(award_files.draft(award_files.opened()), actor=council.account("truongphong"))
        eligibility_actions.add_hold(
            people_factory.person("Người đang tạm dừng xét"),
            HoldKind.INSPECTION,
            actor=council.account("thuongtruc"),
            from_on=clock.today(),
            to_on=None,
            source="Quyết định thanh tra số 5",
        )
        for role in Role:
            _account(f"Người giữ vai trò {len(role.value)}", login_of(role), (role,))
        _account("Người giữ mọi vai trò", EVERYTHING, tuple(Role))
        db.session.commit()


def _account(name: str, login: str, roles: tuple[Role, ...]) -> None:
    person = people_factory.person(name)
    found, _ = people_actions.create_account(person, login, actor=audit.SYSTEM)
    found.must_change_password = False
    for role in roles:
        everywhere = role not in (Role.STAFF, Role.UNIT_HEAD)
        people_actions.give_role(
            found,
            role,
            actor=audit.SYSTEM,
            unit_id=None if everywhere else person.unit_id,
            starts_on=people_factory.SINCE,
        )
    db.session.flush()
    (told,) = notices.tell([found.id], "Có việc mới", url="/phong-trao")
    letter = {"address": "a@example.vn", "subject": told.title, "text": told.title, "key": f"{found.id}"}
    moments = {"queued_at": clock.now(), "due_at": clock.now(), "given_up_at": clock.now()}
    db.session.add(OutgoingMail(account_id=found.id, **letter, **moments))


def addresses(site: Flask, rule: Rule, *, most: int = 1) -> list[str]:
    """Return addresses of a route on objects that exist, at most `most` per part (the first and the last rows)."""
    with site.app_context():
        choices = [_choices(rule, name, most) for name in sorted(rule.arguments)]
    found = []
    with site.test_request_context():
        for values in product(*choices):
            built = rule.build(dict(zip(sorted(rule.arguments), values, strict=True)), append_unknown=False)
            assert built is not None, rule
            found.append(built[1])
    return found


def _choices(rule: Rule, name: str, most: int) -> list[Any]:
    if name in KINDS:
        model = KINDS[name]
        ids = list(db.session.scalars(sa.select(model.id).order_by(model.id)))
        assert ids, f"{rule}: no row of {model.__tablename__}; add one to tests/site/world.py"
        return [ids[0]] if most == 1 else sorted({*ids[:1], *ids[-most + 1 :]})
    if (rule.endpoint, name) in WORDS:
        return WORDS[rule.endpoint, name][: 1 if most == 1 else None]
    kind = rule._converters[name]
    items = sorted(getattr(kind, "items", ()))
    assert items, f"{rule}: say in tests/site/world.py what stands for <{name}>"
    return items


def routes(site: Flask) -> Iterator[tuple[Rule, str]]:
    """Yield every route with each of its methods; those that end the session come last."""
    rules = sorted(site.url_map.iter_rules(), key=lambda r: (r.endpoint == "people.sign_out", r.endpoint))
    for rule in rules:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def fingerprint(site: Flask) -> dict[str, int]:
    """Return table -> hash of all its rows, whatever engine holds them."""
    with site.app_context():
        found = {}
        for table in Base.metadata.sorted_tables:
            rows = db.session.execute(sa.text(f"SELECT * FROM {table.name}")).all()
            found[table.name] = hash(tuple(sorted(repr(tuple(row)) for row in rows)))
        db.session.rollback()
    return found

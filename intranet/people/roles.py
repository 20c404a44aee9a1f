"""Roles and what each may do. A role is held in a unit (and those below) or the whole commune, with dates."""

import enum

from ..core.permissions import Permission as P


class Role(enum.StrEnum):
    """The roles of the house; words for the screen in `phrases.py`."""

    STAFF = "staff"
    UNIT_HEAD = "unit_head"
    STANDING = "standing"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_CHAIR = "council_chair"
    TELLER = "teller"
    CHAIRMAN = "chairman"
    CLERK = "clerk"
    ADMIN = "admin"


_OWN_WORK = {P.INITIATIVES_WRITE, P.TRAINING_WRITE}
_COUNCIL = {P.COUNCIL_READ, P.COUNCIL_VOTE}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.STAFF: frozenset(_OWN_WORK),
    Role.UNIT_HEAD: frozenset(
        _OWN_WORK
        | {
            P.COMMUNITY_WRITE,
            P.INDICATORS_WRITE,
            P.INITIATIVES_ENDORSE,
            P.NOMINATIONS_WRITE,
            P.PROCEDURES_REVIEW,
            P.SURVEYS_READ_ALL,
            P.TRAINING_CONFIRM,
        }
    ),
    Role.STANDING: frozenset(
        {
            P.CAMPAIGN_WRITE,
            P.COMMUNITY_ANSWER,
            P.COMMUNITY_READ_ALL,
            P.COMMUNITY_WRITE,
            P.COUNCIL_DESK,
            P.COUNCIL_MEMBERS,
            P.COUNCIL_READ,
            P.DECISIONS_DRAFT,
            P.DECISIONS_READ,
            P.HOLDS_WRITE,
            P.INDICATORS_CHECK,
            P.INDICATORS_LOCK,
            P.INDICATORS_READ,
            P.HISTORY_READ,
            P.HISTORY_WRITE,
            P.INITIATIVES_CHECK,
            P.INITIATIVES_READ_ALL,
            P.NOMINATIONS_CHECK,
            P.NOMINATIONS_READ_ALL,
            P.PARAMETERS_READ,
            P.PARAMETERS_WRITE,
            P.PEOPLE_READ,
            P.PROCEDURES_READ_ALL,
            P.PROCEDURES_WRITE,
            P.PUBLISHING_WRITE,
            P.REGISTERS_READ,
            P.ROUNDS_WRITE,
            P.SIGNATURES_KEEP,
            P.SURVEYS_ANSWER,
            P.SURVEYS_READ_ALL,
            P.SURVEYS_TYPE,
            P.SURVEYS_WRITE,
            P.TRAINING_COURSES,
            P.TRAINING_READ_ALL,
            P.WORDING_WRITE,
        }
    ),
    Role.COUNCIL_MEMBER: frozenset(_COUNCIL),
    Role.COUNCIL_SECRETARY: frozenset(_COUNCIL | {P.COUNCIL_DESK}),
    Role.COUNCIL_CHAIR: frozenset(_COUNCIL | {P.COUNCIL_CHAIR}),
    Role.TELLER: frozenset({P.COUNCIL_READ}),
    Role.CHAIRMAN: frozenset(
        {
            P.COMMUNITY_READ_ALL,
            P.DECISIONS_APPROVE,
            P.DECISIONS_READ,
            P.INDICATORS_CHECK,  # what the standing body reports itself is accepted by the chairman
            P.INDICATORS_READ,
            P.HISTORY_READ,
            P.INITIATIVES_READ_ALL,
            P.NOMINATIONS_READ_ALL,
            P.PROCEDURES_READ_ALL,
            P.PUBLISHING_RELEASE,
            P.REGISTERS_READ,
            P.SURVEYS_READ_ALL,
            P.TRAINING_READ_ALL,
        }
    ),
    Role.CLERK: frozenset(
        {
            P.COMMUNITY_ANSWER,
            P.COMMUNITY_READ_ALL,
            P.DECISIONS_NUMBER,
            P.DECISIONS_READ,
            P.PROCEDURES_READ_ALL,
            P.PROCEDURES_WRITE,
            P.HISTORY_READ,
            P.HISTORY_WRITE,
            P.REGISTERS_READ,
            P.REGISTERS_WRITE,
            P.PARAMETERS_READ,
            P.SIGNATURES_KEEP,
            P.SURVEYS_ANSWER,
            P.SURVEYS_READ_ALL,
            P.SURVEYS_TYPE,
            P.WORDING_WRITE,
        }
    ),
    Role.ADMIN: frozenset({P.AUDIT_READ, P.PARAMETERS_READ, P.PEOPLE_READ, P.PEOPLE_WRITE, P.SETTINGS_WRITE}),
}

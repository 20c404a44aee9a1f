"""The checklist of a file: what the rules of its day ask the standing body to look at."""

from ..parameters.queries import rule
from .eligibility_facts import rule_day
from .models import Nomination, NominationCheck


def set_checklist(nomination: Nomination) -> None:
    """Put the checklist of the dossier's rule day on the file.

    An answer stays where the line asks the same as before; lines that the day does not know go.
    """
    lines = rule(
        f"checklist.{nomination.award_form}.{nomination.subject_kind.value}", rule_day(nomination)
    ).value
    known = {check.code: check for check in nomination.checks}
    asked = {line["code"] for line in lines}
    for gone in [one for one in nomination.checks if one.code not in asked]:
        nomination.checks.remove(gone)
    for position, line in enumerate(lines, start=1):
        check = known.get(line["code"])
        if check is None:
            check = NominationCheck(code=line["code"], text="", article="", answer="")
            nomination.checks.append(check)
        if (check.text, check.article) != (line["text"], line["article"]):
            check.answer = ""
        check.position, check.text, check.article = position, line["text"], line["article"]

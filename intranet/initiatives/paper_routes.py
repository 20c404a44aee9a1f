"""What is kept and printed: versions, their comparison, the application as .docx."""

from flask import Response, request
from flask_login import current_user

from ..core import clock, files
from ..core.access import SIGNED_IN, needs
from ..core.errors import NotThere
from ..core.htmx import render
from ..core.text import fold
from . import paper, queries, versions
from .blueprint import blueprint
from .models import InitiativeVersion


@blueprint.get("/<int:initiative_id>/phien-ban")
@needs(SIGNED_IN)
def compare(initiative_id: int) -> Response:
    """Two kept versions with what changed between them (?cu=1&moi=2; the last two unless chosen)."""
    initiative = queries.get_for(current_user, initiative_id)
    kept = queries.versions(initiative)
    if not kept:
        raise NotThere("Sáng kiến này chưa có bản nộp nào để so sánh.")
    old = _chosen(kept, request.args.get("cu"), len(kept) - 1)
    new = _chosen(kept, request.args.get("moi"), len(kept))
    changes = versions.compare(old.content, new.content)
    return render(
        "initiatives/compare.html", initiative=initiative, versions=kept, old=old, new=new, changes=changes
    )


def _chosen(kept: list[InitiativeVersion], asked: str | None, otherwise: int) -> InitiativeVersion:
    number = int(asked) if asked and asked.isdecimal() and len(asked) < 5 else otherwise
    return next((one for one in kept if one.number == number), kept[0])


@blueprint.get("/<int:initiative_id>/don.docx")
@needs(SIGNED_IN)
def application_docx(initiative_id: int) -> Response:
    """The application (TT 18/2013, Phụ lục I) as a Word file, filled in from what is stored now."""
    initiative = queries.get_for(current_user, initiative_id)
    content = paper.application(initiative, on=clock.today())
    name = f"don-sang-kien-{fold(initiative.title)[:60].strip().replace(' ', '-') or initiative.id}.docx"
    return files.download(content, files.clean_name(name), "docx")

"""Papers of the ceremony as downloads."""

from flask import Response

from ..core.access import needs
from ..core.errors import NotReady
from ..core.files import download
from ..decisions.stack import stack
from . import ceremony as papers
from . import queries
from .routes import PRINTS, actor, blueprint


@blueprint.get("/quyet-dinh/<int:decision_id>/<any('xuong-ten','ky-nhan'):paper>.docx")
@needs(*PRINTS)
def ceremony(decision_id: int, paper: str) -> Response:
    """The call sheet or the sign-for sheet, in the order of the stack."""
    decision = queries.printable(actor(), decision_id)
    if not stack(decision):
        raise NotReady("Không còn giấy nào có hiệu lực trong quyết định này.")
    return download(papers.file_of(decision, paper), papers.name_of(decision, paper), "docx")

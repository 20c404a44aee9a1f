"""Papers of a meeting: the list with downloads and previews, and the minutes as text that the secretary edits."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core.access import needs
from ..core.edits import word_changes
from ..core.errors import Barred, NotReady, NotThere
from ..core.files import download
from ..core.forms import BaseForm, HiddenField, ProseField, number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..previews import routes as previews
from . import invitation, paper_edits, papers, queries, rules
from . import paper_text as say
from .forms import StepForm
from .models import Meeting
from .routes import blueprint
from .states import State


class SectionForm(BaseForm):
    """The secretary's words for one section; `base` is the version that was on the screen."""

    base = HiddenField()
    text = ProseField("Lời văn", limit=paper_edits.LIMIT)


@blueprint.get("/phien-hop/<int:meeting_id>/van-ban")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def papers_page(meeting_id: int) -> Response:
    """All papers of a meeting, and the invitation as text to copy."""
    meeting = queries.get_for(current_user, meeting_id)
    desk = rules.may_run(current_user)
    address = url_for("council.show", meeting_id=meeting.id, _external=True)
    calls = desk and meeting.state in (State.DRAFT, State.CONVENED) and bool(invitation.agenda(meeting))
    return render(
        "council/papers.html",
        meeting=meeting,
        papers=papers.of(meeting, current_user),
        edited=papers.EDITED if desk and meeting.state == State.CLOSED else {},
        unsettled=paper_edits.unsettled(meeting) if desk and meeting.state == State.CLOSED else [],
        message=invitation.message(meeting, address) if calls else "",
        mailto=invitation.mailto(meeting, address) if calls else "",
        hidden=bool(say.hidden_items(meeting, current_user)),
    )


@blueprint.get("/phien-hop/<int:meeting_id>/van-ban/<name>")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def paper_file(meeting_id: int, name: str) -> Response:
    """Download one paper, as this reader may see it."""
    meeting = queries.get_for(current_user, meeting_id)
    shown, content = papers.file_of(meeting, name, current_user)
    return download(content, shown, "docx")


@blueprint.post("/phien-hop/<int:meeting_id>/van-ban/xem-truoc")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def paper_preview(meeting_id: int) -> Response:
    """Show the pages of one paper as they will be printed; a PDF comes with them."""
    StepForm().validate()
    meeting = queries.get_for(current_user, meeting_id)
    shown, content = papers.file_of(meeting, request.form.get("file", ""), current_user)
    return previews.start(content, shown, back=url_for("council.papers_page", meeting_id=meeting.id))


def _edited(meeting_id: int, name: str) -> tuple[Meeting, str]:
    """Return the meeting and the key of the paper; refused to who must not see a case: its figures stand there."""
    meeting = queries.get_for(current_user, meeting_id)
    paper = papers.EDITED.get(name)
    if paper is None or meeting.state not in (State.CLOSED, State.MINUTES_SIGNED):
        raise NotThere("Biên bản chưa có, hoặc không có văn bản này.")
    if say.hidden_items(meeting, current_user):
        raise Barred("Bạn có xung đột lợi ích ở một nội dung: người khác của bàn thư ký hoàn thiện biên bản.")
    return meeting, paper


@blueprint.get("/phien-hop/<int:meeting_id>/soan/<name>")
@needs(P.COUNCIL_DESK)
def paper_text(meeting_id: int, name: str) -> Response:
    """One of the two minutes as text, section by section."""
    meeting, paper = _edited(meeting_id, name)
    found = paper_edits.parts(meeting, paper)
    label = next(one.label for one in papers.of(meeting, current_user) if one.name == name)
    open_ = meeting.state == State.CLOSED
    return render(
        "council/papers_text.html", meeting=meeting, name=name, label=label, parts=found, open=open_
    )


@blueprint.route("/phien-hop/<int:meeting_id>/soan/<name>/<section>", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def paper_section(meeting_id: int, name: str, section: str) -> Response:
    """Edit one section: composed text beside own text, all versions with what changed."""
    meeting, paper = _edited(meeting_id, name)
    part = paper_edits.part(meeting, paper, section)
    words = part.section.template if part.own is None else part.own
    form = SectionForm(data={"base": part.last.number if part.last else 0, "text": words})
    problem = None
    if form.validate_on_submit():
        text = None if request.form.get("then") == "composed" else form.text.data or ""
        base = number_or_none(str(form.base.data)) or 0
        try:
            paper_edits.write(meeting, paper, section, text, base=base, actor=current_user)
        except NotReady as error:
            problem = error.message
        else:
            wrong = paper_edits.contradictions(meeting, part.section, text or "") if text is not None else []
            message = "Đã lưu lời văn." if text is not None else "Đã dùng lại lời hệ thống soạn."
            back = url_for("council.paper_text", meeting_id=meeting.id, name=name, _anchor=section)
            if wrong:
                return finish(back, f"{message} Cần xem lại: {' '.join(wrong)}", "warning")
            return finish(back, message)
    return render(
        "council/papers_section.html",
        meeting=meeting,
        name=name,
        part=part,
        form=form,
        problem=problem,
        open=meeting.state == State.CLOSED,
        history=_history(meeting, paper, section),
        status=422 if form.is_submitted() else 200,
    )


def _history(meeting: Meeting, paper: str, section: str) -> list[dict[str, object]]:
    """Return the versions, newest first, each with what changed since the one before (the first: since composed)."""
    shown: list[dict[str, object]] = []
    before = ""
    for row in paper_edits.versions(meeting, paper, section):
        text = row.composed if row.text is None else row.text
        shown.append({"row": row, "changes": word_changes(before if shown else row.composed, text)})
        before = text
    return shown[::-1]

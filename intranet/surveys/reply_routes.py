"""Replies looked at one by one and set aside; stacks of paper forms typed in and compared."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.form_page import form_page
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from . import actions, queries
from . import questions as sheet
from .forms import AnswersForm, BatchForm, ReasonForm, StepForm
from .models import PaperBatch, ReplySource, SurveyReply, SurveyWave
from .phrases import WORDS
from .routes import blueprint


@blueprint.get("/dot/<int:wave_id>/phieu")
@needs(P.SURVEYS_WRITE)
def replies(wave_id: int) -> Response:
    """All replies of a wave."""
    return _replies(queries.get_wave(wave_id))


def _replies(wave: SurveyWave, status: int = 200, problem: DomainError | None = None) -> Response:
    stands = {
        "nghi": SurveyReply.suspicious != "",
        "bo": SurveyReply.set_aside,
        "tinh": SurveyReply.set_aside.is_(False),
    }
    choices = [("nghi", "Bị đánh dấu nghi ngờ"), ("bo", "Để riêng"), ("tinh", "Được tính")]
    sources = [(s.value, WORDS[f"ReplySource.{s.value}"]) for s in ReplySource]
    listing = tables.Listing(
        query=queries.replies_of(wave),
        columns=[
            tables.Column("id", "Phiếu", lambda r: f"Phiếu {r.id}", sort=SurveyReply.id),
            tables.Column("day", "Ngày", lambda r: short_date(r.given_on)),
            tables.Column("unit", "Đơn vị", lambda r: r.unit.name),
            tables.Column("source", "Hình thức", lambda r: WORDS[f"ReplySource.{r.source.value}"]),
            tables.Column("answers", "Trả lời", lambda r: _answers(wave, r)),
            tables.Column("remark", "Ý kiến khác", lambda r: r.remark),
            tables.Column(
                "stands",
                "Tình trạng",
                lambda r: f"Để riêng: {r.set_aside_why}" if r.set_aside else r.suspicious,
            ),
        ],
        args=request.args,
        path=url_for("surveys.replies", wave_id=wave.id),
        filters=[
            tables.Filter("tinh-trang", "Tình trạng", choices, lambda v: stands[v]),
            tables.Filter("hinh-thuc", "Hình thức", sources, lambda v: SurveyReply.source == v),
        ],
        default_sort="-id",
        tie=SurveyReply.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Phiếu khảo sát")
    form = ReasonForm(formdata=None)
    numbers = queries.numbers(wave)
    return render(
        "surveys/replies.html",
        wave=wave,
        listing=listing,
        form=form,
        numbers=numbers,
        problem=problem,
        status=status,
    )


def _answers(wave: SurveyWave, reply: SurveyReply) -> str:
    given = {answer.key: answer.value for answer in reply.answers}
    shown = []
    for number, question in enumerate(wave.questions, start=1):
        words = dict(sheet.options(question)).get(given.get(question["key"], -1), "bỏ trống")
        shown.append(f"{number}. {words}")
    return "; ".join(shown)


@blueprint.post("/dot/<int:wave_id>/phieu/de-rieng")
@needs(P.SURVEYS_WRITE)
def set_aside(wave_id: int) -> Response:
    """Leave the chosen replies out of the count, or take them back, with a reason."""
    wave, form = queries.get_wave(wave_id), ReasonForm()
    form.validate()
    chosen = [found for one in request.form.getlist("reply") if (found := number_or_none(one)) is not None]
    reason = form.reason.data or ""
    try:
        if request.form.get("back"):
            number = actions.count_again(wave, chosen, actor=current_user, reason=reason)
            return finish(_replies_at(wave_id), f"Đã đưa lại {number} phiếu vào tính.")
        number = actions.set_aside(wave, chosen, actor=current_user, reason=reason)
        return finish(_replies_at(wave_id), f"Đã để riêng {number} phiếu. Cả hai số đều được công khai.")
    except NotReady as error:
        db.session.rollback()
        return _replies(queries.get_wave(wave_id), 422, error)


def _replies_at(wave_id: int) -> str:
    return url_for("surveys.replies", wave_id=wave_id)


@blueprint.route("/dot/<int:wave_id>/tap/moi", methods=["GET", "POST"])
@needs(P.SURVEYS_TYPE)
def new_batch(wave_id: int) -> Response:
    """Begin a stack of paper forms."""
    wave = queries.get_wave(wave_id)
    form = BatchForm()
    form.unit.choices = [("", "— Chọn —"), *((str(u.unit_id), u.unit.name) for u in wave.units)]

    def act() -> tuple[str, str]:
        batch = actions.new_batch(
            wave,
            actor=current_user,
            unit_id=int(form.unit.data),
            sheets=form.sheets.data or 0,
            control_sum=form.control_sum.data or 0,
        )
        return _batch_at(batch), "Đã lập tập phiếu. Nhập từng phiếu ở dưới."

    return form_page(
        form,
        act,
        heading="Nhập một tập phiếu giấy",
        lead="Đếm số phiếu và cộng điểm câu 1 bằng tay trước khi nhập; nhập xong hệ thống đối chiếu.",
        caption=wave.title,
        back=(url_for("surveys.wave", wave_id=wave_id), wave.title),
        submit="Bắt đầu nhập",
        action=url_for("surveys.new_batch", wave_id=wave_id),
    )


def _batch_at(batch: PaperBatch) -> str:
    return url_for("surveys.batch", batch_id=batch.id)


@blueprint.route("/tap/<int:batch_id>", methods=["GET", "POST"])
@needs(P.SURVEYS_TYPE)
def batch(batch_id: int) -> Response:
    """Type one form after the other."""
    found, form = queries.get_batch(batch_id), AnswersForm()
    if form.validate_on_submit():
        try:
            answers = form.answers(found.wave.questions)
            actions.type_form(found, answers, actor=current_user, remark=form.remark.data or "")
            return finish(_batch_at(found) + "#nhap", "Đã nhập một phiếu.")
        except NotReady as error:
            db.session.rollback()
            return _batch_page(queries.get_batch(batch_id), form, error)
    return _batch_page(found, form, None)


def _batch_page(found: PaperBatch, form: AnswersForm, problem: DomainError | None) -> Response:
    forms = queries.forms_of(found)
    number, total = actions.typed(found)
    return render(
        "surveys/batch.html",
        batch=found,
        wave=found.wave,
        form=form,
        problem=problem,
        questions=[(one, sheet.options(one)) for one in found.wave.questions],
        chosen=form.answers(found.wave.questions) if problem and form.is_submitted() else {},
        forms_typed=[(one, _answers(found.wave, one)) for one in forms],
        number=number,
        total=total,
        may_discard=current_user.has(P.SURVEYS_WRITE),
        timeline=audit.timeline(found),
        status=422 if problem or form.errors else 200,
    )


@blueprint.post("/tap/<int:batch_id>/bo-phieu/<int:reply_id>")
@needs(P.SURVEYS_TYPE)
def untype(batch_id: int, reply_id: int) -> Response:
    """Take a mistyped form out."""
    found = queries.get_batch(batch_id)
    StepForm().validate()
    actions.untype(found, reply_id, actor=current_user)
    return finish(_batch_at(found) + "#nhap", "Đã bỏ phiếu nhập sai.")


@blueprint.post("/tap/<int:batch_id>/doi-chieu")
@needs(P.SURVEYS_TYPE)
def balance(batch_id: int) -> Response:
    """Compare with the count by hand."""
    found = queries.get_batch(batch_id)
    StepForm().validate()
    try:
        actions.balance(found, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _batch_page(queries.get_batch(batch_id), AnswersForm(formdata=None), error)
    return finish(_batch_at(found), "Đã khớp. Tập phiếu được tính.")


@blueprint.route("/tap/<int:batch_id>/<any('mo-lai','bo'):step>", methods=["GET", "POST"])
@needs(P.SURVEYS_TYPE)
def batch_step(batch_id: int, step: str) -> Response:
    """Type again, or leave the stack out, with a reason."""
    found, form = queries.get_batch(batch_id), ReasonForm()
    heading = "Mở lại để nhập" if step == "mo-lai" else "Bỏ tập phiếu này"

    def act() -> tuple[str, str]:
        taken = actions.reopen_batch if step == "mo-lai" else actions.discard_batch
        taken(found, actor=current_user, reason=form.reason.data or "")
        return _batch_at(found), f"{heading}: đã ghi."

    return form_page(
        form,
        act,
        heading=heading,
        caption=f"Tập số {found.number}, {found.unit.name}",
        back=(_batch_at(found), f"Tập số {found.number}"),
        submit=heading,
        action=url_for("surveys.batch_step", batch_id=batch_id, step=step),
    )

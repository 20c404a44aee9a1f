"""Forms of this feature: what is typed, checked and turned into values for the actions."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField

from ..core import clock
from ..core.forms import (
    BaseForm,
    DayField,
    HiddenField,
    LineField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    ReasonField,
    ValidationError,
    number_or_none,
)
from ..people.queries import units
from . import authors, queries, rules
from .drafting import Share
from .models import Initiative, InitiativeApplication, SolutionKind
from .phrases import LABELS, WORDS


class AuthorRow(Form):
    """One author: typed name (resolved on the server) and share."""

    person = LineField("Họ tên, đơn vị", limit=300)
    share = NumberField("Tỷ lệ đóng góp (%)", low=1, high=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person.flags.required = self.share.flags.required = True

    @property
    def empty(self) -> bool:
        """Return whether nothing at all was typed in this row."""
        return not self.person.data and not self.share.typed and self.share.data is None


class InitiativeForm(BaseForm):
    """The application (TT 18/2013, Phụ lục I). Nothing is compulsory in a draft; limits always hold."""

    version = HiddenField()
    title = LineField(LABELS["title"], limit=300)
    theme_id = PickField(LABELS["theme"])
    kind = PickField(LABELS["kind"])
    authors = FieldList(FormField(AuthorRow), LABELS["authors"], min_entries=1)
    before = ProseField(LABELS["before"], limit=5000)
    content = ProseField(LABELS["content"], limit=10_000)
    novelty = ProseField(LABELS["novelty"], limit=5000)
    conditions = ProseField(LABELS["conditions"], limit=5000)
    replication = ProseField(LABELS["replication"], limit=5000)
    confidential = ProseField(LABELS["confidential"], limit=2000)
    first_applied_on = DayField(LABELS["first_applied_on"])
    first_applied_at = LineField(LABELS["first_applied_at"], limit=300)
    benefit = ProseField(LABELS["benefit"], limit=5000)
    benefit_money = NumberField(LABELS["benefit_money"])
    benefit_hours = NumberField(LABELS["benefit_hours"], high=10**9)
    benefit_people = NumberField(LABELS["benefit_people"], high=10**9)

    def __init__(self, initiative: Initiative, **kwargs: Any) -> None:
        self.people = authors.choices(initiative)
        labels = {one.person_id: one.label for one in self.people}
        stored: dict[str, Any] = {name: getattr(initiative, name) for name in FIELDS}
        stored |= {
            "version": initiative.version,
            "kind": initiative.kind.value if initiative.kind else "",
            "theme_id": str(initiative.theme_id or ""),
            "authors": [
                {"person": labels.get(a.person_id, a.person.full_name), "share": a.share or None}
                for a in initiative.authors
            ],
        }
        super().__init__(data=stored, **kwargs)  # formdata=None: as stored, whatever was sent
        empty = [("", "Chọn một mục")]
        themes = queries.current_themes(initiative)
        self.theme_id.choices = empty + [(str(t.id), f"{t.number}. {t.title}") for t in themes]
        self.kind.choices = empty + [(k.value, WORDS[f"SolutionKind.{k.value}"]) for k in SolutionKind]
        for name, _ in rules.REQUIRED:  # shown as required; a draft may still lack them
            self[name].flags.required = True
        self.shares: list[Share] = []
        self.exact = False  # True: the shares must make 100 % now

    def validate_first_applied_on(self, field: DayField) -> None:
        """An initiative has been applied or tried (NĐ 13/2012 Điều 3): the day cannot lie ahead."""
        if field.data and field.data > clock.today():
            raise ValidationError("Ngày áp dụng lần đầu không được sau hôm nay.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields, then the authors together; fills `shares`."""
        fine = super().validate(extra_validators)
        return self._check_authors() and fine

    def _check_authors(self) -> bool:
        """Resolve the typed names; messages go to the row, or to the list when it concerns all of them."""
        rows = [entry.form for entry in self.authors.entries if not entry.form.empty]
        found: list[Share] = []
        for row in rows:
            if not row.person.data:
                row.person.errors = ["Hãy ghi tên tác giả cho tỷ lệ này."]
                continue
            person, problem = authors.find(row.person.data, self.people)
            if person is None:
                row.person.errors = [*row.person.errors, problem]
            elif person.person_id in [one.person_id for one in found]:
                row.person.errors = [f"{person.label} đã có ở dòng trên. Mỗi tác giả ghi một lần."]
            else:
                found.append(Share(person.person_id, row.share.data or 0))
        problem = ""
        if any(row.errors for row in rows):
            problem = "Xem lại tác giả được đánh dấu bên dưới."
        elif not rows:
            problem = "Cần có ít nhất một tác giả."
        elif len(rows) > rules.MAX_AUTHORS:
            problem = f"Tối đa {rules.MAX_AUTHORS} tác giả."
        elif self.exact:
            problem = rules.shares_problem([one.share for one in found])
        if problem:
            self.authors.errors = [problem]
            return False
        self.shares = found
        return True

    def values(self, *, valid_only: bool = False) -> dict[str, Any]:
        """Return what was typed, as `drafting.save` takes it; `valid_only` leaves out fields in error."""
        given = {name: self[name].data for name in FIELDS if not (valid_only and self[name].errors)}
        if "kind" in given:
            given["kind"] = SolutionKind(given["kind"]) if given["kind"] else None
        if "theme_id" in given:
            given["theme_id"] = number_or_none(given["theme_id"])
        return given

    @property
    def opened_version(self) -> int | None:
        """Return the version of the initiative that this form was opened on."""
        return number_or_none(self.version.data)


FIELDS = [name for name in ("theme_id", *LABELS) if name not in ("theme", "unit", "authors", "files")]


def without_row(formdata: MultiDict[str, str], index: str) -> MultiDict[str, str]:
    """Return form data without one author row, everything else as typed."""
    kept = [(k, v) for k, v in formdata.items(multi=True) if not k.startswith(f"authors-{index}-")]
    return MultiDict(kept)


class StepForm(BaseForm):
    """An act without questions; `version` is what the person saw."""

    version = HiddenField()


class ShareForm(BaseForm):
    """Confirm the share that was shown."""

    share = HiddenField()


class ReasonForm(BaseForm):
    """An act that needs a reason: return, decline."""

    reason = ReasonField()


class NoteForm(BaseForm):
    """An act that may carry a reason: withdraw."""

    reason = ReasonField(required=False)


class FilesForm(BaseForm):
    """Add files."""

    files = MultipleFileField("Chọn tệp")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.files.flags.required = True

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one file must have been chosen."""
        if not any(getattr(one, "filename", "") for one in field.data or []):
            raise ValidationError("Hãy chọn ít nhất một tệp.")


class ApplicationForm(BaseForm):
    """Where, since when and with what effect a recognised initiative is applied, and the proof."""

    unit_id = PickField("Đơn vị áp dụng", required=True)
    applied_on = DayField("Áp dụng từ ngày", required=True)
    place = LineField("Nơi áp dụng", limit=300, required=True)
    effect = ProseField("Kết quả thấy được", limit=5000, required=True)
    files = MultipleFileField("Tệp minh chứng")

    def __init__(self, initiative: Initiative, application: InitiativeApplication | None = None) -> None:
        stored: dict[str, Any] = {}
        if application is not None:
            stored = {name: getattr(application, name) for name in ("applied_on", "place", "effect")}
            stored["unit_id"] = str(application.unit_id)
        super().__init__(data=stored)
        self.initiative = initiative
        self.unit_id.choices = [("", "Chọn đơn vị"), *((str(u.id), u.name) for u in units())]

    def validate_applied_on(self, field: DayField) -> None:
        """It is applied already, and not before the initiative itself was first tried."""
        first = self.initiative.first_applied_on
        if field.data and field.data > clock.today():
            raise ValidationError("Ngày áp dụng không được sau hôm nay.")
        if field.data and first and field.data < first:
            raise ValidationError("Ngày áp dụng không được trước ngày áp dụng lần đầu của sáng kiến.")

    def values(self) -> dict[str, Any]:
        """Return what was typed, as `applications.record` takes it."""
        return {
            "unit_id": int(self.unit_id.data),
            "applied_on": self.applied_on.data,
            "place": self.place.data,
            "effect": self.effect.data,
        }

"""Filter fields of compliance screens, and the selection made by the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.compliance.status import StandingState
from courses.desk.kit.date_fields import DayField
from courses.models import Course
from courses.reporting.report_selection import ReportSelection, list_remit_tops
from courses.reporting.report_tables import COLUMNS
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.interface.state_looks import STATES
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, Post

#: The first day a report may be asked for; there are no earlier records.
_EARLIEST = date(2000, 1, 1)


def check_record_day(day: date) -> None:
    """Raise ``ValidationError`` for a day without records: before 2000 or in the future."""
    if not _EARLIEST <= day <= timezone.localdate():
        raise forms.ValidationError(_("Choose a date between 2000 and today."))


class CodedRowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of rows by their code; of none until a form offers some.

    Subclasses name the model and the usual label.
    """

    model: Any
    usual_label: Any

    def __init__(
        self,
        queryset: Any = None,
        *,
        to_field_name: str | None = "code",
        **options: Any,
    ) -> None:
        rows = self.model.objects.none() if queryset is None else queryset
        options = {"label": self.usual_label} | options
        super().__init__(rows, to_field_name=to_field_name, **options)


class EstablishmentField(CodedRowField):
    """A choice of establishments, indented by depth."""

    model = Establishment
    usual_label = _("Establishment")

    def label_from_instance(self, place: Any) -> str:
        indent: str = "\u2003" * (place.depth - 1)
        return indent + str(place.title)


class CourseField(CodedRowField):
    """A choice of courses, by code and title."""

    model = Course
    usual_label = _("Course")

    def label_from_instance(self, course: Any) -> str:
        return f"{course.code} — {course.title}"


def build_course_field(queryset: Any = None) -> CourseField:
    """Return a filter field for a course, empty for all."""
    return CourseField(queryset, required=False, empty_label=_("All"))


def build_establishment_field() -> EstablishmentField:
    """Return a filter field for an establishment, empty for all."""
    return EstablishmentField(required=False, empty_label=_("All"))


def build_as_of_field() -> forms.DateField:
    """Return the field for the day as of which data is shown; empty for today."""
    return DayField(
        _("As of"),
        required=False,
        validators=[check_record_day],
    )


def build_name_condition(words: str, *columns: str) -> Q:
    """Return the condition that one of ``columns`` begins with ``words``.

    ``words`` is tried as typed, in lower case, capitalised and in upper case.
    """
    found = Q()
    for form in {words, words.lower(), words.capitalize(), words.upper()}:
        for column in columns:
            found |= Q(**{f"{column}__startswith": form})
    return found


class AsOfForm(forms.Form):
    """The day as of which a record is shown."""

    on = build_as_of_field()

    @property
    def day(self) -> date:
        """The day chosen; today if there is none or it is invalid."""
        self.is_valid()
        return self.cleaned_data.get("on") or timezone.localdate()


class StandingFilter(forms.Form):
    """Filter of standings; every field may stay empty."""

    establishment = build_establishment_field()
    post = forms.ModelChoiceField(
        label=_("Position"),
        queryset=Post.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    course = build_course_field(
        Course.objects.filter(requirements__isnull=False).distinct()
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    update = forms.BooleanField(
        label=_("Only certificates to be updated"), required=False
    )
    on = build_as_of_field()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["establishment"].queryset = Establishment.objects.visible_to(user)
        fields["state"].choices = [
            ("", _("All")),
            *((state.value, STATES[state].words) for state in StandingState),
        ]

    def clean_on(self) -> date:
        return self.cleaned_data["on"] or timezone.localdate()


class ComplianceReportFilter(StandingFilter):
    """The filter of a report of numbers, by the states that have a column in it."""

    update = None  # type: ignore[assignment]

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        states: Any = self.fields["state"]
        states.choices = [
            ("", _("All")),
            *((state.value, STATES[state].words) for state in COLUMNS),
        ]


def select_standings(
    query: QueryDict, user: User, form_class: type[StandingFilter] = StandingFilter
) -> tuple[StandingFilter, ReportSelection]:
    """Return the filter of the page and the selection it makes for ``user``.

    Invalid fields are ignored and reported in the form. An establishment outside the
    user’s remit raises 404, and the request is recorded in the audit log.
    """
    form = form_class(query, user=user)
    form.is_valid()
    if "establishment" in form.errors:
        _note_refusal(query.get("establishment", ""), user)
        raise Http404
    given = form.cleaned_data
    state = given.get("state")
    on = given.get("on") or timezone.localdate()
    tree = EstablishmentTree(on)
    selection = ReportSelection(
        user=user,
        on=on,
        tops=[tree.put_back(top) for top in list_remit_tops(user)],
        establishment=tree.put_back(given.get("establishment")),
        post=given.get("post"),
        course=given.get("course"),
        state=StandingState(state) if state else None,
        update=given.get("update", False),
    )
    return form, selection


def _note_refusal(code: str, user: User) -> None:
    asked = Establishment.objects.filter(code=code).first()
    audit_log.record_action(
        "compliance.refused",
        by=user,
        on=asked,
        establishment=asked.code if asked else "",
    )

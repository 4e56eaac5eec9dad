"""What the compliance screens show: the filter in the address, and what it selects."""

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
from elearning.interface.templatetags.interface import STATES
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, Post

#: The first day a report may be asked for: nothing was recorded before.
_EARLIEST = date(2000, 1, 1)


def check_record_day(day: date) -> None:
    """Refuse a day of which there can be no records."""
    if not _EARLIEST <= day <= timezone.localdate():
        raise forms.ValidationError(_("Choose a date between 2000 and today."))


class EstablishmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of the tree, indented by its depth."""

    def label_from_instance(self, place: Any) -> str:
        indent: str = "\u2003" * (place.depth - 1)
        return indent + str(place.title)


class CourseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A course by its code and title."""

    def label_from_instance(self, course: Any) -> str:
        return f"{course.code} — {course.title}"


def build_course_field() -> CourseField:
    """Return the field of a filter for a course; all where empty. Whoever shows it says which."""
    return CourseField(
        label=_("Course"),
        queryset=Course.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )


def build_establishment_field() -> EstablishmentField:
    """Return the field of a filter for a place; all where empty. Whoever shows it says which."""
    return EstablishmentField(
        label=_("Establishment"),
        queryset=Establishment.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )


def build_as_of_field() -> forms.DateField:
    """Return the field for the day as of which something is shown; today where empty."""
    return DayField(
        _("As of"),
        required=False,
        validators=[check_record_day],
    )


def build_name_condition(words: str, *columns: str) -> Q:
    """Return that a name in ``columns`` begins with ``words``, in one of four spellings."""
    found = Q()
    for form in {words, words.lower(), words.capitalize(), words.upper()}:
        for column in columns:
            found |= Q(**{f"{column}__startswith": form})
    return found


class AsOfForm(forms.Form):
    """As of which day a record is shown."""

    on = build_as_of_field()

    @property
    def day(self) -> date:
        """The day asked for; today where none, or none that can be, was asked for."""
        self.is_valid()
        return self.cleaned_data.get("on") or timezone.localdate()


class StandingFilter(forms.Form):
    """Which standings to show; every field may stay empty."""

    establishment = build_establishment_field()
    post = forms.ModelChoiceField(
        label=_("Position"),
        queryset=Post.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    course = build_course_field()
    state = forms.ChoiceField(label=_("State"), required=False)
    update = forms.BooleanField(
        label=_("Only certificates to be updated"), required=False
    )
    on = build_as_of_field()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        """Offer the places of the user's remit and the courses somebody must hold."""
        super().__init__(data)
        fields: Any = self.fields
        fields["establishment"].queryset = Establishment.objects.visible_to(
            user
        ).order_by("path")
        fields["course"].queryset = Course.objects.filter(
            requirements__isnull=False
        ).distinct()
        fields["state"].choices = [
            ("", _("All")),
            *((state.value, STATES[state].words) for state in StandingState),
        ]

    def clean_on(self) -> date:
        """Take today where no day is given."""
        return self.cleaned_data["on"] or timezone.localdate()


class ComplianceReportFilter(StandingFilter):
    """The same for a report of numbers, by the states that it has columns for."""

    update = None  # type: ignore[assignment]

    def __init__(self, data: QueryDict, *, user: User) -> None:
        """Offer the columns of the report."""
        super().__init__(data, user=user)
        states: Any = self.fields["state"]
        states.choices = [
            ("", _("All")),
            *((state.value, STATES[state].words) for state in COLUMNS),
        ]


def select_standings(
    query: QueryDict, user: User, form_class: type[StandingFilter] = StandingFilter
) -> tuple[StandingFilter, ReportSelection]:
    """Return the filter of the page and what it selects for ``user``.

    Wrong entries select nothing of their own and are said at the form; an establishment
    outside the user's remit does not exist for her, and that she asked is written down.
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

"""Forms for classroom courses."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.classroom.models import Session
from courses.classroom.models.classroom_session import MOST_DAYS, MOST_SEATS
from courses.classroom.session_schedule import SessionPlan
from courses.desk.exams.forms import TIME
from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import build_reason_field
from courses.desk.kit.entry_fields import StaffNumberField
from courses.desk.kit.filter_fields import CourseField, EstablishmentField
from courses.models import Course
from elearning.accounts.models import User
from elearning.languages import (
    CODES,
    LanguageInputs,
    TranslatedForm,
    list_language_choices,
    name_inputs,
)
from elearning.staff.models import Establishment, StaffMember

_NUMBER = {"class": "width-s"}
_PLACE = LanguageInputs(
    "place",
    gettext_lazy("Place"),
    required=(),
    max_length=200,
    help_text=gettext_lazy("Only where it is not held at the establishment itself."),
)


class SessionDayForm(forms.Form):
    """The hours of a session on one day; the whole line may stay empty."""

    on = DayField(
        gettext_lazy("Date"),
        required=False,
    )
    begins = forms.TimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends at"),
        required=False,
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a line that is only partly filled in."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        said = [given.get(name) for name in ("on", "begins", "ends")]
        if any(said) and not all(said) and not self.errors:
            raise forms.ValidationError(
                _("Enter the date, the start time and the end time.")
            )
        return given


DayForms = forms.formset_factory(
    SessionDayForm, extra=MOST_DAYS, max_num=MOST_DAYS, validate_max=True
)


class SessionDetailsForm(TranslatedForm, forms.Form):
    """The place, teacher and seats of a session, which can be changed later."""

    translated = (_PLACE,)
    field_order = ("seats", "room", *_PLACE.names)

    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    room = forms.CharField(
        label=gettext_lazy("Room"),
        help_text=gettext_lazy("As people will read it: room 12."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-m"}),
    )
    teacher = StaffNumberField(
        gettext_lazy("Service number of the teacher"),
        help_text=gettext_lazy("The teacher is notified, and records who attended."),
        unknown=gettext_lazy("Nobody in the service has this number. Check it."),
        required=False,
    )
    bring = forms.CharField(
        label=gettext_lazy("What to bring"),
        help_text=gettext_lazy("In the language of teaching."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teacher: Any = self.fields["teacher"]
        teacher.people = StaffMember.objects.employed(timezone.localdate())

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return self.list_inputs("place")

    @property
    def has_place(self) -> bool:
        return any(field.value() for field in self.place_fields)


class SessionPlanForm(SessionDetailsForm):
    """A new session: its course, its establishment and its details."""

    course = CourseField(
        Course.objects.filter(delivery=Course.Delivery.CLASSROOM, closed_at=None)
    )
    establishment = EstablishmentField(
        label=gettext_lazy("For the people of"),
        help_text=gettext_lazy("Includes the establishments under it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of teaching"),
        choices=list_language_choices,
    )
    enough = forms.IntegerField(
        label=gettext_lazy("Attendance needed to pass, per cent of the hours"),
        help_text=gettext_lazy("100 means every day."),
        initial=100,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs=_NUMBER),
    )
    may_ask = forms.BooleanField(
        label=gettext_lazy("People may register themselves"), required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["establishment"]
        places.queryset = Establishment.objects.visible_to(by).filter(closed_on=None)


class SessionChangeForm(SessionDetailsForm):
    """A change of a planned session, with a reason."""

    reason = build_reason_field(
        gettext_lazy(
            "It stays with the session. People are told what has changed, not why."
        )
    )


class ClassroomCourseForm(TranslatedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A classroom course: its code, titles, hours and validity."""

    translated = (
        LanguageInputs("title", gettext_lazy("Title")),
        LanguageInputs(
            "public_title",
            gettext_lazy("Public title"),
            required=CODES,
            help_text=gettext_lazy(
                "The public title is printed on certificates. It must not show "
                "who the holder works with."
            ),
        ),
    )
    field_order = ("code", *translated[0].names, *translated[1].names, "hours")

    class Meta:
        model = Course
        fields = ["code", "hours", "validity_months"]
        labels = {"validity_months": gettext_lazy("Valid for, in months")}
        help_texts = {
            "code": gettext_lazy("Latin letters, digits and hyphens: FIRST-AID."),
            "validity_months": "",
        }
        widgets = {
            "code": forms.TextInput(attrs=_NUMBER),
            "hours": forms.NumberInput(attrs=_NUMBER | {"min": "0.5", "step": "0.5"}),
            "validity_months": forms.NumberInput(attrs=_NUMBER | {"min": 1}),
        }


class ServiceNumbersForm(forms.Form):
    """Service numbers of more people, one a line."""

    numbers = forms.CharField(
        label=gettext_lazy("Others by service number"),
        help_text=gettext_lazy("One number per line."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "width-m"}),
    )

    def people(self, by: User) -> tuple[list[StaffMember], list[str]]:
        """Return people of the remit with these numbers, and the unknown numbers."""
        said = dict.fromkeys(self.cleaned_data["numbers"].replace(",", " ").split())
        mine = StaffMember.objects.in_remit_of(by).filter(staff_number__in=said)
        found = list(mine)
        known = {person.staff_number for person in found}
        return found, [number for number in said if number not in known]


class ExpectedDigestForm(forms.Form):
    """The digest of the result that was seen when closing a session."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


def build_session_plan(held: SessionDetailsForm, days: Any) -> SessionPlan:
    """Return the session plan from the two, both valid."""
    given = held.cleaned_data
    lines = [line.cleaned_data for line in days if line.cleaned_data.get("on")]
    return SessionPlan(
        days=[
            (_moment(line["on"], line["begins"]), _moment(line["on"], line["ends"]))
            for line in lines
        ],
        seats=given["seats"],
        room=given["room"],
        places=held.read_texts("place"),
        teacher=given["teacher"],
        bring=given["bring"],
    )


def build_details_initial(session: Session) -> dict[str, Any]:
    """Return the details of ``session`` as initial data of a form."""
    return {
        **{name: getattr(session, name) for name in ("seats", "room", "bring")},
        **name_inputs("place", session.own_places),
        "teacher": session.teacher.staff_number if session.teacher else "",
    }


def build_days_initial(session: Session) -> list[dict[str, Any]]:
    """Return the days of ``session`` as initial data of a formset."""
    return [
        {
            "on": day.on,
            "begins": timezone.localtime(day.starts_at).time(),
            "ends": timezone.localtime(day.ends_at).time(),
        }
        for day in session.days
    ]


def _moment(on: Any, at: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))

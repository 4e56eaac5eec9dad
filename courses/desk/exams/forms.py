"""Forms for exams."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.assessment.attempts.extra_time import MOST_MINUTES, MOST_PERCENT
from courses.assessment.attempts.time_allowances import MOST_MINUTES as MOST_ALLOWED
from courses.assessment.models import PLANNING_ROLES, PaperVersion, Sitting
from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import build_reason_field
from courses.desk.kit.entry_fields import StaffNumberField
from courses.desk.kit.filter_fields import CourseField, EstablishmentField
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models import Establishment, Remit, StaffMember, in_force

TIME = {"type": "time", "class": "width-s"}


class LearnerSearchForm(forms.Form):
    """A learner’s service number; sent by POST, so that it appears in no address."""

    number = StaffNumberField(
        _("Service number"),
        unknown=_(
            "Nobody in your remit has this number. Check each digit and try again."
        ),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number: Any = self.fields["number"]
        number.people = StaffMember.objects.in_remit_of(by, roles=(Role.TRAINER,))


class FurtherAttemptForm(forms.Form):
    """The day of the conversation, and why one more attempt is right."""

    spoken_on = DayField(
        _("Date of the conversation"),
        initial=timezone.localdate,
    )
    reason = build_reason_field(
        _("What you agreed with the learner. They can read it in their record.")
    )


class ExtraTimeForm(forms.Form):
    """The amount of extra time, its first and last day, and the reason."""

    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("For each exam. Leave it empty if you enter a percentage."),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    percent = forms.IntegerField(
        label=_("Percentage of the exam time"),
        help_text=_("25 adds ten minutes to a 40-minute exam."),
        min_value=1,
        max_value=MOST_PERCENT,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    starts_on = DayField(
        _("First day"),
        initial=timezone.localdate,
    )
    ends_on = DayField(_("Last day"))
    reason = build_reason_field(
        _(
            "Do not include a diagnosis. The number of the decision or "
            "document is enough."
        )
    )


class InvigilatorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of invigilators, by name and service number."""

    def label_from_instance(self, user: Any) -> str:
        person = getattr(user, "staff_member", None)
        name = f"{person.short_name}, " if person else ""
        return f"{name}{user.staff_number}"


class SittingWindowForm(forms.Form):
    """The time window of a sitting."""

    opens_on = DayField(_("Opens on"))
    opens = forms.TimeField(
        label=_("Opens at"), widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    closes_on = DayField(
        _("Closes on"),
        help_text=_("Leave it empty for the same day."),
        required=False,
    )
    closes = forms.TimeField(
        label=_("Closes at"),
        help_text=_("Attempts still open at that time are handed in automatically."),
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Combine days and times into the moments of the window."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        day, time = given.get("opens_on"), given.get("opens")
        until = given.get("closes")
        if day and time and until:
            last = given.get("closes_on") or day
            given["opens_at"] = timezone.make_aware(datetime.combine(day, time))
            given["closes_at"] = timezone.make_aware(datetime.combine(last, until))
        return given


class SittingForm(SittingWindowForm):
    """A sitting: exam, establishment, window and invigilator."""

    course = CourseField(
        Course.objects.open().filter(
            pk__in=PaperVersion.objects.values("version__unit__course")
        )
    )
    establishment = EstablishmentField(help_text=_("Includes its units."))
    field_order = ("course", "establishment")

    invigilator = InvigilatorField(
        label=_("Invigilator"),
        help_text=_(
            "The invigilator gets the code without which nobody can start. "
            "Without an invigilator, the exam is simply open during this "
            "time."
        ),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        places = Establishment.objects.visible_to(by, roles=PLANNING_ROLES)
        held = Remit.objects.filter(
            in_force(timezone.localdate()),
            role=Role.INVIGILATOR,
            establishment__in=places.order_by().values("pk"),
        )
        fields["establishment"].queryset = places
        fields["invigilator"].queryset = User.objects.filter(
            is_active=True, pk__in=held.values("user")
        ).select_related("staff_member")


class SittingMoveForm(SittingWindowForm):
    """The new window of a sitting, and the reason."""

    reason = build_reason_field(
        _("It stays in the audit log; learners see the new time.")
    )


class InvigilatorChangeForm(forms.Form):
    """The new invigilator of a sitting, and the reason."""

    invigilator = InvigilatorField(
        label=_("New invigilator"), queryset=User.objects.none()
    )
    reason = build_reason_field()

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        """Offer the invigilators at the place of ``sitting``, except the current one."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        upwards = [
            sitting.establishment.path[:end]
            for end in range(
                Establishment.steplen,
                len(sitting.establishment.path) + 1,
                Establishment.steplen,
            )
        ]
        held = Remit.objects.filter(
            in_force(timezone.localdate()),
            role=Role.INVIGILATOR,
            establishment__path__in=upwards,
        )
        offered = User.objects.filter(is_active=True, pk__in=held.values("user"))
        fields["invigilator"].queryset = offered.exclude(
            sittings=sitting
        ).select_related("staff_member")


class RestoredMinutesForm(forms.Form):
    """The minutes to give back, and why; ``seen`` is the end that the page showed."""

    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=MOST_ALLOWED,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    reason = build_reason_field(
        _("What failed, and for how long. The candidate will read this.")
    )
    seen = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"], widget=forms.HiddenInput
    )

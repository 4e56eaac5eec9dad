"""Forms for remits: a filter, a grant, an end."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.entry_fields import StaffNumberField
from courses.desk.kit.filter_fields import CourseField, EstablishmentField
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models import Establishment
from elearning.staff.remit_grants import REMIT_ROLES

_ROLES = [(role.value, role.label) for role in REMIT_ROLES]


class RemitFilter(forms.Form):
    """Filter of remits."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("All")), *_ROLES], required=False
    )
    establishment = EstablishmentField(
        Establishment.objects.all(),
        required=False,
        empty_label=_("All"),
    )
    ended = forms.BooleanField(label=_("Include those that have ended"), required=False)


class RemitHolderForm(ReasonForm):
    """The holder of a remit, its first and its last day, and the reason."""

    number = StaffNumberField(
        _("Service number"),
        unknown=_("No account has this number. Check each digit and try again."),
        people=User.objects.all(),
    )
    starts_on = DayField(
        _("First day"),
        initial=timezone.localdate,
    )
    ends_on = DayField(
        _("Last day"),
        help_text=_("Leave it empty if the end is not known."),
        required=False,
    )


class RemitGrantForm(RemitHolderForm):
    """A remit over a part of the service, in a role."""

    field_order = ("number", "role", "establishment", "starts_on", "ends_on", "reason")

    role = forms.ChoiceField(label=_("Role"), choices=_ROLES)
    establishment = EstablishmentField(
        Establishment.objects.all(), help_text=_("Includes its units.")
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class CourseRemitGrantForm(RemitHolderForm):
    """A trainer’s remit over a course."""

    field_order = ("number", "course", "starts_on", "ends_on", "reason")

    course = CourseField(
        Course.objects.order_by("code"),
        required=False,
        empty_label=_("All courses"),
    )


class RemitEndForm(ReasonForm):
    """The last day of a remit, with a reason."""

    field_order = ("on", "reason")

    on = DayField(
        _("Last day"),
        initial=timezone.localdate,
    )

    def clean_on(self) -> Any:
        """Refuse a day that has passed: the remit was used on it."""
        if self.cleaned_data["on"] < timezone.localdate():
            raise forms.ValidationError(
                _("This day has passed. Choose today or a later one.")
            )
        return self.cleaned_data["on"]

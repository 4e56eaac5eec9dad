"""Forms for people: search, course assignment, exemption, change of name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.compliance.models import Exemption
from courses.desk.kit.date_fields import (
    DayField,
    DayInput,
    check_day_not_past,
    check_exemption_end,
)
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from courses.desk.kit.filter_fields import CourseField
from courses.models import Course


class PersonSearchForm(forms.Form):
    """A search for people; posted, so that no name appears in an address."""

    words = forms.CharField(
        label=_("Service number or family name"),
        max_length=100,
        error_messages={
            "required": _("Type a service number or the start of a family name.")
        },
    )


class CourseAssignmentForm(forms.Form):
    """A course and the day by which it is to be completed."""

    course = CourseField(Course.objects.open())
    due = DayField(_("Due date"), validators=[check_day_not_past])


class ExemptionDecisionForm(SecondPersonForm):
    """The second officer’s decision on the full period of an exemption."""

    confirming = _("Confirm: it lasts for the full period requested")
    declining = _("Decline: it lasts only as long as one officer can grant")


class ExemptionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An exemption: the course, the ground, the first and the last day."""

    course = CourseField(Course.objects.order_by("code"), to_field_name=None)

    class Meta:
        model = Exemption
        fields = ["course", "kind", "starts_on", "ends_on", "open_because", "reason"]
        labels = {
            "ends_on": _("Last day"),
            "open_because": _("Why there is no last day"),
        }
        help_texts = {
            "ends_on": _(
                "It ends automatically after this day. If it would last more "
                "than a year from today, including earlier exemptions, a second "
                "officer must confirm it."
            ),
            "open_because": _(
                "Only if no last day is given. It ends after a year unless a "
                "second officer confirms it."
            ),
        }
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "open_because": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """Require either the last day or the reason why there is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        check_exemption_end(self, "ends_on")
        return given


class NameChangeForm(ReasonForm):
    """A new name of a person, with the reason for the change."""

    family_name = forms.CharField(label=_("Family name"), max_length=100)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    field_order = ("family_name", "given_name", "patronymic", "reason")


class NameChangeDecisionForm(SecondPersonForm):
    """The decision on a proposed name, with a reason."""

    confirming = _("Confirm: the name changes, and certificates in force are reissued")


class InitialNameDecisionForm(NameChangeDecisionForm):
    """An officer’s decision to take up a name from a list in the folder."""

    confirming = _(
        "Confirm: the name will change once another officer also confirms it"
    )

"""Forms for training rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compliance.models import Requirement
from courses.desk.kit.date_fields import DayField, DayInput, check_day_not_past
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.entry_fields import StaffNumberField
from courses.desk.kit.filter_fields import CourseField, EstablishmentField
from courses.models import Course
from elearning.languages import LanguageInputs, TranslatedForm
from elearning.staff.models import Establishment

_NUMBER = {"class": "width-s"}


class TrainingRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The course, the people who need it, the validity of a pass, and the deadline."""

    course = CourseField(
        label=gettext_lazy("Course or external qualification"),
        to_field_name=None,
    )
    establishment = EstablishmentField(
        label=gettext_lazy("Only at and under"),
        required=False,
        empty_label=gettext_lazy("Everywhere in the service"),
        to_field_name=None,
    )
    fixed_month = forms.TypedChoiceField(
        label=gettext_lazy("Month of the fixed day"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), *MONTHS.items()],
    )

    class Meta:
        model = Requirement
        fields = [
            *("course", "post", "category", "establishment", "kind"),
            *("with_acting", "least_share", "appointed_from"),
            *("months", "expiry", "fixed_day", "fixed_month"),
            *("first_due_days", "window_days", "grace_days", "starts_on", "ends_on"),
        ]
        labels = {
            "post": gettext_lazy("Position"),
            "category": gettext_lazy("Category of positions"),
            "starts_on": gettext_lazy("From"),
            "ends_on": gettext_lazy("To"),
        }
        help_texts = {
            "category": gettext_lazy(
                "Choose a position or a category. If you choose neither, the "
                "rule applies to everyone."
            ),
            "window_days": gettext_lazy("The status is “due” for this many days."),
            "first_due_days": gettext_lazy(
                "Anyone coming from another post in the service gets at least 60 days."
            ),
            "ends_on": gettext_lazy("If empty: until someone ends the rule."),
        }
        widgets = {
            **{name: DayInput() for name in ("appointed_from", "starts_on", "ends_on")},
            **{
                name: forms.NumberInput(attrs=_NUMBER)
                for name in ("least_share", "months", "fixed_day")
            },
            **{
                name: forms.NumberInput(attrs=_NUMBER)
                for name in ("first_due_days", "window_days", "grace_days")
            },
            "expiry": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        on = timezone.localdate()
        fields["course"].queryset = Course.objects.filter(closed_at=None)
        fields["course"].disabled = self.instance.pk is not None
        open_places = Q(closed_on=None) | Q(closed_on__gte=on)
        fields["establishment"].queryset = Establishment.objects.filter(open_places)
        fields["post"].empty_label = fields["category"].empty_label = "—"

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield the fields in groups, each with the question that it answers."""
        names = self.Meta.fields
        heads = [
            (_("What is required, and of whom"), names[:5]),
            (_("Only under these conditions"), names[5:8]),
            (_("How long a pass counts"), names[8:12]),
            (_("By when, and from when"), names[12:]),
        ]
        for head, group in heads:
            yield head, [self[name] for name in group]

    def clean_starts_on(self) -> date:
        """Refuse a day that has passed: rules do not change retroactively."""
        starts_on: date = self.cleaned_data["starts_on"]
        return check_day_not_past(starts_on)

    def clean(self) -> dict[str, Any]:
        """Clear the fixed day unless passes count until one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("expiry") != Requirement.Expiry.FIXED:
            given["fixed_month"] = given["fixed_day"] = None
        return given


class TrainingRuleEndForm(forms.Form):
    """The last day of a rule."""

    # Rules do not end retroactively.
    on = DayField(gettext_lazy("Last day"), validators=[check_day_not_past])


class RuleDraftSaveForm(ReasonForm):
    """The reason for a change, and the digest of the preview that was read."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The order or decision behind it, with its number and date."
        )


class RuleExampleForm(forms.Form):
    """The person for a worked example; posted, so that no number is in an address."""

    staff_number = StaffNumberField(
        gettext_lazy("Service number"),
        unknown=gettext_lazy(
            "Nobody in your remit has this service number. Check the number."
        ),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number: Any = self.fields["staff_number"]
        number.people = people


class QualificationForm(TranslatedForm, forms.ModelForm):  # type: ignore[type-arg]
    """An outside qualification: code, title in each language, validity."""

    translated = (LanguageInputs("title", gettext_lazy("Title")),)
    field_order = ("code", *translated[0].names, "validity_months")

    class Meta:
        model = Course
        fields = ["code", "validity_months"]
        labels = {"validity_months": gettext_lazy("Valid for, in months")}
        help_texts = {
            "code": gettext_lazy("Latin letters, digits and hyphens: FIRST-AID."),
            "validity_months": gettext_lazy(
                "As on its certificate; 1200 if it never expires."
            ),
        }
        widgets = {
            "code": forms.TextInput(attrs=_NUMBER),
            "validity_months": forms.NumberInput(attrs=_NUMBER | {"min": 1}),
        }


class TrainingRuleFilter(forms.Form):
    """Filter of rules; every field may stay empty."""

    IN_FORCE, PLANNED, ENDED = "in-force", "planned", "ended"
    KINDS = {
        "course": gettext_lazy("Courses"),
        "external": gettext_lazy("External qualifications"),
        "guideline": gettext_lazy("Guidelines to be read"),
    }

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("In force or planned")),
            (IN_FORCE, gettext_lazy("In force")),
            (PLANNED, gettext_lazy("Planned")),
            (ENDED, gettext_lazy("Ended")),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is required"),
        required=False,
        choices=[("", gettext_lazy("All")), *KINDS.items()],
    )

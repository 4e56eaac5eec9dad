"""Forms for exceptions from training rules: the filter, and the decision."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compliance.models import Requirement, RuleException
from courses.compliance.rule_exceptions import (
    RuleExceptionDecision,
    compute_latest_day,
    explain_latest_day,
)
from courses.desk.kit import access
from courses.desk.kit.date_fields import DayField, check_exemption_end
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.filter_fields import build_establishment_field
from elearning.accounts.models import User
from elearning.staff.models import (
    Appointment,
    Establishment,
    StaffMember,
    in_force,
)


class TrainingRuleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A rule, labelled with its course and the group that it applies to."""

    def label_from_instance(self, rule: Any) -> str:
        asked_of = rule.post or rule.category
        whom = asked_of.title if asked_of else _("Everybody")
        return f"{rule.course.code} — {whom}"


class RuleExceptionFilter(forms.Form):
    """Filter of exceptions; every field may stay empty."""

    rule = TrainingRuleField(
        label=gettext_lazy("Training rule"),
        queryset=Requirement.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Why the date is not possible"),
        required=False,
        choices=[("", gettext_lazy("All")), *RuleException.Ground.choices],
    )
    establishment = build_establishment_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        open_ones = list_waiting_exceptions(user).order_by().values("requirement")
        fields["rule"].queryset = Requirement.objects.filter(
            pk__in=open_ones
        ).select_related("course", "post", "category")
        fields["establishment"].queryset = Establishment.objects.visible_to(user)

    def selected(self, user: User) -> QuerySet[RuleException]:
        """Return the open exceptions that pass the filter; none if it is invalid."""
        found = list_waiting_exceptions(user)
        if not self.is_valid():
            return found.none()
        given = self.cleaned_data
        if rule := given.get("rule"):
            found = found.filter(requirement=rule)
        if ground := given.get("ground"):
            found = found.filter(ground=ground)
        if place := given.get("establishment"):
            held = Appointment.objects.filter(
                in_force(timezone.localdate()),
                establishment__path__startswith=place.path,
            )
            found = found.filter(learner__in=held.values("staff_member"))
        return found


class RuleExceptionDecisionForm(ReasonForm):
    """The decision on exceptions, with a reason; ``count`` is the number shown."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (
                RuleException.Outcome.DATE.value,
                gettext_lazy("Another date: to be passed by the date below"),
            ),
            (
                RuleException.Outcome.KEEP.value,
                gettext_lazy(
                    "The date set by the rule; after an absence, 30 or 60 days as "
                    "for everyone"
                ),
            ),
            (
                RuleException.Outcome.EXEMPT.value,
                gettext_lazy("Not required: exempt until the date below"),
            ),
        ],
        error_messages={"required": gettext_lazy("Choose the decision.")},
    )
    day = DayField(
        gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy(
            "The other date can be a year from today at most. An exemption "
            "lasts a year at most unless a second officer confirms it."
        ),
    )
    open_because = forms.CharField(
        label=gettext_lazy("Why there is no last day"),
        help_text=gettext_lazy(
            "Only for an exemption without a last day. It ends after a year "
            "unless a second officer confirms it."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    count = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("outcome", "day", "open_because", "reason", "count")

    def clean(self) -> dict[str, Any]:
        """Require a day for a new date, and refuse one if the rule’s date stays.

        The day must not have passed; a new date must not be too late.
        """
        given: dict[str, Any] = super().clean() or self.cleaned_data
        outcome, day = given.get("outcome"), given.get("day")
        if outcome == RuleException.Outcome.DATE and day is None:
            self.add_error("day", _("Enter the day by which it must be passed."))
        if outcome == RuleException.Outcome.EXEMPT:
            check_exemption_end(self, "day")
        if outcome == RuleException.Outcome.KEEP and day is not None:
            self.add_error(
                "day", _("The date set by the rule stays. Leave this field empty.")
            )
        if day is not None and day < timezone.localdate():
            self.add_error(
                "day", _("This day has passed. Choose today or a later day.")
            )
        is_dated = outcome == RuleException.Outcome.DATE
        if (
            is_dated
            and day is not None
            and day > compute_latest_day(timezone.localdate())
        ):
            self.add_error("day", explain_latest_day())
        return given

    @property
    def decision(self) -> RuleExceptionDecision:
        given = self.cleaned_data
        outcome = RuleException.Outcome(given["outcome"])
        is_dated = outcome == RuleException.Outcome.DATE
        return RuleExceptionDecision(
            outcome,
            given["reason"],
            due_on=given["day"] if is_dated else None,
            until=None if is_dated else given["day"],
            open_because=given["open_because"],
        )


def list_waiting_exceptions(user: User) -> QuerySet[RuleException]:
    """Return the open exceptions of current rules in the remit of ``user``.

    The user’s own are excluded: somebody else decides on those.
    """
    people = StaffMember.objects.in_remit_of(user, roles=access.PERSONNEL)
    lasting = Q(requirement__ends_on=None) | Q(
        requirement__ends_on__gte=timezone.localdate()
    )
    found = RuleException.objects.open().filter(
        lasting, learner__in=people.values("pk")
    )
    return found.exclude(learner__user=user).select_related(
        "learner",
        "requirement__course",
        "requirement__post",
        "requirement__category",
    )

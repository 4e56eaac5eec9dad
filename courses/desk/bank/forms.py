"""What the desk asks about questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import LeakDecision, State
from courses.assessment.states import CHOSEN
from courses.desk.accounts import ReasonForm
from courses.models import Course, Unit


class BankFilter(forms.Form):
    """Which questions to list; every field may stay empty."""

    words = forms.CharField(label=_("Code or words"), max_length=100, required=False)
    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *State.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses that have questions."""
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = Course.objects.filter(
            pk__in=Unit.objects.filter(kind=Unit.Kind.QUESTION).values("course")
        )


class StateForm(ReasonForm):
    """The state a question comes into, and why."""

    state = forms.ChoiceField(
        label=_("State"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the states of the list.")},
    )
    exception = forms.BooleanField(
        label=_("Make it live although its trial has not shown enough"),
        help_text=_("An exception is kept with your name and the reason."),
        required=False,
    )
    field_order = ("state", "exception", "reason")

    def __init__(self, *args: Any, now: State, may_except: bool, **kwargs: Any) -> None:
        """Offer what is open from the state ``now``, and an exception where one is due."""
        super().__init__(*args, **kwargs)
        states: Any = self.fields["state"]
        states.choices = [
            (state.value, state.label)
            for state in CHOSEN
            if state != now and (now, state) != (State.DRAFT, State.LIVE)
        ]
        if not may_except:
            del self.fields["exception"]


class DecisionForm(ReasonForm):
    """What becomes of the results, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=LeakDecision.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the results.")},
    )
    field_order = ("decision", "reason")

"""Forms of the question bank."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.assessment.bank import question_folders
from courses.assessment.bank.question_states import CHOSEN
from courses.assessment.models import (
    Filing,
    LeakDecision,
    QuestionState,
    list_bank_questions,
)
from courses.assessment.paper_blueprint import Difficulty
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from courses.desk.kit.filter_fields import build_course_field
from courses.models import Course
from elearning.accounts.models import User
from elearning.languages import CODES, OWN_NAMES


class BankFilter(forms.Form):
    """Filter of questions; every field may stay empty."""

    words = forms.CharField(label=_("Code or words"), max_length=100, required=False)
    course = build_course_field()
    outcome = forms.IntegerField(
        label=_("Outcome number"), required=False, min_value=1, max_value=999
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *QuestionState.choices],
        required=False,
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        choices=[("", _("All")), *Difficulty.choices],
        required=False,
    )
    clause = forms.CharField(
        label=_("Cited clause"),
        help_text=_("For example: NMR 43."),
        max_length=100,
        required=False,
    )
    lacks = forms.ChoiceField(
        label=_("Missing or outdated in"),
        choices=[("", _("All")), *((one, OWN_NAMES[one]) for one in CODES)],
        required=False,
    )
    folder = forms.ChoiceField(label=_("Folder"), required=False)
    tag = forms.CharField(label=_("Tag"), max_length=40, required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)

    def __init__(self, *args: Any, reader: User, sorts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Filing.objects.visible_to(reader).exclude(folder="")
        kept = seen.values_list("folder", flat=True)
        folders: Any = self.fields["folder"]
        folders.choices = [
            ("", _("All")),
            *((one, one) for one in question_folders.list_folders(kept.distinct())),
        ]
        order: Any = self.fields["sort"]
        order.choices = sorts
        courses: Any = self.fields["course"]
        courses.queryset = Course.objects.filter(
            pk__in=list_bank_questions(reader).values("course")
        )


class ExpectedForm(forms.Form):
    """The mark of what the page showed, sent back; a missing one never matches."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)


class QuestionStateForm(ExpectedForm, ReasonForm):
    """The new state of a question, and the reason."""

    state = forms.ChoiceField(
        label=_("State"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the states in the list.")},
    )
    exception = forms.BooleanField(
        label=_("Make it live although its trial has not shown enough"),
        help_text=_("An exception is kept with your name and the reason."),
        required=False,
    )
    field_order = ("state", "exception", "reason")

    def __init__(
        self, *args: Any, now: QuestionState, may_except: bool, **kwargs: Any
    ) -> None:
        """Offer the states reachable from ``now``, and an exception if one is needed."""
        super().__init__(*args, **kwargs)
        states: Any = self.fields["state"]
        states.choices = [
            (state.value, state.label)
            for state in CHOSEN
            if state != now
            and (now, state) != (QuestionState.DRAFT, QuestionState.LIVE)
        ]
        if not may_except:
            del self.fields["exception"]


class QuestionStateDecisionForm(ExpectedForm, SecondPersonForm):
    """Decision on a proposed state, and the reason."""

    confirming = _("Confirm: the new state applies from now on")


class StateWithdrawalForm(ExpectedForm, ReasonForm):
    """Reason for withdrawing a proposed state."""


class QuarantineLiftForm(ExpectedForm, ReasonForm):
    """Reason for lifting a quarantine."""


class LeakDecisionForm(ExpectedForm, ReasonForm):
    """Decision on the results, and the reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=LeakDecision.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the results.")},
    )
    field_order = ("decision", "reason")


class FilingSelectionForm(forms.Form):
    """The questions selected in the list, by key."""

    key = forms.TypedMultipleChoiceField(coerce=UUID)

    def __init__(self, data: QueryDict) -> None:
        """Accept any keys: the bank checks which ones the user may read."""
        super().__init__(data)
        keys: Any = self.fields["key"]
        keys.choices = [(one, one) for one in data.getlist("key")]


class FilingForm(forms.Form):
    """The folder of a question, and its tags."""

    folder = forms.CharField(
        label=_("Folder"),
        help_text=_(
            "A new name makes a new folder. Folders inside folders: Law/Torture."
        ),
        max_length=200,
        required=False,
    )
    tags = forms.CharField(
        label=_("Tags"),
        help_text=_("Words, separated by commas: search, night."),
        max_length=400,
        required=False,
    )

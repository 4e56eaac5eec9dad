"""What the desk asks about corrections of keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.corrections import key_corrections
from courses.assessment.models import (
    KeyCorrection,
    QuestionVersion,
    RegradingReview,
)
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm


class KeyCorrectionForm(ReasonForm):
    """What is corrected, and why; answers and points are given in forms of their own."""

    effect = forms.ChoiceField(
        label=_("What to change"),
        choices=KeyCorrection.Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to change.")},
    )
    field_order = ("effect", "reason")

    def __init__(self, *args: Any, question: QuestionVersion, **kwargs: Any) -> None:
        """Offer what can be corrected in a question."""
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["effect"]
        offered.choices = [
            (effect.value, effect.label)
            for effect in key_corrections.list_possible_effects(question)
        ]


class KeyCorrectionDecisionForm(SecondPersonForm):
    """Whether a correction is confirmed, and why."""

    confirming = _("Confirm: the results will be recalculated")


class LostPassReviewForm(ReasonForm):
    """What becomes of a pass, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=RegradingReview.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the pass.")},
    )
    field_order = ("decision", "reason")

    def clean_decision(self) -> Any:
        return RegradingReview.Decision(self.cleaned_data["decision"])

"""Forms for corrections of keys."""

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
    """The kind of correction, and the reason; answers and points have their own forms."""

    effect = forms.ChoiceField(
        label=_("What to change"),
        choices=KeyCorrection.Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to change.")},
    )
    field_order = ("effect", "reason")

    def __init__(self, *args: Any, question: QuestionVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["effect"]
        offered.choices = [
            (effect.value, effect.label)
            for effect in key_corrections.list_possible_effects(question)
        ]


class KeyCorrectionDecisionForm(SecondPersonForm):
    """Decision on a correction, and the reason."""

    confirming = _("Confirm: the results will be recalculated")


class LostPassReviewForm(ReasonForm):
    """Decision on a lost pass, and the reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=RegradingReview.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the pass.")},
    )
    field_order = ("decision", "reason")

    def clean_decision(self) -> Any:
        return RegradingReview.Decision(self.cleaned_data["decision"])

"""What the desk asks about corrections of keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.corrections.correcting import ANSWERED
from courses.assessment.models import KeyCorrection, RegradingReview
from courses.desk.accounts import ReasonForm


class ProposalForm(ReasonForm):
    """What is corrected, and why; the right answer is given in the question's own form."""

    effect = forms.ChoiceField(
        label=_("What is to change"),
        choices=KeyCorrection.Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to change.")},
    )
    field_order = ("effect", "reason")

    def __init__(self, *args: Any, takes_answer: bool, **kwargs: Any) -> None:
        """Offer another right answer only where an answer makes a key."""
        super().__init__(*args, **kwargs)
        self.takes_answer = takes_answer
        effects: Any = self.fields["effect"]
        effects.choices = [
            (name, words)
            for name, words in KeyCorrection.Effect.choices
            if takes_answer or name not in ANSWERED
        ]


class DecisionForm(ReasonForm):
    """Whether a correction is confirmed, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("confirm", _("Confirm: the results are counted anew")),
            ("decline", _("Decline: everything stays as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you confirm or decline.")},
    )
    field_order = ("decision", "reason")

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data["decision"] == "confirm")


class ReviewForm(ReasonForm):
    """What becomes of a pass, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=RegradingReview.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the pass.")},
    )
    field_order = ("decision", "reason")

    def clean_decision(self) -> Any:
        return RegradingReview.Decision(self.cleaned_data["decision"])

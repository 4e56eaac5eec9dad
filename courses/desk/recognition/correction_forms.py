"""Forms for corrections and withdrawals of passes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from courses.records.completions.completion_correction import CorrectionRequest
from courses.records.models import Completion, Withdrawal

_CENT = Decimal("0.0001")


class PassCorrectionForm(ReasonForm):
    """The corrected pass, with a reason; ``seen`` identifies the effect shown."""

    passed_on = DayField(
        _("Date passed"),
        error_messages={"required": _("Enter the correct date.")},
    )
    expires_on = DayField(
        _("Valid until"),
        help_text=_("The last valid day given on the document."),
        required=False,
    )
    result = forms.DecimalField(
        label=_("Result in per cent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "width-s", "step": "any"}),
        error_messages={"required": _("Enter the result in per cent, from 0 to 100.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("passed_on", "expires_on", "result", "reason", "seen")

    def __init__(self, *args: Any, completion: Completion, **kwargs: Any) -> None:
        """Start from the recorded values; drop fields that the pass does not have."""
        first: dict[str, Any] = {"passed_on": completion.passed_on}
        if completion.score is not None:
            first["result"] = (completion.score * 100).quantize(Decimal("0.01"))
        first["expires_on"] = completion.expires_on
        super().__init__(*args, **kwargs)
        self.initial = first
        if completion.basis != Completion.Basis.EXTERNAL:
            del self.fields["expires_on"]
        if completion.score is None:
            del self.fields["result"]
        self.before = completion

    def wanted(self) -> CorrectionRequest:
        """Return the corrected values; an unchanged result keeps all its digits."""
        given = self.cleaned_data
        result, score = given.get("result"), self.before.score
        if result is not None and "result" in self.changed_data:
            score = (result / 100).quantize(_CENT)
        return CorrectionRequest(given["passed_on"], score, given.get("expires_on"))


def build_authority_field(label: Any, required: Any) -> forms.CharField:
    """Return the field for the office that withdraws a pass or a certificate."""
    return forms.CharField(
        label=label,
        help_text=_("An office, not a person: “Training department of the Committee”."),
        max_length=200,
        error_messages={"required": required},
    )


class PassWithdrawalForm(ReasonForm):
    """The ground for withdrawing a pass, the authority, and the reason."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Withdrawal.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    authority = build_authority_field(
        _("Authority withdrawing the pass"),
        _("Name the office that withdraws the pass."),
    )
    field_order = ("ground", "authority", "reason")


class PassCorrectionDecisionForm(SecondPersonForm):
    """The decision on a correction; ``seen`` identifies the effect shown."""

    confirming = _(
        "Confirm: the record is corrected today, and certificates are replaced"
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PassWithdrawalDecisionForm(PassCorrectionDecisionForm):
    """The decision on a withdrawal, with a reason."""

    confirming = _("Confirm: the pass no longer counts from today")


class PassCorrectionFilter(forms.Form):
    """Filter of corrections."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("waiting", _("Waiting for a second person")),
            ("confirmed", _("Confirmed")),
            ("declined", _("Declined")),
        ],
        required=False,
    )

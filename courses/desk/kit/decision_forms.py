"""Forms for the reason of an action, and for the decision of a second person."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def build_reason_field(help_text: Any = "") -> forms.CharField:
    """Return the field for the reason of an action."""
    return forms.CharField(
        label=_("Reason"),
        help_text=help_text,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give the reason; an inspection will ask for it.")
        },
    )


class ReasonForm(forms.Form):
    """The reason of an action."""

    reason = build_reason_field()


class SecondPersonForm(ReasonForm):
    """Decision on a proposal, and the reason.

    Subclasses set ``confirming`` and may set ``declining``, the labels of the two choices.
    """

    confirming: "StrPromise"
    declining: "StrPromise" = _("Decline: everything stays as it is")

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you confirm or decline.")},
    )
    field_order = ("decision", "reason")

    def __init__(self, *args: Any, may_confirm: bool = True, **kwargs: Any) -> None:
        """Offer to confirm, unless ``may_confirm`` is false, and to decline."""
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["decision"]
        confirming = [("confirm", self.confirming)] if may_confirm else []
        offered.choices = [*confirming, ("decline", self.declining)]

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data["decision"] == "confirm")


class ProposalWithdrawalForm(ReasonForm):
    """Reason for withdrawing one’s own proposal."""

    withdraw = forms.BooleanField(
        widget=forms.HiddenInput,
        initial=True,
        error_messages={
            "required": _("You proposed this, so you can only withdraw it.")
        },
    )

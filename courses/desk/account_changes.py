"""The forms of what takes two administrators: central roles, a lost second step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.accounts import ReasonForm
from courses.desk.deciding import SecondPersonForm
from elearning.accounts.models import AccountChange
from elearning.accounts.roles import CENTRAL_ROLES


class CentralRolesForm(ReasonForm):
    """Which central roles somebody is to hold, and why."""

    roles = forms.MultipleChoiceField(
        label=_("Roles for the whole service"),
        choices=[(role.value, role.label) for role in CENTRAL_ROLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("roles", "reason")


class ChangeDecisionForm(SecondPersonForm):
    """Whether a proposed change of an account is made, and why."""

    confirming = _("Confirm: the change is made now")

    def __init__(self, *args: Any, change: AccountChange, **kwargs: Any) -> None:
        """Say what confirming this change brings with it."""
        super().__init__(*args, **kwargs)
        self.fields["decision"].help_text = (
            _(
                "Speak with the person first, and be sure that it is they who lost the "
                "telephone or key. Once confirmed, print a letter with a new code: with "
                "it they set the password and the second step anew."
            )
            if change.kind == AccountChange.Kind.SECOND_FACTOR
            else _(
                "Once confirmed, the person is signed out, and codes issued for the account "
                "open nothing any more. With a new role, print a letter with a new code: "
                "password and second step are set anew."
            )
        )

"""Forms for accounts, and for account changes that take two administrators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.accounts.account_access import WORDS
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from elearning.accounts.models import AccountChange
from elearning.accounts.roles import CENTRAL_ROLES


class AccountFilter(forms.Form):
    """Filter of the list of accounts, by state."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            *((state.value, words) for state, words in WORDS.items()),
        ],
        required=False,
    )


class NewAccountForm(forms.Form):
    """A new learner account, with an email address if there is one.

    Further roles come with a remit, or from two administrators.
    """

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Leave this empty for people without e-mail; they get a letter."),
        required=False,
    )


class CentralRolesForm(ReasonForm):
    """The central roles that an account is to have, and the reason."""

    roles = forms.MultipleChoiceField(
        label=_("Roles for the whole service"),
        choices=[(role.value, role.label) for role in CENTRAL_ROLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("roles", "reason")


#: Consequences of confirming each kind of change.
_MEANING = {
    AccountChange.Kind.ROLES: _(
        "Once confirmed, the person is signed out, and codes issued for "
        "the account stop working. For a new role, print a letter with a "
        "new code: the password and second step are set again."
    ),
    AccountChange.Kind.SECOND_FACTOR: _(
        "Speak to the person first, and make sure that it was really "
        "they who lost the phone or key. Once confirmed, print a letter "
        "with a new code: they use it to set the password and second "
        "step again."
    ),
    AccountChange.Kind.CLOSING: _(
        "Once confirmed, the person has no role for the whole service "
        "and can no longer sign in. Two administrators can open the "
        "account again."
    ),
    AccountChange.Kind.OPENING: _(
        "Speak to the person first. Once confirmed, print a letter with "
        "a new code: they use it to set the password and second step "
        "again. Roles for the whole service do not come back with the "
        "account."
    ),
}


class AccountChangeDecisionForm(SecondPersonForm):
    """Decision on a proposed account change, and the reason."""

    confirming = _("Confirm: the change is made now")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """Show the consequences of confirming a change of this ``kind``."""
        super().__init__(*args, **kwargs)
        self.fields["decision"].help_text = _MEANING[AccountChange.Kind(kind)]

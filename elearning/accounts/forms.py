"""Forms of the door."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from elearning.accounts import (
    password_reset,
    second_factor,
    sign_in_attempts,
)
from elearning.accounts.models import User
from elearning.accounts.reset_tokens import RoleAwareTokenGenerator
from elearning.audit import audit_log


class _Plain(forms.Form):
    """A form of allauth whose fields do not repeat their labels inside themselves.

    Grey words in a field look like something typed, and go when something is (WCAG 3.3.2).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _NewPassword(_Plain):
    """A form of allauth that saves a password only where what it checked still holds."""

    user: User
    action: ClassVar[str]

    def save(self) -> None:
        """Set the new password, and tell the trail of it.

        Where the account was closed meanwhile, or has another password, nothing is saved,
        and whoever asked is led to the page again, which answers as things are now.
        """
        before = self.user.password
        self.user.set_password(self.cleaned_data["password1"])  # nobody waits for it
        with transaction.atomic():
            kept = User.objects.select_for_update(no_key=True).get(pk=self.user.pk)
            if kept.password != before or not self._is_open(kept):
                raise ImmediateHttpResponse(redirect(context.request.path))
            self.user.save(update_fields=["password"])
            audit_log.record_action(self.action, by=self.user, on=self.user)

    def _is_open(self, kept: User) -> bool:
        return kept.is_active


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password so far, and the new one twice."""

    action = "accounts.password_changed"

    def clean_oldpassword(self) -> str:
        """Count wrong ones as at the sign-in, which a session left open would go around."""
        old: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("enter_current_password")
        return old


class ResetPasswordForm(_Plain, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password goes."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the worker mail it; whether anybody has the address is not to be noticed."""
        password_reset.enqueue_reset_links(
            self.users, language=get_language() or settings.LANGUAGE_CODE
        )
        email: str = self.cleaned_data["email"]
        return email


class UserTokenForm(allauth_forms.UserTokenForm):  # type: ignore[misc]
    """The link of a letter: whose password it sets, and whether it still does."""

    token_generator = RoleAwareTokenGenerator()

    def clean(self) -> dict[str, Any]:
        """Refuse what would not be mailed today: the account was closed or has a role since."""
        cleaned: dict[str, Any] = super().clean()
        if not password_reset.can_reset_by_link(self.reset_user):
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ResetPasswordKeyForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""

    action = "accounts.password_reset"

    def save(self) -> None:
        """Set the new password, and forget the wrong ones."""
        super().save()
        sign_in_attempts.clear_failed_attempts(context.request, self.user)

    def _is_open(self, kept: User) -> bool:
        is_good = RoleAwareTokenGenerator().check_token(kept, self.temp_key)
        return is_good and password_reset.can_reset_by_link(kept)


class LoginForm(_Plain, allauth_forms.LoginForm):  # type: ignore[misc]
    """Service number or e-mail, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Service number or e-mail")
        login.widget.attrs["autocomplete"] = "username"
        password.help_text = ""


class _Unspent(mfa_forms.BaseAuthenticateForm):  # type: ignore[misc]
    """A form of the second step that takes no code of an authenticator twice.

    Wrong codes, and those that were given before, are counted for the account; on a device
    on which its owner has signed in apart from what others try elsewhere. The trail tells
    of each.
    """

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        attempt = sign_in_attempts.take_code_attempt(context.request, self.user)
        if attempt is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        for one in Authenticator.objects.filter(user=self.user):
            if one.wrap().validate_code(code) and _spend(one, code):
                one.user, self.authenticator = self.user, one
                attempt.rollback()
                return code
        audit_log.record_action("accounts.code_refused", by=None, on=self.user)
        raise get_mfa_adapter().validation_error("incorrect_code")


def _spend(authenticator: Authenticator, code: str) -> bool:
    is_on_paper = authenticator.type == Authenticator.Type.RECOVERY_CODES
    return is_on_paper or second_factor.consume_code(authenticator, code)


class AuthenticateForm(_Unspent, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The code at the sign-in."""


class ReauthenticateForm(_Unspent, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code of somebody who is signed in."""


class ActivationCodeForm(forms.Form):
    """The one-time code of a letter."""

    code = forms.CharField(
        label=_("One-time code"),
        help_text=_(
            "Seven groups of four characters, as in the letter. Case does not matter."
        ),
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class ActivationPasswordForm(ActivationCodeForm):
    """The code again, out of sight, and the password it sets."""

    code = forms.CharField(max_length=64, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @property
    def rules(self) -> list[str]:
        """What a password must be, a sentence each."""
        return password_validators_help_texts()

    def clean_repeated(self) -> str:
        """Refuse two different passwords."""
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("password"):
            raise forms.ValidationError(
                _("The two passwords differ. Type the same one in both fields.")
            )
        return repeated


class ReadingSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How somebody wants to read, whatever computer she sits at."""

    class Meta:
        model = User
        fields = (
            "text_size",
            "theme",
            "high_contrast",
            "wide_spacing",
            "calm_motion",
            "low_data",
        )
        widgets: ClassVar = {
            "text_size": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }

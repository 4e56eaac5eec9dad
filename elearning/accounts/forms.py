"""Forms of sign-in, passwords and activation."""

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
    """A form of allauth without placeholders that repeat the labels.

    A placeholder looks like input, and disappears while typing (WCAG 3.3.2).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _NewPassword(_Plain):
    """A form of allauth that saves a password only if its checks still hold."""

    user: User
    action: ClassVar[str]

    def save(self) -> None:
        """Save the new password, and record it in the audit log.

        If the account was closed or got another password meanwhile, nothing is saved,
        and the user is redirected to the same page.
        """
        before = self.user.password
        self.user.set_password(
            self.cleaned_data["password1"]
        )  # slow, so done before the lock
        with transaction.atomic():
            kept = User.objects.select_for_update(no_key=True).get(pk=self.user.pk)
            if kept.password != before or not self._is_open(kept):
                raise ImmediateHttpResponse(redirect(context.request.path))
            self.user.save(update_fields=["password"])
            audit_log.record_action(self.action, by=self.user, on=self.user)

    def _is_open(self, kept: User) -> bool:
        return kept.is_active


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The current password, and the new one twice."""

    action = "accounts.password_changed"

    def clean_oldpassword(self) -> str:
        """Count wrong passwords as at sign-in, so that an open session is no way around it."""
        old: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("enter_current_password")
        return old


class ResetPasswordForm(_Plain, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The e-mail address for a reset link."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the worker mail the link, so that the answer does not reveal known addresses."""
        password_reset.enqueue_reset_links(
            self.users, language=get_language() or settings.LANGUAGE_CODE
        )
        email: str = self.cleaned_data["email"]
        return email


class UserTokenForm(allauth_forms.UserTokenForm):  # type: ignore[misc]
    """The link of a reset e-mail, with a check that it is still valid."""

    token_generator = RoleAwareTokenGenerator()

    def clean(self) -> dict[str, Any]:
        """Refuse a link that would not be mailed now: the account was closed or got a role."""
        cleaned: dict[str, Any] = super().clean()
        if not password_reset.can_reset_by_link(self.reset_user):
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ResetPasswordKeyForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""

    action = "accounts.password_reset"

    def save(self) -> None:
        """Save the new password, and clear the failed attempts."""
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
    """A second-factor form that accepts no code twice.

    Wrong and repeated codes are counted for the account; on a known device separately
    from attempts elsewhere. Each is recorded in the audit log.
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
    """The code at sign-in."""


class ReauthenticateForm(_Unspent, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code of a user who is signed in."""


class ActivationCodeForm(forms.Form):
    """The one-time code of an activation."""

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
    """The code again, hidden, and the password to set."""

    code = forms.CharField(max_length=64, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @property
    def rules(self) -> list[str]:
        """The password rules, one sentence each."""
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
    """Reading settings of a user, kept with the account."""

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

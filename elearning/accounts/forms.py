"""Forms of the door."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """Service number or e-mail, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Service number or e-mail")
        login.widget.attrs.pop("placeholder", None)
        login.widget.attrs["autocomplete"] = "username"
        password.widget.attrs.pop("placeholder", None)
        password.help_text = ""


class CodeForm(forms.Form):
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


class NewPasswordForm(CodeForm):
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


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
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

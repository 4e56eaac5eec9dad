"""What a reader of a paper certificate types."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.certificates.numbering import (
    ALPHABET,
    CODE_LENGTH,
    is_code,
    is_number,
    plain_code,
)


class CodeForm(forms.Form):
    """The verification code of a paper."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        help_text=gettext_lazy(
            "Seven groups of four characters, beside the square code of the certificate. "
            "Case and spaces do not matter."
        ),
        max_length=128,
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is stored, or say what is wrong with it."""
        typed: str = self.cleaned_data["code"]
        code = plain_code(typed.rstrip("/").rpartition("/")[2])
        if is_code(code):
            return code
        if is_number(typed):
            raise forms.ValidationError(
                _(
                    "This is the certificate number. Type the verification code: seven "
                    "groups of four characters beside the square code."
                )
            )
        strange = sorted(set(code) - set(ALPHABET))
        if strange:
            raise forms.ValidationError(
                _(
                    "The code has Latin letters and digits only. These characters do not "
                    "occur in it: %(characters)s. Check the keyboard’s language."
                )
                % {"characters": " ".join(strange)}
            )
        raise forms.ValidationError(
            _(
                "The code has %(length)s characters, but %(typed)s were typed. Compare it "
                "with the paper group by group."
            )
            % {"length": CODE_LENGTH, "typed": len(code)}
        )


class NameForm(forms.Form):
    """The name printed on a paper."""

    name = forms.CharField(
        label=gettext_lazy("Name as printed on the certificate"),
        help_text=gettext_lazy(
            "Family name first, as on the paper. Case does not matter."
        ),
        max_length=302,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

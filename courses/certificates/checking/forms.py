"""What a reader of a paper certificate types."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.certificates.claims.encoding import looks_like_one
from courses.certificates.numbering import (
    ALPHABET,
    CODE_LENGTH,
    is_code,
    is_meant_as_number,
    is_number,
    plain_code,
    plain_number,
)


class CodeForm(forms.Form):
    """The verification code of a paper."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        help_text=gettext_lazy(
            "Seven groups of four characters, beside the square code of the certificate. "
            "Case and spaces do not matter."
        ),
        max_length=1200,  # a whole scanned address may be pasted
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
        if looks_like_one(typed):  # a square code read by another telephone
            return "".join(typed.split()).rstrip("/").rpartition("/")[2].upper()
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
    """The name printed on a paper, or its number."""

    name = forms.CharField(
        label=gettext_lazy("Name or number as printed on the certificate"),
        help_text=gettext_lazy(
            "The order of the names, capitals and ё for е do not matter. A number has two "
            "characters at its end that find mistakes in typing."
        ),
        max_length=302,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """Return what was typed, or say that a number is mistyped."""
        typed: str = self.cleaned_data["name"]
        number = plain_number(typed)
        if is_meant_as_number(number) and not is_number(number):
            raise forms.ValidationError(
                _(
                    "The number is mistyped: its last two characters do not fit the "
                    "others. Compare it with the paper."
                )
            )
        return typed


class FileForm(forms.Form):
    """The file of a paper."""

    file = forms.FileField(
        label=gettext_lazy("File of the certificate (PDF)"),
        help_text=gettext_lazy(
            "As it was downloaded, 5 MB at most. The file is examined and not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

"""Forms of the public verification pages."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.certificates.numbering import (
    ALPHABET,
    CODE_LENGTH,
    has_code_format,
    has_number_format,
    has_valid_check_digits,
    normalise_code,
    normalise_number,
)
from courses.certificates.qr_claims.claim_codec import is_claim_text


class VerificationCodeForm(forms.Form):
    """The verification code of a certificate."""

    code = forms.CharField(
        label=gettext_lazy("Verification code"),
        help_text=gettext_lazy(
            "Seven groups of four characters, beside the QR code on the "
            "certificate. Case and spaces do not matter."
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
        typed: str = self.cleaned_data["code"]
        if is_claim_text(typed):  # a QR code read by another phone
            return "".join(typed.split()).rstrip("/").rpartition("/")[2].upper()
        code = normalise_code(typed.rstrip("/").rpartition("/")[2])
        if has_code_format(code):
            return code
        if has_valid_check_digits(typed):
            raise forms.ValidationError(
                _(
                    "This is the certificate number. Enter the verification code: "
                    "seven groups of four characters beside the QR code."
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
                "The code has %(length)s characters, but you entered %(typed)s. "
                "Compare it with the printed certificate, group by group."
            )
            % {"length": CODE_LENGTH, "typed": len(code)}
        )


class PrintedNameForm(forms.Form):
    """The name printed on a certificate, or its number."""

    name = forms.CharField(
        label=gettext_lazy("Name or number as printed on the certificate"),
        help_text=gettext_lazy(
            "The order of the names, capital letters and “е” instead of “ё” "
            "do not matter. The last two characters of a number are there to "
            "detect typing errors."
        ),
        max_length=302,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        number = normalise_number(typed)
        if has_number_format(number) and not has_valid_check_digits(number):
            raise forms.ValidationError(
                _(
                    "The number contains a typing error: its last two characters do "
                    "not fit the rest. Compare it with the printed certificate."
                )
            )
        return typed


class CertificateFileForm(forms.Form):
    """The PDF file of a certificate."""

    file = forms.FileField(
        label=gettext_lazy("Certificate file (PDF)"),
        help_text=gettext_lazy(
            "Exactly as it was downloaded, up to 5 MB. The file is checked "
            "and not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

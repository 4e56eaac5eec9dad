"""Forms for the codes of an invigilated sitting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SittingCodeForm(forms.Form):
    """The six characters that the invigilator shows in the room."""

    use_required_attribute = False  # its messages are in the language of the page

    code = forms.CharField(
        label=_("Session code"),
        help_text=_("Six characters that your invigilator shows you in the room."),
        max_length=64,
        error_messages={"required": _("Enter the code that your invigilator shows.")},
        widget=forms.TextInput(
            attrs={
                "class": "width-s",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class MoveCodeForm(SittingCodeForm):
    """The six characters that move an exam to another device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the field as a personal code, unlike that of the room."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your code")
        self.fields["code"].help_text = _(
            "Six characters that your invigilator reads to you. This is not "
            "the session code."
        )
        self.fields["code"].error_messages["required"] = _(
            "Enter the code that your invigilator reads to you."
        )

"""The code of an invigilated sitting, as a learner enters it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The six signs that the invigilator shows in the room."""

    use_required_attribute = False  # its own words are in the language of the page

    code = forms.CharField(
        label=_("Session code"),
        help_text=_("Six signs that your invigilator shows you in the room."),
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

"""What every form asks that exempts people from a course: until when, or why for good."""

from django import forms
from django.utils.translation import gettext as _


def check_exemption_end(form: forms.BaseForm, day: str) -> None:
    """Demand one of two entries of ``form``: the field ``day``, or ``open_because``.

    Call it where the form is cleaned; what is wrong is said beside the field.
    """
    if day in form.errors:
        return
    ends_on, why = form.cleaned_data.get(day), form.cleaned_data.get("open_because")
    if ends_on is None and not why:
        form.add_error(day, _("Give the last day, or say why there is none."))
    elif ends_on is not None and why:
        form.add_error(
            "open_because",
            _("The exemption has a last day. Leave one of the two fields empty."),
        )

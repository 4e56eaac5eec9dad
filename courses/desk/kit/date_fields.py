"""Form fields for days, and checks of days."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _


class DayInput(forms.DateInput):
    """The browser’s date picker."""

    def __init__(self) -> None:
        attributes = {"type": "date", "class": "width-s"}
        super().__init__(attributes, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date, entered with the browser’s date picker."""

    widget = DayInput

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label=label, **options)


def check_day_not_past(day: date) -> date:
    """Return ``day``; raise ``ValidationError`` if it has passed.

    The rules of past days are not changed afterwards.
    """
    if day < timezone.localdate():
        raise forms.ValidationError(
            _("This day has passed. Choose today or a later day.")
        )
    return day


def check_exemption_end(form: forms.BaseForm, day: str) -> None:
    """Require one of two entries of ``form``: the field ``day``, or ``open_because``.

    Call it from the form’s ``clean``; errors are added to the fields.
    """
    if day in form.errors:
        return
    ends_on, why = form.cleaned_data.get(day), form.cleaned_data.get("open_because")
    if ends_on is None and not why:
        form.add_error(day, _("Enter the last day, or say why there is none."))
    elif ends_on is not None and why:
        form.add_error(
            "open_because",
            _(
                "You have given a last day for the exemption. Leave one of the "
                "two fields empty."
            ),
        )


def get_day_start(day: date) -> datetime:
    """Return the start of ``day`` in the current time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))

"""Fields for days in the forms about rules."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from courses.desk.kit import access

DAY = {"type": "date", "class": "width-s"}


def build_rule_day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the picker of the browser."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def check_day_not_past(day: date) -> date:
    """Return ``day``, or refuse one that has passed: what was asked then stays."""
    if day < access.get_today():
        raise forms.ValidationError(
            _("This day has passed. Choose today or a later day.")
        )
    return day

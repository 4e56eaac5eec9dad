"""Forms for ranks and line managers of a person."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from elearning.accounts.models import User
from elearning.staff.models import Rank, StaffMember


class HeldRankForm(forms.Form):
    """A rank and its first day."""

    rank = forms.ModelChoiceField(
        label=_("Rank"), queryset=Rank.objects.all(), to_field_name="code"
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)


class LineManagerForm(forms.Form):
    """A line manager, by service number, and the first day."""

    number = forms.CharField(
        label=_("Service number of the line manager"),
        max_length=32,
        widget=forms.TextInput(attrs={"class": "width-m"}),
        error_messages={"required": _("Type the whole service number.")},
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Look for the line manager in the remit of ``by``."""
        super().__init__(*args, **kwargs)
        self._people = StaffMember.objects.in_remit_of(by)

    def clean_number(self) -> StaffMember:
        """Return the person with this number."""
        number = self.cleaned_data["number"].strip()
        found = self._people.filter(staff_number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "Nobody in your remit has this number. Check each digit; a line "
                    "manager elsewhere must be entered by the ministry's personnel "
                    "office."
                )
            )
        return found

"""Forms for ranks and line managers of a person."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.entry_fields import StaffNumberField
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

    number = StaffNumberField(
        _("Service number of the line manager"),
        unknown=_(
            "Nobody in your remit has this number. Check each digit; a line "
            "manager elsewhere must be entered by the ministry's personnel "
            "office."
        ),
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Look for the line manager in the remit of ``by``."""
        super().__init__(*args, **kwargs)
        number: Any = self.fields["number"]
        number.people = StaffMember.objects.in_remit_of(by)

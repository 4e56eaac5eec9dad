"""Forms for observations: the lines of the signed sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.entry_fields import StaffNumberField
from courses.observations.models import Checklist, Item, Observation
from elearning.staff.models import StaffMember


class ObservationForm(forms.Form):
    """The observer, the day, the lines that were seen, and the next step."""

    seen_on = DayField(_("Date of the observation"))
    observer = StaffNumberField(
        _("Service number of the observer"),
        unknown=_("Nobody has this service number. Check the signed sheet again."),
        people=StaffMember.objects.all(),
    )
    seen = forms.ModelMultipleChoiceField(
        label=_("Seen"),
        help_text=_("Mark what was seen. What is not marked was not seen."),
        queryset=Item.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    next_step = forms.CharField(
        label=_("Next step in learning"),
        help_text=_(
            "What you both agreed, in one or two sentences. No names and "
            "nothing about prisoners. For learning only, never for "
            "discipline."
        ),
        max_length=Observation.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    follow_up_days = forms.TypedChoiceField(
        label=_("Follow-up observation"),
        choices=[
            ("", _("None agreed")),
            ("30", _("In 30 days")),
            ("90", _("In 90 days")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["seen"]
        items.queryset = checklist.items.all()

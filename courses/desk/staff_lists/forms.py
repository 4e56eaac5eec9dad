"""What the desk asks about staff lists."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.filter_fields import EstablishmentField
from courses.reporting.report_selection import list_remit_tops
from elearning.accounts.models import User
from elearning.staff.importing.column_mapping import FIELDS
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_messages import OF_DECISIONS
from elearning.staff.models import Establishment

_EARLIEST = date(2000, 1, 1)
_AHEAD = timedelta(days=366)
#: What is chosen for a column that says nothing.
_SKIPPED = "-"


def get_posted_data(request: HttpRequest) -> QueryDict | None:
    """Return what was sent by a form: an answer also where every field of it was empty."""
    return request.POST if request.method == "POST" else None


class StaffListUploadForm(forms.Form):
    """A file, the day as of which it tells, and whether it names everybody."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "XLSX or CSV, up to 30 MB. The first row must contain the column "
            "names: service number, name, establishment and position are "
            "required."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty. Save the list again and choose that file."),
        },
    )
    on = DayField(
        _("As of"),
        help_text=_("The date on which everything in the list was correct."),
        initial=timezone.localdate,
    )
    establishment = EstablishmentField(
        label=_("Part of the service"),
        queryset=Establishment.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    scope = forms.ChoiceField(
        label=_("Who is on the list"),
        choices=[
            ("partial", _("Some people: anyone not on the list stays as they are")),
            (
                "complete",
                _("Everyone in this part: anyone not on the list left on that date"),
            ),
        ],
        widget=forms.RadioSelect,
        initial="partial",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the places that ``user`` looks after, the topmost first."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        places = Establishment.objects.visible_to(user).order_by("path")
        fields["establishment"].queryset = places
        top = next(iter(list_remit_tops(user)), None)
        fields["establishment"].initial = top.code if top else None

    def clean_on(self) -> date:
        """Refuse a day of which no list can tell."""
        day: date = self.cleaned_data["on"]
        if not _EARLIEST <= day <= timezone.localdate() + _AHEAD:
            raise forms.ValidationError(
                _("Choose a date from 2000 to one year from today.")
            )
        return day


class ColumnMappingForm(forms.Form):
    """What each column of a file says; most may say nothing."""

    def __init__(
        self,
        *args: Any,
        staff_list: StaffList,
        first: Sequence[Sequence[str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer every column of the list, with what it was found to say.

        ``first`` has the texts of the first rows, which are shown beside the columns.
        """
        super().__init__(*args, **kwargs)
        said = {place: name for name, place in staff_list.columns.items()}
        choices = [(_SKIPPED, _("Do not read this column")), *FIELDS.items()]
        for place, heading in enumerate(staff_list.header):
            letter = get_column_letter(place + 1)
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"{letter}: {heading}" if heading else letter,
                help_text=_shown(row[place] for row in first if place < len(row)),
                choices=choices,
                initial=said.get(place, _SKIPPED),
            )

    @property
    def columns(self) -> dict[str, int]:
        """The place of each field that was chosen; raises no error for two of one."""
        chosen = [
            (value, int(name.removeprefix("column_")))
            for name, value in self.cleaned_data.items()
            if value != _SKIPPED
        ]
        return dict(chosen)

    def clean(self) -> dict[str, Any]:
        """Refuse one thing that two columns are to say."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name, value in list(given.items()):
            if value != _SKIPPED and value in seen:
                self.add_error(
                    name,
                    _("This is already set for another column. Choose one of the two."),
                )
            seen.add(value)
        return given


def _shown(texts: Iterable[str]) -> str:
    """Return what stands in the first cells of a column, as far as anything does."""
    values = " · ".join(filter(None, texts))
    if not values:
        return ""
    return format_html("{}", _("In the first rows: %(values)s") % {"values": values})


class StaffListConfirmForm(forms.Form):
    """A word on errors where there are any, and the number of a mass departure."""

    accepts_errors = forms.BooleanField(
        label=_("Apply the rest: people whose rows have errors stay as they are"),
        error_messages={"required": OF_DECISIONS["errors_unaccepted"]},
    )
    leaving = forms.IntegerField(
        label=_("How many people leave"),
        help_text=_(
            "Enter the number shown above. This prevents removing so many "
            "people by mistake."
        ),
        error_messages={"required": _("Type the number of people who leave.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "width-s", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, staff_list: StaffList, **kwargs: Any) -> None:
        """Ask only what this list makes necessary."""
        super().__init__(*args, **kwargs)
        if not staff_list.counts.get("error"):
            del self.fields["accepts_errors"]
        if not staff_list.is_mass_departure:
            del self.fields["leaving"]


class StaffListLogForm(forms.Form):
    """What the log of a list is taken away for."""

    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("It is recorded in the file and in the audit log."),
        error_messages={
            "required": _("Say what the list is for; this is recorded in the file.")
        },
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )

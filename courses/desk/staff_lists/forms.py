"""Forms for staff lists."""

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
from elearning.staff.importing.columns import COLUMNS
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_messages import OF_DECISIONS
from elearning.staff.models import Establishment

_EARLIEST = date(2000, 1, 1)
_AHEAD = timedelta(days=366)
#: The choice for a column that is not read.
_SKIPPED = "-"


def get_posted_data(request: HttpRequest) -> QueryDict | None:
    """Return the submitted data, even if all empty; ``None`` if not a POST."""
    return request.POST if request.method == "POST" else None


class StaffListUploadForm(forms.Form):
    """A file, its reference day, and whether it is complete."""

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
        """Offer the places of the user’s remit, and preselect the topmost."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        places = Establishment.objects.visible_to(user).order_by("path")
        fields["establishment"].queryset = places
        top = next(iter(list_remit_tops(user)), None)
        fields["establishment"].initial = top.code if top else None

    def clean_on(self) -> date:
        """Refuse a day before 2000 or more than a year ahead."""
        day: date = self.cleaned_data["on"]
        if not _EARLIEST <= day <= timezone.localdate() + _AHEAD:
            raise forms.ValidationError(
                _("Choose a date from 2000 to one year from today.")
            )
        return day


class ColumnMappingForm(forms.Form):
    """The field that each column of a file contains; columns may be skipped."""

    def __init__(
        self,
        *args: Any,
        staff_list: StaffList,
        first: Sequence[Sequence[str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer every column of the list, with the field that was recognised.

        ``first`` has the first rows, which are shown beside the columns.
        """
        super().__init__(*args, **kwargs)
        said = {place: name for name, place in staff_list.columns.items()}
        choices = [
            (_SKIPPED, _("Do not read this column")),
            *((column.name, str(column.label)) for column in COLUMNS.values()),
        ]
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
        """Return the column of each chosen field; of two for one field, the last."""
        chosen = [
            (value, int(name.removeprefix("column_")))
            for name, value in self.cleaned_data.items()
            if value != _SKIPPED
        ]
        return dict(chosen)

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for the same field."""
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
    """Return a hint with the first values of a column, if it has any."""
    values = " · ".join(filter(None, texts))
    if not values:
        return ""
    return format_html("{}", _("In the first rows: %(values)s") % {"values": values})


class StaffListConfirmForm(forms.Form):
    """Consent to errors, if there are any, and the number of a mass departure."""

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
        """Ask only for what this list requires."""
        super().__init__(*args, **kwargs)
        if not staff_list.counts.get("error"):
            del self.fields["accepts_errors"]
        if not staff_list.is_mass_departure:
            del self.fields["leaving"]


class StaffListLogForm(forms.Form):
    """The purpose of downloading the log of a list."""

    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("It is recorded in the file and in the audit log."),
        error_messages={
            "required": _("Say what the list is for; this is recorded in the file.")
        },
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )

"""The form for a saved report."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.file_export import ListExportForm
from courses.reporting.models import SavedReport

Every, Way = SavedReport.Every, SavedReport.Way


class SavedReportForm(ListExportForm):
    """The name, content, purpose and schedule of a report."""

    name = forms.CharField(
        label=_("Name of the report"),
        help_text=_("So that you can find it again. Do not name anyone."),
        error_messages={"required": _("Give the report a name.")},
        max_length=100,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )
    every = forms.ChoiceField(
        label=_("How often to prepare it"),
        choices=Every,
        required=False,
        initial=Every.NEVER,
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        help_text=_("For every week."),
        choices=[("", "—"), *((number + 1, name) for number, name in WEEKDAYS.items())],
        coerce=int,
        empty_value=None,
        required=False,
    )
    month_day = forms.IntegerField(
        label=_("Day of the month"),
        help_text=_("For every month. In a shorter month it is the last day."),
        min_value=1,
        max_value=31,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    way = forms.ChoiceField(
        label=_("Where the file goes"),
        choices=Way,
        initial=Way.LINK,
        widget=forms.RadioSelect,
    )
    field_order = ("name", "content", "kind", "purpose", "every")

    def __init__(self, data: Any = None, *, report: SavedReport | None = None) -> None:
        """Start from ``report``; the folder is offered only if one is configured."""
        super().__init__(data, initial=_facts(report) if report else None)
        if not settings.REPORTS_FOLDER:
            way: Any = self.fields["way"]
            way.choices = [(Way.LINK.value, Way.LINK.label)]
            way.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Set the day that belongs to the schedule, and require it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        weekday, month_day = given.pop("weekday", None), given.pop("month_day", None)
        days = {Every.WEEK.value: weekday, Every.MONTH.value: month_day}
        names = {Every.WEEK.value: "weekday", Every.MONTH.value: "month_day"}
        every = given.get("every", "")
        given["day"], name = days.get(every), names.get(every)
        if name and given["day"] is None and name not in self.errors:
            self.add_error(name, _("Choose the day on which to prepare the report."))
        return given


def _facts(report: SavedReport) -> dict[str, Any]:
    names = ("name", "content", "kind", "purpose", "every", "way")
    facts = {name: getattr(report, name) for name in names}
    return facts | {
        "weekday": report.day if report.every == Every.WEEK else None,
        "month_day": report.day if report.every == Every.MONTH else None,
    }

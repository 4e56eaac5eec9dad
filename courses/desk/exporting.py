"""Take lists out of the house; the compliance list with who, what for and when on it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.acknowledging.duties import Duty, duties
from courses.compliance.standing import Standing, State
from courses.reporting.selecting import Selection
from courses.reporting.spreadsheets import Cell, Sheet, csv_lines, xlsx_file
from courses.reporting.tabulating import Report, named
from elearning.audit import trail
from elearning.interface.templatetags.interface import STATES

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COUNTED = (
    State.VALID,
    State.DUE,
    State.GRACE,
    State.EXPIRED,
    State.NOT_STARTED,
    State.IN_PROGRESS,
    State.PAUSED,
    State.WAIVED,
)


class ExportForm(forms.Form):
    """What is exported, as what, and what for."""

    content = forms.ChoiceField(
        label=gettext_lazy("Content"),
        choices=[
            ("people", gettext_lazy("People by name, one line for each course")),
            ("summary", gettext_lazy("Numbers by establishment, without names")),
            (
                "guidelines",
                gettext_lazy("Guidelines to be read, one line for each person"),
            ),
        ],
        widget=forms.RadioSelect,
        initial="people",
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy("It is written on the file and in the audit log."),
        error_messages={
            "required": gettext_lazy(
                "Say what the list is for; it is written on the file."
            )
        },
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )


def export(
    selection: Selection, *, content: str, kind: str, purpose: str
) -> "HttpResponseBase":
    """Return the file, and write to the audit that it was taken."""
    chosen = [] if content == "guidelines" else selection.standings()
    readings = (
        duties(selection.people, on=selection.on) if content == "guidelines" else []
    )
    with transaction.atomic():
        trail.write(
            "compliance.exported",
            by=selection.user,
            reason=purpose,
            content=content,
            kind=kind,
            rows=len(chosen) + len(readings),
            **selection.facts(),
        )
    head = _head(selection, purpose)
    if content == "guidelines":
        sheet = Sheet(
            _("Guidelines to be read"), head, _reading_columns(), _readings(readings)
        )
    else:
        sheet = _sheet(selection, chosen, content, head)
    name = f"compliance-{content}-{selection.on:%Y-%m-%d}.{kind}"
    return deliver(sheet, name, kind)


def deliver(sheet: Sheet, name: str, kind: str) -> "HttpResponseBase":
    """Return ``sheet`` as a file of ``kind``, ``xlsx`` or ``csv``."""
    if kind == "xlsx":
        return FileResponse(
            xlsx_file(sheet), as_attachment=True, filename=name, content_type=XLSX
        )
    return StreamingHttpResponse(
        csv_lines(sheet),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _head(selection: Selection, purpose: str) -> list[tuple[str, Cell]]:
    """Return who took the list out, what for, when, and as of which day."""
    now = timezone.localtime()
    return [
        (_("Exported by"), selection.user.staff_number),
        (_("Purpose"), purpose),
        (_("Exported at"), date_format(now, "DATETIME_FORMAT")),
        (_("As of"), selection.on),
    ]


def _sheet(
    selection: Selection,
    chosen: list[Standing],
    content: str,
    head: list[tuple[str, Cell]],
) -> Sheet:
    if content == "people":
        return Sheet(_("Compliance report"), head, _people_columns(), _people(chosen))
    report = Report(selection)
    rows = named(report.tables["place"].rows, report.groups)
    columns = [
        _("Establishment"),
        _("Required"),
        *(str(STATES[s].words) for s in _COUNTED),
    ]
    lines: list[list[Cell]] = [
        [row.label, *map(_told, (row.whole, *map(row.number, _COUNTED)))]
        for row in rows
    ]
    return Sheet(_("Compliance report"), head, columns, lines)


def _told(number: int | None) -> Cell:
    """Return a number, or the word that it is withheld."""
    return _("withheld") if number is None else number


def _people_columns() -> list[str]:
    return [
        _("Service number"),
        _("Family name"),
        _("Given name"),
        _("Patronymic"),
        _("Establishment"),
        _("Position"),
        _("Course"),
        _("State"),
        _("Due date"),
        _("Passed on"),
        _("Valid until"),
        _("Update by"),
        _("Minutes of the update"),
    ]


def _reading_columns() -> list[str]:
    return [
        _("Service number"),
        _("Family name"),
        _("Given name"),
        _("Patronymic"),
        _("Guideline"),
        _("State"),
        _("To be read by"),
        _("Read on"),
        _("Edition"),
    ]


def _readings(found: list[Duty]) -> Iterator[list[Cell]]:
    for duty in found:
        person, given = duty.person, duty.done or duty.before
        edition = given.edition if given else None
        yield [
            person.staff_number,
            person.family_name,
            person.given_name,
            person.patronymic,
            duty.document.code,
            str(STATES[duty.state].words),
            duty.due_on,
            given.read_on if given else None,
            edition.number if edition else None,
        ]


def _people(chosen: list[Standing]) -> Iterator[list[Cell]]:
    for standing in chosen:
        person, appointment = standing.person, standing.appointment
        yield [
            person.staff_number,
            person.family_name,
            person.given_name,
            person.patronymic,
            appointment.establishment.title if appointment else "",
            appointment.post.title if appointment else "",
            standing.course.code,
            str(STATES[standing.state].words),
            standing.due_on,
            standing.completion.passed_on if standing.completion else None,
            standing.expires_on,
            standing.update_due_on if standing.waits_for_update else None,
            standing.update_minutes if standing.waits_for_update else None,
        ]

"""Export of lists; compliance lists carry the exporter, purpose and time."""

import tempfile
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.desk.kit.entry_fields import build_purpose_field
from courses.desk.kit.form_page import FormPage
from courses.reporting.report_contents import ReportContent
from courses.reporting.report_export import (
    ExportFormat,
    ReportExport,
    stream_csv,
    write_report,
)
from courses.reporting.report_selection import ReportSelection
from courses.reporting.spreadsheets import ReportSheet, build_xlsx_file, iter_csv_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http.response import HttpResponseBase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The maximum number of rows written while the user waits.
MOST_AT_ONCE = 10_000
_TYPES = {
    ExportFormat.XLSX: XLSX,
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.PDF: "application/pdf",
}


class FilePurposeForm(forms.Form):
    """The purpose of downloading a list."""

    purpose = build_purpose_field(
        gettext_lazy("It is recorded in the file and in the audit log."),
        gettext_lazy("Say what the list is for; this is recorded in the file."),
    )


class TableExportForm(FilePurposeForm):
    """The format and purpose of a table."""

    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[(ExportFormat.XLSX, "Excel (XLSX)"), (ExportFormat.CSV, "CSV")],
        widget=forms.RadioSelect,
        initial=ExportFormat.XLSX,
    )
    field_order = ("kind", "purpose")


class ListExportForm(FilePurposeForm):
    """The content, format and purpose of a list."""

    content = forms.ChoiceField(
        label=gettext_lazy("Content"),
        choices=ReportContent,
        widget=forms.RadioSelect,
        initial=ReportContent.PEOPLE,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=ExportFormat,
        widget=forms.RadioSelect,
        initial=ExportFormat.XLSX,
    )
    field_order: "Sequence[str]" = ("content", "kind", "purpose")


def build_export_page(on: date, back: str) -> FormPage:
    """Return the page that asks for the purpose of a list as of ``on``.

    Its second button leads to ``back``.
    """
    return FormPage(
        _("Export"),
        _("Download"),
        icon="download",
        back=back,
        back_label=_("Back"),
        about=_("As of %(day)s") % {"day": date_format(on, "DATE_FORMAT")},
        intro=_(
            "The filters of the previous page apply to the file. Who "
            "exported it, when and what for is recorded in the file and in "
            "the audit log."
        ),
    )


def build_standings_download(
    selection: ReportSelection, *, content: str, kind: str, purpose: str
) -> "HttpResponseBase":
    """Return the file, and record the export in the audit log.

    CSV is streamed. Raises ``TooManyLinesError`` if a file in another format has more than
    ``MOST_AT_ONCE`` rows, and ``ReportError`` if a list cannot be printed.
    """
    taking = ReportExport(selection, content, kind, purpose, timezone.now())
    if kind == ExportFormat.CSV:
        return _streaming(stream_csv(taking), taking.name)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it
    try:
        rows, people = write_report(taking, file, most=MOST_AT_ONCE)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    taking.note(people, rows=rows)
    return FileResponse(
        file,
        as_attachment=True,
        filename=taking.name,
        content_type=get_media_type(kind),
    )


def build_sheet_download(
    sheet: ReportSheet, name: str, kind: str
) -> "HttpResponseBase":
    """Return ``sheet`` as a file of ``kind``, ``xlsx`` or ``csv``."""
    if kind == ExportFormat.XLSX:
        return FileResponse(
            build_xlsx_file(sheet), as_attachment=True, filename=name, content_type=XLSX
        )
    return _streaming(iter_csv_pieces(sheet), name)


def get_media_type(kind: str) -> str:
    """Return the media type of a file of ``kind``."""
    return _TYPES[ExportFormat(kind)]


def _streaming(pieces: "Iterable[str]", name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=get_media_type(ExportFormat.CSV),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

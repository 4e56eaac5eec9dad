"""Take lists out of the house; the compliance list with who, what for and when on it."""

import tempfile
from typing import TYPE_CHECKING

from django import forms
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from courses.reporting.contents import Content
from courses.reporting.selecting import Selection
from courses.reporting.spreadsheets import Sheet, csv_pieces, xlsx_file
from courses.reporting.taking import Kind, Taking, streamed, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http.response import HttpResponseBase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How many rows somebody may wait for; more of them are written in the background.
MOST_AT_ONCE = 10_000
_TYPES = {
    Kind.XLSX: XLSX,
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.PDF: "application/pdf",
}


class ExportForm(forms.Form):
    """What is exported, as what, and what for."""

    content = forms.ChoiceField(
        label=gettext_lazy("Content"),
        choices=Content,
        widget=forms.RadioSelect,
        initial=Content.PEOPLE,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=Kind,
        widget=forms.RadioSelect,
        initial=Kind.XLSX,
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
    """Return the file, and write to the audit that it was taken.

    CSV is sent while it is made. Raises ``TooLongError`` where others have more rows than
    somebody may wait for, and ``ReportError`` where a list cannot be printed.
    """
    taking = Taking(selection, content, kind, purpose, timezone.now())
    if kind == Kind.CSV:
        return _streaming(streamed(taking), taking.name)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it
    try:
        rows, people = write(taking, file, most=MOST_AT_ONCE)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    taking.note(people, rows=rows)
    return FileResponse(
        file, as_attachment=True, filename=taking.name, content_type=type_of(kind)
    )


def deliver(sheet: Sheet, name: str, kind: str) -> "HttpResponseBase":
    """Return ``sheet`` as a file of ``kind``, ``xlsx`` or ``csv``."""
    if kind == Kind.XLSX:
        return FileResponse(
            xlsx_file(sheet), as_attachment=True, filename=name, content_type=XLSX
        )
    return _streaming(csv_pieces(sheet), name)


def type_of(kind: str) -> str:
    """Return the media type of a file of ``kind``."""
    return _TYPES[Kind(kind)]


def _streaming(pieces: "Iterable[str]", name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=type_of(Kind.CSV),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""Archives of personal data as a page to read and print, with the same facts as the JSON.

The page is self-contained: no script, no other file, no link. Each fact is a ``data``
or ``time`` element with the value from the JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.learner.archive_labels import VALUES, format_field_label
from elearning.interface.number_formats import format_percent
from elearning.languages import get_current_language

#: A wider table is rendered as one table per row.
_COLUMNS = 5
_NOTHING = "\N{EM DASH}"


@dataclass(frozen=True)
class ArchivePart:
    """A part of an archive: rows with the same fields in the same order."""

    title: str
    columns: list[str]
    rows: list[list[tuple[str, SafeString]]]

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > _COLUMNS


def render_archive_page(archive: dict[str, Any], *, at: datetime) -> str:
    """Return ``archive`` from ``build_learner_archive`` as HTML, in the current language."""
    lists = {key: value for key, value in archive.items() if isinstance(value, list)}
    single = {key: value for key, value in archive.items() if key not in lists}
    context = {
        "about": [
            (format_field_label(key), _shown(key, value))
            for key, value in single.items()
        ],
        "parts": [_part(key, rows) for key, rows in lists.items()],
        "at": at,
        "language": get_current_language(),
    }
    return render_to_string("learner/archive_page.html", context)


def _part(key: str, rows: list[dict[str, Any]]) -> ArchivePart:
    return ArchivePart(
        title=format_field_label(key),
        columns=[format_field_label(column) for column in rows[0]] if rows else [],
        rows=[list(_cells(row)) for row in rows],
    )


def _cells(row: dict[str, Any]) -> Iterator[tuple[str, SafeString]]:
    for key, value in row.items():
        yield format_field_label(key), _shown(key, value)


def _shown(key: str, value: Any) -> SafeString:
    """Return a value in words; containers as lists."""
    if isinstance(value, dict):
        inside = [(format_field_label(one), _shown(one, value[one])) for one in value]
        return _listed(format_html("{}: {}", *pair) for pair in inside)
    if isinstance(value, list):
        return _listed(_shown(key, one) for one in value)
    return _fact(key, value)


def _listed(items: Any) -> SafeString:
    rows = [(item,) for item in items]
    if not rows:
        return SafeString(_NOTHING)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


def _fact(key: str, value: Any) -> SafeString:
    if value is None:
        return format_html('<data value="null">{}</data>', _NOTHING)
    if isinstance(value, date):  # includes datetime
        kept = DjangoJSONEncoder().default(value)
        return format_html('<time datetime="{}">{}</time>', kept, _day(value))
    if isinstance(value, bool):
        words = _("Yes") if value else _("No")
        return format_html('<data value="{}">{}</data>', str(value).lower(), words)
    words = str(VALUES.get(key, {}).get(str(value), value))
    if key == "score" and isinstance(value, int | float | Decimal):
        words = format_percent(value)
    return format_html('<data value="{}">{}</data>', value, words)


def _day(value: date) -> str:
    if not isinstance(value, datetime):
        return formats.date_format(value, "DATE_FORMAT")
    local = timezone.localtime(value)
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M}"

"""Template tags for icons, states, charts and tables; see docs/interface.md."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from elearning.interface import number_formats
from elearning.interface.state_looks import STATES, WITHHELD, StateLook
from elearning.languages import CODES, label_language, list_texts

register = template.Library()

ICON_NAME = re.compile(r"[a-z][a-z-]*")
SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_LINE_BREAKS = re.compile(r"\s*\n\s*")


@dataclass
class ChartBarPart:
    """A positioned part of a bar; lengths in per cent, for SVG attributes."""

    state: str
    number: int | None
    x: str
    width: str
    middle: str
    fits: bool


@dataclass
class ChartBar:
    """A row of a chart; a withheld number is ``None``."""

    label: str
    url: str
    total: int | None
    parts: list[ChartBarPart]
    numbers: list[int | None]


@dataclass
class BarChart:
    """A chart of stacked bars with the totals of every state."""

    bars: list[ChartBar] = field(default_factory=list)
    totals: dict[str, int | None] = field(default_factory=dict)

    @property
    def key(self) -> list[tuple[str, int | None]]:
        return list(self.totals.items())

    @property
    def is_withheld(self) -> bool:
        return any(part.state == WITHHELD for bar in self.bars for part in bar.parts)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Render an icon of ``templates/components/icons``, silent unless labelled."""
    css = f"icon icon-{size}" if size else "icon"
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', css, spoken, _drawing(name)
    )


@register.simple_tag
def drawings(*names: str) -> SafeString:
    """Put hidden icons into a page once, for repeated use by ``drawn``."""
    symbols = format_html_join(
        "",
        '<symbol id="icon-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, _drawing(name)) for name in names),
    )
    return format_html(
        '<svg width="0" height="0" aria-hidden="true" hidden>{}</svg>', symbols
    )


@register.simple_tag
def drawn(name: str) -> SafeString:
    """Show an icon that ``drawings`` put into the page, hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name
    )


@register.simple_block_tag
def tablescroll(content: SafeString, *, label: str) -> SafeString:
    """Let a table wider than the window scroll inside itself, also by keyboard."""
    return format_html(
        '<div class="table-scroll" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )


@register.simple_block_tag
def onelines(content: SafeString) -> SafeString:
    """Remove empty lines and indentation, to make long pages smaller."""
    return mark_safe(_LINE_BREAKS.sub("\n", content))  # noqa: S308 — escaped before


@register.simple_tag
def state_look(state: str) -> StateLook:
    """Return the icon and the label of a state."""
    try:
        return STATES[state]
    except KeyError:
        message = f"“{state}” is no state. Known are: {', '.join(STATES)}."
        raise template.TemplateSyntaxError(message) from None


@register.simple_tag
def stacked(rows: Iterable[Any], total: Any = None) -> BarChart:
    """Lay out the parts of every row (an object or a mapping) on a bar.

    A part of ``None`` is withheld; its row gives the sum as ``whole``, or withholds it
    too. ``total`` is the row of totals, if they do not add up.
    """
    rows = list(rows)
    chart = BarChart()
    for row in rows:
        for state, number in _value(row, "parts"):
            chart.totals[state] = _added(chart.totals.get(state, 0), number)
    if total:
        told = dict(_value(total, "parts"))
        chart.totals = {state: told.get(state, 0) for state in chart.totals | told}
    for row in rows:
        counts: dict[str, int | None] = {}
        for state, number in _value(row, "parts"):
            counts[state] = _added(counts.get(state, 0), number)
        known = sum(number or 0 for number in counts.values())
        whole = _value(row, "whole", known)
        chart.bars.append(
            ChartBar(
                label=_value(row, "label"),
                url=_value(row, "url", ""),
                total=whole,
                parts=_placed(_with_rest(counts, known, whole)),
                numbers=[counts.get(state, 0) for state in chart.totals],
            )
        )
    return chart


@register.simple_tag
def page_url(query: QueryDict | None, key: str, number: int) -> str:
    """Return the URL of another page of the same list, with its filters."""
    changed = query.copy() if query else QueryDict(mutable=True)
    changed[key] = str(number)
    return f"?{changed.urlencode()}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the page numbers to link, with gaps."""
    return list(
        page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )


@register.filter
def share(part: float, whole: float) -> str:
    """Return a part of a whole as the length of a bar, in per cent."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@register.filter
def percent(part: float) -> str:
    """Format a share from 0 to 1 in the page’s language: 85 %."""
    return number_formats.format_percent(part)


@register.filter
def score(part: float | Decimal) -> str:
    """Format a person’s result as ``percent`` does, rounded down: 79.9 is not 80."""
    return number_formats.format_percent(int(100 * Decimal(str(part))) / 100)


@register.filter
def decimal(number: float) -> str:
    """Format a number with two places in the page’s language: −0,57."""
    return number_formats.format_decimal(number)


@register.simple_tag
def language_codes() -> tuple[str, ...]:
    """Return the codes of the languages, in their order."""
    return CODES


@register.filter
def in_languages(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the code of every language, with its text or an empty one."""
    return list_texts(texts)


@register.filter
def language_label(code: str, part: str) -> str:
    """Return the label of a part of a page in a language: Title in Kazakh."""
    return label_language(part, code)


@register.filter
def unbroken(text: str) -> str:
    """Keep ``text``, such as a date, in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def as_clock(seconds: float) -> str:
    """Format seconds as a clock: 32:05, or 1:02:05."""
    minutes, rest = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def _drawing(name: str) -> SafeString:
    path = f"components/icons/{name}.svg"
    if not ICON_NAME.fullmatch(name):
        raise template.TemplateDoesNotExist(path)
    drawing = SVG.search(get_template(path).render())
    if drawing is None:
        raise template.TemplateDoesNotExist(path)
    return mark_safe(drawing[1])  # noqa: S308 — a file of the project


def _value(row: Any, name: str, default: Any = None) -> Any:
    if isinstance(row, Mapping):
        return row.get(name, default)
    return getattr(row, name, default)


def _added(number: int | None, more: int | None) -> int | None:
    """Add two numbers; the sum is withheld if either is."""
    return None if number is None or more is None else number + more


def _with_rest(
    counts: dict[str, int | None], known: int, whole: int | None
) -> dict[str, int]:
    """Combine withheld parts into one; the whole bar if the sum is withheld too."""
    if whole is None:
        return {WITHHELD: 1}
    told = {state: number for state, number in counts.items() if number is not None}
    return told if whole == known else told | {WITHHELD: whole - known}


def _placed(counts: dict[str, int]) -> list[ChartBarPart]:
    """Lay the parts end to end, without empty ones."""
    total = sum(counts.values())
    parts = []
    start = 0.0
    for state, number in counts.items():
        if not number:
            continue
        width = 100 * number / total
        parts.append(
            ChartBarPart(
                state=state,
                number=None if state == WITHHELD else number,
                x=f"{start:.2f}%",
                width=f"{width:.2f}%",
                middle=f"{start + width / 2:.2f}%",
                fits=state != WITHHELD
                and width >= 2 + 2.8 * len(str(number)),  # chosen by eye, on a phone
            )
        )
        start += width
    return parts

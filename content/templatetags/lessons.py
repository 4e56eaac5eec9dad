"""Citations in the templates of lessons, resolved once for the whole page."""

from typing import Any

from django import template

from content.blocks.reading import split_cites
from content.recordings.converting import recordings_of
from content.recordings.models import Recording
from courses.provisions.citing import Cited, resolve

register = template.Library()


@register.simple_tag(takes_context=True)
def cited(context: dict[str, Any], codes: str) -> list[Cited]:
    """Return the citations in ``codes`` resolved: from the page's own, else anew."""
    wanted = split_cites(codes)
    known: dict[str, Cited] = context.get("citations") or {}
    if all(code in known for code in wanted):
        return [known[code] for code in wanted]
    return resolve(wanted)


@register.inclusion_tag("content/previews/facts.html", takes_context=True)
def facts_at(context: dict[str, Any], block: str) -> dict[str, Any]:
    """Return what is to be verified at a block; only previews have anything of the kind."""
    shown = context.get("facts") if context.get("is_preview") else None
    return {"facts": (shown or {}).get(block, [])}


@register.simple_tag(takes_context=True)
def recording_of(context: dict[str, Any], file: Any) -> Recording | None:
    """Return what is loaded instead of ``file``: known to the whole lesson, else asked."""
    known: dict[int, Recording] | None = context.get("recordings")
    return (recordings_of([file.pk]) if known is None else known).get(file.pk)


@register.simple_tag(takes_context=True)
def tracks_of(context: dict[str, Any], block: str) -> list[dict[str, str]]:
    """Return the captions of a film; only pages of readers have their addresses."""
    known: dict[str, list[dict[str, str]]] = context.get("captions") or {}
    return known.get(block, [])

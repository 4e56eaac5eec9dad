"""Template tags for lessons: blocks, citations, recordings and captions."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string

from content.blocks.body_reader import split_citations
from content.recordings.models import Recording
from content.recordings.recording_conversion import list_ready_recordings
from courses.provisions.citation_lookup import ResolvedCitation, resolve_citations
from elearning.languages import get_current_language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()

#: The number of lines cached in each process, some 600 bytes each.
_LINES = 8192


@register.simple_tag(takes_context=True)
def cited(context: dict[str, Any], codes: str) -> list[ResolvedCitation]:
    """Return the citations in ``codes``, from the page’s own if possible."""
    wanted = split_citations(codes)
    known: dict[str, ResolvedCitation] = context.get("citations") or {}
    if all(code in known for code in wanted):
        return [known[code] for code in wanted]
    return resolve_citations(wanted)


@register.simple_tag(takes_context=True)
def lesson_block(context: Any, block: Any) -> str:
    """Return the HTML of a lesson block, with terms linked by the page’s ``glossary``.

    Blocks that are the same for everybody come from ``blocks``
    (``content.lesson_cache``).
    """
    kept: dict[str, SafeString] = context.get("blocks") or {}
    if block.id in kept:
        return kept[block.id]
    html: SafeString = block.render_as_block(context.flatten() | {"block_id": block.id})
    glossary = context.get("glossary")
    return glossary.explain(html) if glossary else html


@register.simple_tag
def ask_line(block: str, number: int) -> "SafeString":
    """Return the link to a private question about the block, which has this ``number``."""
    return _ask_line(block, number, get_current_language())


@lru_cache(maxsize=_LINES)
def _ask_line(block: str, number: int, _language: str) -> "SafeString":
    place = {"block": block, "number": number}
    return render_to_string("content/ask_line.html", place)


@register.inclusion_tag("content/previews/facts.html", takes_context=True)
def facts_at(context: dict[str, Any], block: str) -> dict[str, Any]:
    """Return the facts to verify at a block; only previews have any."""
    shown = context.get("facts") if context.get("is_preview") else None
    return {"facts": (shown or {}).get(block, [])}


@register.simple_tag(takes_context=True)
def recording_of(context: dict[str, Any], file: Any) -> Recording | None:
    """Return the converted version of ``file``, from the page’s own if possible."""
    known: dict[int, Recording] | None = context.get("recordings")
    return (list_ready_recordings([file.pk]) if known is None else known).get(file.pk)


@register.simple_tag(takes_context=True)
def tracks_of(context: dict[str, Any], block: str) -> list[dict[str, str]]:
    """Return the caption tracks of a film; only pages of readers have their URLs."""
    known: dict[str, list[dict[str, str]]] = context.get("captions") or {}
    return known.get(block, [])

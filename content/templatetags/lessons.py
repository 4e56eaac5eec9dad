"""Citations in the templates of lessons, resolved once for the whole page."""

from typing import Any

from django import template

from content.blocks.reading import split_cites
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

"""A document block by block, for those who review it."""

from typing import Any

from django.template.loader import render_to_string

from courses.provisions.comparing import Part, clause_numbers, parts
from courses.reading import Block, source


def blocks_of(text: dict[str, Any], language: str = "") -> list[Block]:
    """Return the parts of one language of ``DocumentVersion.body`` as blocks.

    A clause has its number as its id, any other part its name. With a ``language`` they
    have the ``html`` that readers of that language get.
    """
    known, found = clause_numbers(text), list(parts(text))
    shown = [""] * len(found)
    if language:
        shown = source().read([part.text for _name, part in found], language)
    return [
        _block(name, part, known.get(name, ""), html)
        for (name, part), html in zip(found, shown, strict=True)
    ]


def _block(name: str, part: Part, number: str, text: str) -> Block:
    context = {"part": part, "number": number, "text": text}
    html = render_to_string("desk/reviews/part.html", context) if text else ""
    words = "\n".join(filter(None, part.lines.values()))
    return Block(number or name, name, words, html)

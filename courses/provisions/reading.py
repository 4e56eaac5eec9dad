"""A document block by block, for those who review it."""

from typing import Any

from django.template.loader import render_to_string

from courses.provisions.comparing import Part, clause_numbers, parts
from courses.reading import Block


def blocks_of(text: dict[str, Any]) -> list[Block]:
    """Return the parts of one language of ``DocumentVersion.body`` as blocks.

    A clause has its number as its id, any other part its name.
    """
    known = clause_numbers(text)
    return [_block(name, part, known.get(name, "")) for name, part in parts(text)]


def _block(name: str, part: Part, number: str) -> Block:
    html = render_to_string("desk/reviews/part.html", {"part": part, "number": number})
    words = "\n".join(filter(None, part.lines.values()))
    return Block(number or name, name, words, html)

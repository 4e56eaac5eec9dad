"""Documents split into blocks, for reviewers."""

from typing import Any

from django.template.loader import render_to_string

from courses.provisions.document_diff import (
    DocumentPart,
    iter_document_parts,
    list_clause_numbers,
)
from courses.version_texts import VersionBlock, get_text_source


def build_document_blocks(
    text: dict[str, Any], language: str = ""
) -> list[VersionBlock]:
    """Return the parts of one language of ``DocumentVersion.body`` as blocks.

    The id of a clause is its number, that of any other part its name. With a
    ``language``, the blocks have the ``html`` that its readers see.
    """
    known, found = list_clause_numbers(text), list(iter_document_parts(text))
    shown = [""] * len(found)
    if language:
        shown = get_text_source().render_rich_texts(
            [part.text for _name, part in found], language
        )
    return [
        _block(name, part, known.get(name, ""), html)
        for (name, part), html in zip(found, shown, strict=True)
    ]


def _block(name: str, part: DocumentPart, number: str, text: str) -> VersionBlock:
    context = {"part": part, "number": number, "text": text}
    html = render_to_string("desk/reviews/part.html", context) if text else ""
    words = "\n".join(filter(None, part.lines.values()))
    return VersionBlock(number or name, name, words, html)

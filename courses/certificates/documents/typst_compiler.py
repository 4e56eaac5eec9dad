"""Set a paper with Typst: one at a time, with the fonts of this package alone."""

import io
import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst
from PIL import Image

FONTS = Path(__file__).parent / "typst" / "fonts"

#: Dots an inch of a picture: A4 landscape is some 1,400 pixels broad.
_DOTS = 120
_COLOURS = 128

_one_at_a_time = threading.Lock()


def compile_pdf(
    template: Path, data: dict[str, Any], at: datetime, *, attached: bytes | None = None
) -> bytes:
    """Return ``data`` set by ``template``; the same bytes every time.

    Tagged for screen readers (ISO 14289-1), fit for an archive (ISO 19005-3). The
    machine's own fonts are never asked, so that a paper looks alike everywhere. ``at``
    is the date of the document; ``attached`` is text in UTF-8 that the template attaches.
    Raises ``typst.TypstError`` where it cannot be set.
    """
    with _one_at_a_time:
        paper = _compiler(template).compile(
            format="pdf",
            pdf_standards=["ua-1", "a-3a"],
            sys_inputs=_inputs(data, attached),
            timestamp=int(at.timestamp()),
        )
    return cast("bytes", paper)  # one file, since the format is PDF


def compile_image(template: Path, data: dict[str, Any], at: datetime) -> bytes:
    """Return the first page of ``data`` set by ``template`` as a PNG for a screen.

    It has a palette of its own, which makes it a third as heavy and nothing less sharp.
    """
    with _one_at_a_time:
        pages = _compiler(template).compile(
            format="png",
            ppi=_DOTS,
            sys_inputs=_inputs(data),
            timestamp=int(at.timestamp()),
        )
    drawn = cast("bytes", pages[0] if isinstance(pages, list) else pages)
    light = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as whole:
        whole.convert("RGB").quantize(_COLOURS).save(light, "PNG", optimize=True)
    return light.getvalue()


def _inputs(data: dict[str, Any], attached: bytes | None = None) -> dict[str, str]:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return inputs if attached is None else inputs | {"attached": attached.decode()}


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Return Typst for one template; it may only be used by one thread at a time."""
    return typst.Compiler(str(template), root=str(template.parent), font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of papers, read once for all templates."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])

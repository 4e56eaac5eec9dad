"""Compilation with Typst: one document at a time, with the fonts of this package only."""

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

#: Pixels per inch of an image; A4 landscape is about 1,400 pixels wide.
_DOTS = 120
_COLOURS = 128

_one_at_a_time = threading.Lock()


def compile_pdf(
    template: Path, data: dict[str, Any], at: datetime, *, attached: bytes | None = None
) -> bytes:
    """Return ``data`` set by ``template`` as a PDF; deterministic.

    Tagged for screen readers (ISO 14289-1) and archivable (ISO 19005-3). System fonts
    are never used, so that the result is the same everywhere. ``at`` is the date of the
    document; ``attached`` is UTF-8 text that the template attaches. Raises
    ``typst.TypstError`` on failure.
    """
    with _one_at_a_time:
        paper = _compiler(template).compile(
            format="pdf",
            pdf_standards=["ua-1", "a-3a"],
            sys_inputs=_inputs(data, attached),
            timestamp=int(at.timestamp()),
        )
    return cast("bytes", paper)  # PDF output is a single file


def compile_image(template: Path, data: dict[str, Any], at: datetime) -> bytes:
    """Return the first page of ``data`` set by ``template`` as a PNG for a screen.

    It uses a palette, which makes it two thirds smaller without visible loss.
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
    """Return the compiler of a template; it may be used by one thread at a time."""
    return typst.Compiler(str(template), root=str(template.parent), font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])

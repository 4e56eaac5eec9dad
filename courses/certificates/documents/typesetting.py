"""Set a sheet with Typst: one at a time, with the fonts inside it alone."""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

_one_at_a_time = threading.Lock()


def pdf(template: Path, data: dict[str, Any], at: datetime) -> bytes:
    """Return ``data`` set by ``template``; the same bytes every time.

    Tagged for screen readers (ISO 14289-1), fit for an archive (ISO 19005-2). The
    machine's own fonts are never asked, so that a sheet looks alike everywhere. ``at``
    is the date of the document. Raises ``typst.TypstError`` where it cannot be set.
    """
    with _one_at_a_time:
        sheet = _compiler(template).compile(
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
        )
    return cast("bytes", sheet)  # one file, since the format is PDF


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Return Typst with its fonts read once; it may only be used by one thread at a time."""
    return typst.Compiler(
        str(template), root=str(template.parent), ignore_system_fonts=True
    )

"""What programs that know ISO 14289-1 find in a paper."""

from pathlib import Path

import outloud
from pdfua import validate


def faults_of(paper: bytes, folder: Path) -> list[str]:
    """Return what two checkers find wrong with ``paper``, warnings among it."""
    file = folder / "checked.pdf"
    file.write_bytes(paper)
    said = [one.message for one in validate(str(file)).findings]
    return said + [str(one) for one in outloud.check(str(file)).findings]

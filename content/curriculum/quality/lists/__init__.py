"""Word lists of the checks: one entry per line, sorted; # begins a comment."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read_word_list(name: str) -> frozenset[str]:
    """Return the entries of a list; empty if there is no such list."""
    path = FOLDER / name
    if not path.exists():
        return frozenset()
    rows = (
        row.partition("#")[0].strip() for row in path.read_text("utf-8").split("\n")
    )
    return frozenset(filter(None, rows))

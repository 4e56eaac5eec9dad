"""Lists of words beside the checks: one entry a line, sorted, # begins a remark."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read_word_list(name: str) -> frozenset[str]:
    """Return the entries of a list; none where there is no such list."""
    path = FOLDER / name
    if not path.exists():
        return frozenset()
    rows = (
        row.partition("#")[0].strip() for row in path.read_text("utf-8").split("\n")
    )
    return frozenset(filter(None, rows))

"""Contradictions between several rows about one person."""

from datetime import date

from elearning.staff.importing.columns import COLUMNS
from elearning.staff.importing.row_parser import CellFault, ParsedRow

#: The maximum number of posts of one person in a list.
_MOST = 30
_OF_PERSON = [column for column in COLUMNS.values() if column.contradiction]


def list_row_conflicts(lines: list[ParsedRow], on: date) -> list[CellFault]:
    """Return the faults of rows that repeat or contradict an earlier one, as of ``on``."""
    if len(lines) > _MOST:
        told = {"most": _MOST}
        return [CellFault(lines[_MOST].row, "staff_number", "too_many_posts", told)]
    found: list[CellFault] = []
    for place, line in enumerate(lines):
        for earlier in lines[:place]:
            if fault := _clash(line, earlier, on):
                found.append(fault)
                break
    return found


def _clash(line: ParsedRow, earlier: ParsedRow, on: date) -> CellFault | None:
    row = {"row": earlier.row}
    if line.values == earlier.values:
        return CellFault(line.row, "staff_number", "same_row", row)
    for column in _OF_PERSON:
        if line.get(column.name) != earlier.get(column.name):
            return CellFault(line.row, "staff_number", column.contradiction, row)
    is_same_post = (line.place, line.post) == (earlier.place, earlier.post)
    if is_same_post and _overlap(line, earlier, on):
        return CellFault(line.row, "post", "overlap", row)
    return None


def _overlap(line: ParsedRow, earlier: ParsedRow, on: date) -> bool:
    firsts = [one.starts_on or on for one in (line, earlier)]
    lasts = [one.ends_on for one in (line, earlier) if one.ends_on is not None]
    return max(firsts) <= min(lasts, default=date.max)

"""Agreement between the markers of an open answer, and the resulting mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from courses.assessment.kinds import Key
from courses.assessment.kinds.open_answer_type import (
    compute_rubric_mark,
    find_rubric_points,
)

#: The largest difference, in total points, at which two markers still agree.
WITHIN = 1


class MarkerMark(Protocol):
    """The mark given by one person."""

    marker_id: int
    is_decision: bool
    levels: dict[str, int]


@dataclass(frozen=True)
class AgreedMark:
    """The mark of an answer, and the marks it is based on."""

    mark: Decimal
    counting: Sequence[MarkerMark]


def find_agreed_mark(
    key: Key, marks: Sequence[MarkerMark], *, wanted: int
) -> AgreedMark | None:
    """Return the mark of an answer by ``marks``, or ``None`` while it is undecided.

    ``wanted`` people mark it independently. If they agree, the mean counts. If not, the
    decision of a third person counts, or a joint one of the two: both give the same
    levels. ``marks`` are in the order in which they were given.
    """
    firsts = [one for one in marks if not one.is_decision]
    if len(firsts) < wanted:
        return None
    decision = _decision(marks, {one.marker_id for one in firsts})
    if decision is not None:
        return AgreedMark(compute_rubric_mark(key, _points(key, decision)), [decision])
    points = [_points(key, one) for one in firsts]
    if max(points) - min(points) > WITHIN:
        return None
    return AgreedMark(compute_rubric_mark(key, *points), firsts)


def _points(key: Key, mark: MarkerMark) -> int:
    """Return the total points of a mark; its levels were checked when given."""
    return find_rubric_points(key, mark.levels) or 0


def _decision(
    marks: Sequence[MarkerMark], first_markers: set[int]
) -> MarkerMark | None:
    decisions = [one for one in marks if one.is_decision]
    for one in decisions:
        if one.marker_id not in first_markers:
            return one
    if len(decisions) > 1 and decisions[0].levels == decisions[1].levels:
        return decisions[1]
    return None

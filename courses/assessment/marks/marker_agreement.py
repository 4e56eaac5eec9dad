"""Whether the people who marked an open answer agree, and what it is worth then."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from courses.assessment.kinds import Key
from courses.assessment.kinds.open_answer_type import (
    compute_rubric_mark,
    find_rubric_points,
)

#: By how many points in all two markers may differ and still agree.
WITHIN = 1


class MarkerMark(Protocol):
    """What one person gave."""

    marker_id: int
    is_decision: bool
    levels: dict[str, int]


@dataclass(frozen=True)
class AgreedMark:
    """The mark of an answer, and the marks that it follows from."""

    mark: Decimal
    counting: Sequence[MarkerMark]


def find_agreed_mark(
    key: Key, marks: Sequence[MarkerMark], *, wanted: int
) -> AgreedMark | None:
    """Return what an answer is worth by ``marks``; ``None`` while that is open.

    ``wanted`` people mark it, each for herself. Where they agree, their mean counts. Where
    they did not, the decision of a third person does, or that of the two together: both
    give the same levels. ``marks`` are in the order in which they were given.
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
    """Return what the levels of a mark come to; they were checked when it was given."""
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

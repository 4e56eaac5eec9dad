"""What apps above keep of people beside the platform's own records, and how long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.retention.rules import Rule

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class Kept:
    """Append-only rows that belong to an enrolment: their rule, and since when they count.

    ``rows`` returns all of them, ``since`` names the column of the moment, ``columns`` what
    their owner takes away of them, and ``name`` under which name.
    """

    name: str
    rule: Rule
    rows: Callable[[], Any]
    since: str
    columns: tuple[str, ...]

    def of(self, learner: "StaffMember") -> Any:
        """Return the rows of ``learner``, the oldest first."""
        return self.rows().filter(enrolment__learner=learner).order_by(self.since, "pk")


_kept: dict[str, Kept] = {}


def register(kept: Kept) -> None:
    """Have the rows go by their rule, with an erasure, and into the copy of their owner."""
    _kept[kept.name] = kept


def everything() -> list[Kept]:
    """Return what was registered."""
    return list(_kept.values())

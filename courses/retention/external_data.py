"""What apps above keep of people beside the platform's own records, and how long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.retention.retention_rules import RetentionRule

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class ExternalRecords:
    """Append-only rows that belong to an enrolment: their rule, and since when they count.

    ``rows`` returns all of them, ``since`` names the column of the moment, ``columns`` what
    their owner takes away of them, and ``name`` under which name.
    """

    name: str
    rule: RetentionRule
    rows: Callable[[], Any]
    since: str
    columns: tuple[str, ...]

    def of(self, learner: "StaffMember") -> Any:
        """Return the rows of ``learner``, the oldest first."""
        return self.rows().filter(enrolment__learner=learner).order_by(self.since, "pk")


_kept: dict[str, ExternalRecords] = {}


def register(kept: ExternalRecords) -> None:
    """Have the rows go by their rule, with an erasure, and into the copy of their owner."""
    _kept[kept.name] = kept


def list_external_records() -> list[ExternalRecords]:
    """Return what was registered."""
    return list(_kept.values())

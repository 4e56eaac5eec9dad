"""Personal records of apps above, beside the platform’s own, and their retention."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.retention.retention_rules import RetentionRule

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class ExternalRecords:
    """Append-only rows that belong to an enrolment, with their retention rule.

    ``rows`` returns all of them, ``since`` names the column with their moment,
    ``columns`` are those in the owner’s data export, and ``name`` is their name there.
    """

    name: str
    rule: RetentionRule
    rows: Callable[[], Any]
    since: str
    columns: tuple[str, ...]

    def of(self, learner: "StaffMember") -> Any:
        return self.rows().filter(enrolment__learner=learner).order_by(self.since, "pk")


_kept: dict[str, ExternalRecords] = {}


def register(kept: ExternalRecords) -> None:
    """Include the rows in retention, erasure and the data export of their owner."""
    _kept[kept.name] = kept


def list_external_records() -> list[ExternalRecords]:
    """Return the registered records."""
    return list(_kept.values())

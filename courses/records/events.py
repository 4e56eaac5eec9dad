"""Events of the records for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courses.records.models import Completion, Withdrawal
    from elearning.accounts.models import User


@dataclass(frozen=True)
class CompletionRecorded(Event):
    """A pass was recorded; ``renewed`` is the earlier pass still valid at that time."""

    completion: "Completion"
    renewed: "Completion | None"
    by: "User | None"


@dataclass(frozen=True)
class CompletionsRecorded(Event):
    """Passes were recorded together: pairs of completion and renewed, oldest first."""

    passes: "Sequence[tuple[Completion, Completion | None]]"
    by: "User | None"


@dataclass(frozen=True)
class CompletionWithdrawn(Event):
    """A pass was withdrawn; also sent for the passes that a refresher renewed."""

    withdrawal: "Withdrawal"
    by: "User"
    at: "datetime"


@dataclass(frozen=True)
class CompletionCorrected(Event):
    """A pass was corrected."""

    before: "Completion"
    after: "Completion"
    reason: str
    by: "User"
    at: "datetime"

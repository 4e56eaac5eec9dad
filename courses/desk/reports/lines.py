"""One file of a report as a line of a list."""

from dataclasses import dataclass
from datetime import datetime

from courses.reporting.models import ReportRun

_State = ReportRun.State
#: Which state of the interface has the shape of a file's.
_LOOKS = {
    _State.WAITING: "awaiting",
    _State.RUNNING: "in-progress",
    _State.DONE: "completed",
    _State.FAILED: "missing",
    _State.REMOVED: "not-required",
}


@dataclass(frozen=True)
class Line:
    """A file as it stands at a moment."""

    run: ReportRun
    at: datetime

    @property
    def is_ready(self) -> bool:
        return self.run.can_be_taken(self.at)

    @property
    def is_open(self) -> bool:
        return self.run.state in ReportRun.OPEN

    @property
    def state(self) -> ReportRun.State:
        """How far it is; a file whose time has run out counts as removed."""
        state = _State(self.run.state)
        return _State.REMOVED if state == _State.DONE and not self.is_ready else state

    @property
    def look(self) -> str:
        return _LOOKS[self.state]

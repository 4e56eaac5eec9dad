"""States of targets and exports, as states of the interface."""

from typing import Any

#: The state of the interface for each state of a target, by value.
_TARGETS = {
    "sending": "valid",
    "trouble": "grace",
    "paused": "paused",
    "stopped": "not-required",
}
#: The same for an export.
_EXPORTS = {
    "waiting": "awaiting",
    "running": "in-progress",
    "done": "completed",
    "cancelled": "not-required",
    "failed": "missing",
    "removed": "not-required",
}


def get_target_look(state: Any) -> str:
    """Return the state of the interface for a target’s state."""
    return _TARGETS[str(state)]


def get_export_look(state: Any) -> str:
    """Return the state of the interface for an export’s state."""
    return _EXPORTS[str(state)]

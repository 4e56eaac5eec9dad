"""The states of the record store's desk, as shapes and words of the interface."""

from typing import Any

#: Which state of the interface has the shape of a target's state, by its value.
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
    """Return the state of the interface that a target's state looks like."""
    return _TARGETS[str(state)]


def get_export_look(state: Any) -> str:
    """Return the state of the interface that an export's state looks like."""
    return _EXPORTS[str(state)]

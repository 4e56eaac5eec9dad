"""Events of updates of certificates for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass(frozen=True)
class UpdateDemanded(Event):
    """Whoever passed by some ``editions`` of courses (keys) is asked for an update."""

    editions: "Collection[int]"
    since: "date"

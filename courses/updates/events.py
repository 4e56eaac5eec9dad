"""Events of updates of certificates for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass(frozen=True)
class UpdateDemanded(Event):
    """An update is required of everybody who passed in ``editions`` (ids) of courses."""

    editions: "Collection[int]"
    since: "date"

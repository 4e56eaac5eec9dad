"""What the register of documents does at news from the course office."""

from typing import Any

from courses.models import UnitVersion
from courses.provisions import citation_index
from courses.signals import language_confirmed


def connect_provision_receivers() -> None:
    """Listen to confirmed languages."""
    language_confirmed.connect(_index)


def _index(sender: Any, after: UnitVersion, **kwargs: Any) -> None:
    citation_index.index_unit_version(after)

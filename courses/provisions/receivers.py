"""Receiver that indexes the citations of confirmed versions."""

from courses.events import LanguageConfirmed
from courses.provisions import citation_index


@LanguageConfirmed.receiver
def index_confirmed_version(event: LanguageConfirmed) -> None:
    """Index the citations of the confirmed version."""
    citation_index.index_unit_version(event.after)

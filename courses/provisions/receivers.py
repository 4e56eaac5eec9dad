"""What the register of documents does at news from the course office."""

from courses.events import LanguageConfirmed
from courses.provisions import citation_index


@LanguageConfirmed.receiver
def index_confirmed_version(event: LanguageConfirmed) -> None:
    """Index what the confirmed version cites."""
    citation_index.index_unit_version(event.after)

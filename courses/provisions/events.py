"""Events of the register of documents; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from courses.provisions.models import DocumentEdition
    from elearning.accounts.models import User


@dataclass(frozen=True)
class DocumentReleased(Event):
    """An edition of a document was released to readers."""

    edition: "DocumentEdition"
    by: "User | None"

"""What follows for certificates from a released guideline and from a marked test."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from courses.assessment.models import Attempt
from courses.assessment.signals import attempt_marked
from courses.provisions.models import DocumentEdition
from courses.provisions.signals import document_released
from courses.updating import demanding, doing

if TYPE_CHECKING:
    from elearning.accounts.models import User


def connect() -> None:
    """Listen to new editions of guidelines, and to tests."""
    document_released.connect(_demand)
    attempt_marked.connect(_settle)


def _demand(
    sender: Any, edition: DocumentEdition, by: "User | None", **kwargs: Any
) -> None:
    demanding.demand(edition, by=by)


def _settle(
    sender: Any, attempt: Attempt, at: datetime, by: "User | None", **kwargs: Any
) -> None:
    doing.passed(attempt, at=at, by=by)

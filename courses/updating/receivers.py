"""What follows for certificates from a release and from a marked test.

The exam room asks who has an update of a course before them.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from courses.assessment.models import Attempt
from courses.assessment.signals import attempt_marked, update_ahead
from courses.models import Course, Edition
from courses.provisions.models import DocumentEdition
from courses.provisions.signals import document_released
from courses.signals import edition_released
from courses.updating import certificate_updates, update_demands
from courses.updating.update_tasks import has_open_update

if TYPE_CHECKING:
    from elearning.accounts.models import User


def connect_updating_signals() -> None:
    """Listen to new editions of guidelines and courses, to tests, and to that question."""
    document_released.connect(_demand)
    edition_released.connect(_demand_of_course)
    attempt_marked.connect(_settle)
    update_ahead.connect(_tell_update_ahead)


def _demand(
    sender: Any, edition: DocumentEdition, by: "User | None", **kwargs: Any
) -> None:
    update_demands.create_guideline_demands(edition, by=by)


def _demand_of_course(
    sender: Any, edition: Edition, by: "User | None", **kwargs: Any
) -> None:
    update_demands.create_course_demands(edition, by=by)


def _settle(
    sender: Any, attempt: Attempt, at: datetime, by: "User | None", **kwargs: Any
) -> None:
    certificate_updates.record_passed_test(attempt, at=at, by=by)


def _tell_update_ahead(
    sender: Any, user: "User", course: Course, **kwargs: Any
) -> bool:
    return has_open_update(user, course)

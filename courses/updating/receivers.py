"""What follows for certificates from a release and from a marked test.

The exam room asks who has an update of a course before them.
"""

from courses.assessment.events import AttemptMarked, UpdateAheadAsked
from courses.events import EditionReleased
from courses.provisions.events import DocumentReleased
from courses.updating import certificate_updates, update_demands
from courses.updating.update_tasks import has_open_update


@DocumentReleased.receiver
def demand_on_document_release(event: DocumentReleased) -> None:
    """Ask holders of certificates about a new edition of a guideline."""
    update_demands.create_guideline_demands(event.edition, by=event.by)


@EditionReleased.receiver
def demand_on_edition_release(event: EditionReleased) -> None:
    """Ask holders of certificates about a new edition of their course."""
    update_demands.create_course_demands(event.edition, by=event.by)


@AttemptMarked.receiver
def settle_on_marking(event: AttemptMarked) -> None:
    """Record what follows from a passed test."""
    certificate_updates.record_passed_test(event.attempt, at=event.at, by=event.by)


@UpdateAheadAsked.receiver
def answer_update_ahead(event: UpdateAheadAsked) -> bool:
    """Tell whether the user has an open update of the course before them."""
    return has_open_update(event.user, event.course)

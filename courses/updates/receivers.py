"""Receivers for updates: releases, marked tests, and a question of the exam room."""

from courses.assessment.events import AttemptMarked, UpdateAheadAsked
from courses.events import EditionReleased
from courses.provisions.events import DocumentReleased
from courses.updates import certificate_updates, update_demands
from courses.updates.update_tasks import has_open_update


@DocumentReleased.receiver
def demand_on_document_release(event: DocumentReleased) -> None:
    """Record the updates that a new edition of a guideline requires."""
    update_demands.create_guideline_demands(event.edition, by=event.by)


@EditionReleased.receiver
def demand_on_edition_release(event: EditionReleased) -> None:
    """Record the updates that a new edition of a course requires."""
    update_demands.create_course_demands(event.edition, by=event.by)


@AttemptMarked.receiver
def settle_on_marking(event: AttemptMarked) -> None:
    """Record the updates completed by a passed test."""
    certificate_updates.record_passed_test(event.attempt, at=event.at, by=event.by)


@UpdateAheadAsked.receiver
def answer_update_ahead(event: UpdateAheadAsked) -> bool:
    """Return whether the user has an open update of the course."""
    return has_open_update(event.user, event.course)

"""Rows of the list of safeguard reviews: subjects that wait or were returned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from courses.desk.reviews.remark_places import RemarkPlace, build_remark_places
from courses.models import Course, SafeguardAnswer, SafeguardReview
from courses.provisions.document_release import DocumentProposal
from courses.provisions.guideline_approval import list_guideline_proposals
from courses.release import safeguard_reviews
from courses.release.edition_proposal import list_changed_proposals
from courses.release.review_subjects import ReviewSubject
from courses.release.safeguard_checklist import (
    SafeguardQuestion,
    find_safeguard_question,
)

if TYPE_CHECKING:
    from courses.release.releasables import Releasable


@dataclass(frozen=True)
class ReviewComment:
    """A remark of a reviewer: the question, the place, and the reason."""

    item: SafeguardQuestion | None
    place: RemarkPlace
    reason: str


@dataclass(frozen=True)
class ReviewRow:
    """A subject that waits for a review, and its last review."""

    subject: ReviewSubject
    last: SafeguardReview | None
    places: dict[str, RemarkPlace] = field(default_factory=dict)

    @property
    def is_returned(self) -> bool:
        """Tell whether the authors have not changed it since it was returned."""
        return self.subject.is_returned(self.last)

    @property
    def answers(self) -> list[SafeguardAnswer]:
        """Return the answers for which the last review returned it, if any."""
        return _refusals(self.last)

    @property
    def comments(self) -> list[ReviewComment]:
        """Return the same as remarks, each with its place."""
        return [
            ReviewComment(
                find_safeguard_question(one.item),
                self.places.get(one.place, RemarkPlace(one.place)),
                one.reason,
            )
            for one in self.answers
        ]

    @property
    def url(self) -> str:
        if self.subject.course is not None:
            slug = self.subject.course.slug
            return reverse("desk:reviews:module", args=[slug, self.subject.key])
        return reverse("desk:reviews:guideline", args=[self.subject.parts[0].place])


def list_review_rows(subjects: Iterable[ReviewSubject]) -> list[ReviewRow]:
    """Return ``subjects`` with their last reviews; a few queries."""
    subjects = list(subjects)
    last = safeguard_reviews.list_last_reviews(subjects) if subjects else {}
    named = [
        (one, {answer.place for answer in _refusals(last.get(one.key))})
        for one in subjects
    ]
    places = build_remark_places(named)
    return [
        ReviewRow(one, last.get(one.key), places.get(one.key, {})) for one in subjects
    ]


def list_waiting_reviews() -> list[ReviewRow]:
    """Return all subjects that have not passed their review, courses first."""
    courses = Course.objects.filter(proposed_entries__isnull=False).distinct()
    changed: list[Releasable[Any]] = [
        *list_changed_proposals(courses.order_by("code")),
        *(
            DocumentProposal(one.document)
            for one in list_guideline_proposals()
            if one.is_changed
        ),
    ]
    return list_review_rows(
        subject for proposal in changed for subject in proposal.list_review_subjects()
    )


def filter_returned_rows(lines: Iterable[ReviewRow]) -> list[ReviewRow]:
    """Keep the subjects that were returned to their authors."""
    return [line for line in lines if line.is_returned]


def _refusals(last: SafeguardReview | None) -> list[SafeguardAnswer]:
    if last is None or not last.is_returned:
        return []
    refused = SafeguardAnswer.Verdict.NO
    return [one for one in last.answers.all() if one.verdict == refused]

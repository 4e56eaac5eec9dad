"""Safeguard reviews in a list: what waits, what came back, and what was said of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from courses import proposing, safeguarding
from courses.desk.reviews.places import Place, places_of
from courses.models import Course, SafeguardAnswer, SafeguardReview
from courses.provisions import proposing as documents
from courses.provisions import safeguarding as guidelines
from courses.review_subjects import Subject, subjects_of
from courses.safeguards import Item, item


@dataclass(frozen=True)
class Comment:
    """What a reviewer could not say yes to: the question, where, and why."""

    item: Item | None
    place: Place
    reason: str


@dataclass(frozen=True)
class Line:
    """What waits for a review, and the last word on it."""

    subject: Subject
    last: SafeguardReview | None
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def is_returned(self) -> bool:
        """Whether the authors have not changed it since it came back."""
        return self.subject.is_returned(self.last)

    @property
    def answers(self) -> list[SafeguardAnswer]:
        """What the last review returned it for; nothing after one that passed."""
        return _refusals(self.last)

    @property
    def comments(self) -> list[Comment]:
        """The same in words, each with its place."""
        return [
            Comment(
                item(one.item),
                self.places.get(one.place, Place(one.place)),
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


def lines_of(subjects: Iterable[Subject]) -> list[Line]:
    """Return ``subjects`` with what was last said of each; a few queries."""
    subjects = list(subjects)
    last = safeguarding.last_reviews(subjects) if subjects else {}
    named = [
        (one, {answer.place for answer in _refusals(last.get(one.key))})
        for one in subjects
    ]
    places = places_of(named)
    return [Line(one, last.get(one.key), places.get(one.key, {})) for one in subjects]


def waiting() -> list[Line]:
    """Return whatever has not passed its safeguard review, courses first."""
    courses = Course.objects.filter(proposed_entries__isnull=False).distinct()
    subjects = [
        subject
        for proposal in proposing.changed_among(courses.order_by("code"))
        for subject in subjects_of(proposal.course, proposal)
    ]
    changed = [one.document for one in documents.proposals() if one.is_changed]
    found = (guidelines.subject_of(document) for document in changed)
    return lines_of([*subjects, *(subject for subject in found if subject)])


def returned(lines: Iterable[Line]) -> list[Line]:
    """Keep what is with its authors."""
    return [line for line in lines if line.is_returned]


def _refusals(last: SafeguardReview | None) -> list[SafeguardAnswer]:
    if last is None or not last.is_returned:
        return []
    refused = SafeguardAnswer.Verdict.NO
    return [one for one in last.answers.all() if one.verdict == refused]

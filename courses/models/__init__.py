"""Courses and their units, editions and enrolments."""

from courses.models.course import Course, Outcome
from courses.models.edition import Approval, Edition, EditionEntry
from courses.models.enrolment import Enrolment, UnitProgress
from courses.models.proposal import CourseFactsChange, OutlineChange, ProposedEntry
from courses.models.release import (
    LanguageException,
    LanguageExceptionWord,
    PlannedRelease,
    PlannedReleaseEnd,
    WeightAllowed,
)
from courses.models.remit import CourseRemit
from courses.models.safeguard import SafeguardAnswer, SafeguardDraft, SafeguardReview
from courses.models.translation import SubmittedTranslation
from courses.models.unit import Segments, StoredSegments, Unit, UnitText, UnitVersion

__all__ = [
    "Approval",
    "Course",
    "CourseFactsChange",
    "CourseRemit",
    "Edition",
    "EditionEntry",
    "Enrolment",
    "LanguageException",
    "LanguageExceptionWord",
    "Outcome",
    "OutlineChange",
    "PlannedRelease",
    "PlannedReleaseEnd",
    "ProposedEntry",
    "SafeguardAnswer",
    "SafeguardDraft",
    "SafeguardReview",
    "Segments",
    "StoredSegments",
    "SubmittedTranslation",
    "Unit",
    "UnitProgress",
    "UnitText",
    "UnitVersion",
    "WeightAllowed",
]

"""Questions and exams that have statistics, or will have them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.assessment.models import PaperTally, PaperVersion, QuestionTally
from courses.assessment.models.question_version import QuestionVersion
from courses.models import Course, Edition, Unit
from elearning.accounts.models import User


def list_counted_questions(
    reader: User, course: Course | None = None
) -> QuerySet[QuestionVersion]:
    """Return the question versions that were asked, and those asked from now on.

    Limited to ``course``, if given; empty for a ``reader`` who may not see statistics.
    """
    tallies = QuestionTally.objects.visible_to(reader)
    if tallies.query.is_empty():
        return QuestionVersion.objects.none()
    found = QuestionVersion.objects.filter(
        version__unit__kind=Unit.Kind.QUESTION,
        version__unit__course__in=Course.objects.in_remit_of(reader).values("pk"),
    )
    if course is not None:
        found = found.filter(version__unit__course=course)
    return found.filter(
        Exists(tallies.filter(question=OuterRef("pk")))
        | Q(version__in=_current().values("entries__version"))
    )


def list_counted_exams(
    reader: User, course: Course | None = None
) -> QuerySet[PaperVersion]:
    """Return the exams that somebody sat, the newest version of each course first."""
    sat = PaperTally.objects.visible_to(reader).filter(paper=OuterRef("pk"))
    found = PaperVersion.objects.filter(Exists(sat))
    if course is not None:
        found = found.filter(version__unit__course=course)
    return found.order_by("version__unit__course__code", "-version__number")


def _current() -> QuerySet[Edition]:
    later = Edition.objects.filter(
        course=OuterRef("course"), number__gt=OuterRef("number")
    )
    return Edition.objects.filter(~Exists(later))

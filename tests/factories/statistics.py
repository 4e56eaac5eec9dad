"""Marked attempts in numbers, without the way there."""

from datetime import timedelta
from decimal import Decimal

from courses.assessment.models import Attempt, AttemptItem, QuestionVersion, Response
from courses.assessment.models.question_version import PaperVersion
from tests.factories.assessment import NOW
from tests.factories.courses import EnrolmentFactory

LATER = NOW + timedelta(minutes=10)


def asked_in(edition):
    """The question versions of an edition, in order."""
    return list(
        QuestionVersion.objects.filter(version__entries__edition=edition).order_by("pk")
    )


def taken(edition, given, *, language="kk", number=1, enrolment=None):
    """An attempt with an answer to each of the first questions; ``None`` gave none.

    A letter is a choice; anything else is kept as it is.
    """
    enrolment = enrolment or EnrolmentFactory(edition=edition, learner__user=None)
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    answers = [[one] if one in [*"abcd"] else one for one in given]
    asked = list(zip(asked_in(edition), answers, strict=False))
    marks = [_mark(question, answer) for question, answer in asked if question]
    score = (sum(marks, Decimal(0)) / len(marks)).quantize(Decimal("0.0001"))
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        paper=paper,
        number=number,
        language=language,
        started_at=NOW,
        ends_at=NOW + timedelta(minutes=40),
        handed_in_at=LATER,
        marked_at=LATER,
        ended_by=Attempt.EndedBy.LEARNER,
        score=score,
        passed=score * 100 >= paper.pass_mark,
        must_pass_failed=False,
    )
    for position, (question, answer) in enumerate(asked, start=1):
        item = AttemptItem.objects.create(
            attempt=attempt,
            position=position,
            question=question,
            order=list("abcd"),
            mark=_mark(question, answer),
        )
        if answer is not None:
            Response.objects.create(item=item, sequence=1, given=answer, saved_at=NOW)
    return attempt


def _mark(question, answer):
    """What an answer is worth; people give all the points."""
    mark = question.mark(answer)
    return Decimal(1) if mark is None else mark

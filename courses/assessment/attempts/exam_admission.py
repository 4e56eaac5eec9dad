"""Admission to an exam: whether a learner may sit it now, and what prevents it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.attempts import reread_lessons
from courses.assessment.errors import StartRefusal
from courses.assessment.models import Attempt, FurtherAttempt, PaperVersion
from courses.assessment.papers import question_draw
from courses.assessment.papers.question_pools import QuestionPool
from courses.assessment.sittings import sitting_entrance
from courses.models import EditionEntry, Enrolment
from elearning.prepared_queries import PreparedQuery, QueryParameter


@dataclass(frozen=True)
class ExamAdmission:
    """The basis of a new attempt, and the reasons against it, if any.

    ``taken`` lists all previous attempts, in order.
    """

    paper: PaperVersion
    way: sitting_entrance.SittingEntrance
    bank: QuestionPool
    taken: list[Attempt]
    reasons: list[StartRefusal]

    @property
    def number(self) -> int:
        return len(self.taken) + 1

    @property
    def under_way(self) -> Attempt | None:
        """The attempt under way, always the last one, or ``None``."""
        return self.taken[-1] if self.taken and self.taken[-1].is_open else None


@PreparedQuery
def _papers() -> QuerySet[PaperVersion]:
    edition = QueryParameter("edition", EditionEntry, "edition")
    papers = PaperVersion.objects.select_related("version__unit")
    return papers.filter(version__entries__edition=edition)


@PreparedQuery
def _attempts() -> QuerySet[Attempt]:
    enrolment = QueryParameter("enrolment", Attempt, "enrolment")
    return Attempt.objects.filter(enrolment=enrolment).order_by("number")


def get_exam_paper(enrolment: Enrolment) -> PaperVersion:
    """Return the exam of the learner's edition.

    Raises ``PaperVersion.DoesNotExist`` for a course without an exam.
    """
    for paper in _papers.ask(edition=enrolment.edition_id):
        return paper
    raise PaperVersion.DoesNotExist


def list_start_refusals(enrolment: Enrolment, at: datetime) -> list[StartRefusal]:
    """Return all reasons against a new attempt at ``at``; empty means admitted."""
    return assess_admission(enrolment, at).reasons


def assess_admission(enrolment: Enrolment, at: datetime) -> ExamAdmission:
    """Return whether a new attempt may start at ``at``, and its basis.

    The order is: lessons, the sitting, the number of attempts, waiting times, and the
    rereading of curriculum A.6. An attempt under way is not a reason:
    ``attempt_start.start_attempt`` returns it.
    """
    paper = get_exam_paper(enrolment)
    way = sitting_entrance.build_entrance(enrolment, paper, at)
    bank = question_draw.build_live_pool(enrolment.edition)
    taken = _attempts.ask(enrolment=enrolment.pk)
    if not enrolment.is_active:
        text = _("This course has ended for you, so its exam is closed.")
        return ExamAdmission(paper, way, bank, taken, [StartRefusal("ended", text)])
    found = [
        _lessons(enrolment),
        sitting_entrance.find_sitting_refusal(way, at),
        *_after(enrolment, paper, taken, at),
        _unready(bank, paper),
    ]
    reasons = [one for one in found if one is not None]
    return ExamAdmission(paper, way, bank, taken, reasons)


def count_allowed_attempts(enrolment: Enrolment, paper: PaperVersion) -> int:
    """Return how many attempts are allowed: those of the paper and those granted."""
    granted = FurtherAttempt.objects.filter(after__enrolment=enrolment).count()
    return paper.attempts + granted


def count_allowed_from_rows(taken: Sequence[Attempt], paper: PaperVersion) -> int:
    """Return the same from all attempts ``taken`` with their ``further``, unqueried."""
    return paper.attempts + sum(hasattr(one, "further") for one in taken)


def count_attempts_left(taken: Sequence[Attempt], allowed: int) -> int:
    """Return how many of the ``allowed`` attempts are left after those ``taken``.

    An attempt under way counts as taken.
    """
    return max(0, allowed - len(taken))


def find_next_attempt_time(
    paper: PaperVersion, taken: list[Attempt]
) -> datetime | None:
    """Return when the next attempt opens, or ``None`` if there is nothing to wait for.

    An attempt granted by a trainer has no waiting time: the trainer has spoken with the
    learner.
    """
    if not taken or len(taken) >= paper.attempts or taken[-1].is_waiting:
        return None
    ended = taken[-1].handed_in_at or taken[-1].ends_at
    return ended + timedelta(hours=paper.hours_before(len(taken) + 1))


def _lessons(enrolment: Enrolment) -> StartRefusal | None:
    if not (units := progress.list_lessons_before_exam(enrolment)):
        return None
    text = _("Some lessons are not finished yet. The exam opens when they are.")
    return StartRefusal("lessons", text, units=tuple(units))


def _after(
    enrolment: Enrolment, paper: PaperVersion, taken: list[Attempt], at: datetime
) -> list[StartRefusal | None]:
    """Return the reasons against another attempt after those ``taken``."""
    if not taken:
        return []
    if taken[-1].is_waiting:
        text = _(
            "Your last exam has been handed in, and a trainer is still "
            "marking some of its answers. What happens next depends on the "
            "result."
        )
        return [StartRefusal("marking", text)]
    if not count_attempts_left(taken, count_allowed_attempts(enrolment, paper)):
        text = _("No attempts left. Speak to your trainer and agree what happens next.")
        return [StartRefusal("attempts", text)]
    return [_waiting(paper, taken, at), _reading(taken)]


def _reading(taken: list[Attempt]) -> StartRefusal | None:
    if len(taken) + 1 < reread_lessons.FIRST_ATTEMPT or taken[-1].is_open:
        return None
    if not (units := reread_lessons.list_lessons_to_reread(taken[-1])):
        return None
    text = _(
        "Before this attempt, reread the lessons on what you got wrong. "
        "Read each one to the end and press “Go on”."
    )
    return StartRefusal("reading", text, units=tuple(units))


def _waiting(
    paper: PaperVersion, taken: list[Attempt], at: datetime
) -> StartRefusal | None:
    opens = find_next_attempt_time(paper, taken)
    if opens is None or opens <= at:
        return None
    moment = timezone.localtime(opens)
    text = _(
        "The next attempt opens on %(date)s at %(time)s. Use the time to "
        "reread what you found difficult."
    ) % {"date": date_format(moment), "time": time_format(moment, "H:i")}
    return StartRefusal("waiting", text, until=opens)


def _unready(bank: QuestionPool, paper: PaperVersion) -> StartRefusal | None:
    if question_draw.has_enough_questions(bank, paper):
        return None
    text = _("This exam does not have enough questions yet. Tell your training office.")
    return StartRefusal("unready", text)

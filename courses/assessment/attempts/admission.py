"""Whether a learner may sit the exam of her course now, and what is in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.attempts import rereading
from courses.assessment.models import Attempt, FurtherAttempt, PaperVersion
from courses.assessment.papers import drawing
from courses.assessment.papers.pools import Pool
from courses.assessment.reasons import Reason
from courses.assessment.sittings import entering
from courses.models import EditionEntry, Enrolment
from elearning.prepared import Parameter, Prepared


@dataclass(frozen=True)
class Admission:
    """What a new attempt rests on, and what is in its way: empty means go.

    ``taken`` is every attempt before it, in order.
    """

    paper: PaperVersion
    way: entering.Entrance
    bank: Pool
    taken: list[Attempt]
    reasons: list[Reason]

    @property
    def number(self) -> int:
        """The number of the new attempt."""
        return len(self.taken) + 1

    @property
    def under_way(self) -> Attempt | None:
        """The attempt that is not over yet; it is always the last one."""
        return self.taken[-1] if self.taken and self.taken[-1].is_open else None


def _by_edition() -> QuerySet[PaperVersion]:
    edition = Parameter("edition", EditionEntry, "edition")
    papers = PaperVersion.objects.select_related("version__unit")
    return papers.filter(version__entries__edition=edition)


def _by_enrolment() -> QuerySet[Attempt]:
    enrolment = Parameter("enrolment", Attempt, "enrolment")
    return Attempt.objects.filter(enrolment=enrolment).order_by("number")


_papers = Prepared(_by_edition)
_attempts = Prepared(_by_enrolment)


def paper_of(enrolment: Enrolment) -> PaperVersion:
    """Return the exam of the learner's edition.

    Raises ``PaperVersion.DoesNotExist`` for a course without an exam.
    """
    for paper in _papers.ask(edition=enrolment.edition_id):
        return paper
    raise PaperVersion.DoesNotExist


def may_start(enrolment: Enrolment, at: datetime) -> list[Reason]:
    """Return everything in the way of a new attempt at ``at``; empty means go."""
    return look(enrolment, at).reasons


def look(enrolment: Enrolment, at: datetime) -> Admission:
    """Return whether a new attempt may start at ``at``, and with what.

    Lessons come first, then the sitting, the attempts, the waiting times and the reading of
    curriculum A.6. An attempt under way is no reason: ``sitting.start`` returns it.
    """
    paper = paper_of(enrolment)
    way = entering.entrance(enrolment, paper, at)
    bank = drawing.bank(enrolment.edition)
    taken = _attempts.ask(enrolment=enrolment.pk)
    if not enrolment.is_active:
        text = _("This course has ended for you, so its exam is closed.")
        return Admission(paper, way, bank, taken, [Reason("ended", text)])
    found = [
        _lessons(enrolment),
        entering.closed(way, at),
        *_after(enrolment, paper, taken, at),
        _unready(bank, paper),
    ]
    reasons = [one for one in found if one is not None]
    return Admission(paper, way, bank, taken, reasons)


def attempts_allowed(enrolment: Enrolment, paper: PaperVersion) -> int:
    """Return how many attempts there are: those of the paper and those granted."""
    granted = FurtherAttempt.objects.filter(after__enrolment=enrolment).count()
    return paper.attempts + granted


def attempts_in_all(taken: Sequence[Attempt], paper: PaperVersion) -> int:
    """Return the same without a query, from all attempts ``taken`` with their ``further``."""
    return paper.attempts + sum(hasattr(one, "further") for one in taken)


def attempts_left(taken: Sequence[Attempt], allowed: int) -> int:
    """Return how many of the ``allowed`` attempts are left after those ``taken``.

    One that is under way is taken: whoever tells of attempts asks this.
    """
    return max(0, allowed - len(taken))


def opens_again_at(paper: PaperVersion, taken: list[Attempt]) -> datetime | None:
    """Return when the next attempt opens; ``None`` where there is none to wait for.

    One that a trainer granted waits for nothing: she has spoken with the learner.
    """
    if not taken or len(taken) >= paper.attempts or taken[-1].is_waiting:
        return None
    ended = taken[-1].handed_in_at or taken[-1].ends_at
    return ended + timedelta(hours=paper.hours_before(len(taken) + 1))


def _lessons(enrolment: Enrolment) -> Reason | None:
    if not (units := progress.missing_before_exam(enrolment)):
        return None
    text = _("Some lessons are not finished yet. The exam opens when they are.")
    return Reason("lessons", text, units=tuple(units))


def _after(
    enrolment: Enrolment, paper: PaperVersion, taken: list[Attempt], at: datetime
) -> list[Reason | None]:
    """Return what stands in the way after the attempts ``taken``."""
    if not taken:
        return []
    if taken[-1].is_waiting:
        text = _(
            "Your last exam is handed in, and a trainer still marks some of its answers. "
            "What comes next depends on the result."
        )
        return [Reason("marking", text)]
    if not attempts_left(taken, attempts_allowed(enrolment, paper)):
        text = _(
            "No attempts left. Speak with your trainer: together you agree what comes "
            "next."
        )
        return [Reason("attempts", text)]
    return [_waiting(paper, taken, at), _reading(taken)]


def _reading(taken: list[Attempt]) -> Reason | None:
    if len(taken) + 1 < rereading.FIRST_ATTEMPT or taken[-1].is_open:
        return None
    if not (units := rereading.missing(taken[-1])):
        return None
    text = _(
        "Before this attempt, read again the lessons on what was not right: each to its "
        "end, where you press “Go on”."
    )
    return Reason("reading", text, units=tuple(units))


def _waiting(paper: PaperVersion, taken: list[Attempt], at: datetime) -> Reason | None:
    opens = opens_again_at(paper, taken)
    if opens is None or opens <= at:
        return None
    moment = timezone.localtime(opens)
    text = _(
        "The next attempt opens on %(date)s at %(time)s. Use the time to read again "
        "what was difficult."
    ) % {"date": date_format(moment), "time": time_format(moment, "H:i")}
    return Reason("waiting", text, until=opens)


def _unready(bank: Pool, paper: PaperVersion) -> Reason | None:
    if drawing.is_enough(bank, paper):
        return None
    text = _("This exam does not have enough questions yet. Tell your training team.")
    return Reason("unready", text)

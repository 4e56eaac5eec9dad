"""Tests that do not count: before the first lesson, and 90 days after the exam.

They ask questions of the exam's bank by its engine, so that the three can be compared
(curriculum A.6: what was learned, and what of it is left). Nothing follows from them for
the learner, and whoever takes none loses nothing. The follow-up test is offered to a
sample: who is in it follows from the key of the enrolment and the platform's secret.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.attempts.exam_admission import get_exam_paper
from courses.assessment.errors import ExamStartError
from courses.assessment.events import AttemptStarted
from courses.assessment.models import (
    Attempt,
    AttemptPurpose,
    PaperVersion,
    generate_window_token,
)
from courses.assessment.papers import question_draw
from courses.assessment.start_refusals import StartRefusal
from courses.models import Enrolment, Unit
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND = "follow-up-test"
#: The follow-up test opens so long after the course was completed, and for so long.
AFTER, OPEN = timedelta(days=90), timedelta(days=30)
_PARTS = 10_000


def start_test(
    enrolment: Enrolment,
    purpose: AttemptPurpose,
    *,
    at: datetime,
    by: "User",
    language: str,
    hold: str | None = None,
) -> Attempt:
    """Begin the test for ``purpose``, or return the one under way or taken already.

    Raises ``ExamStartError`` with what is in the way: it is taken once, the entry test
    before the first lesson is finished, the follow-up test by its sample in its time.
    """
    with unit_of_work():
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",), no_key=True)
            .select_related("course", "edition", "learner")
            .get(pk=enrolment.pk)
        )
        if (taken := find_test_attempt(enrolment, purpose)) is not None:
            return attempt_deadlines.close_overdue_attempt(taken, at=at)
        if (reason := find_test_refusal(enrolment, purpose, at)) is not None:
            raise ExamStartError([reason])
        begun = Attempt(
            enrolment=enrolment,
            paper=get_exam_paper(enrolment),
            purpose=purpose,
            number=1,
            started_at=at,
            language=language,
            hold=hold or generate_window_token(),
        )
        pool = question_draw.build_live_pool(enrolment.edition)
        attempt = attempt_start.create_attempt(begun, pool)
        audit_log.record_action(
            "assessment.test_started",
            by=by,
            on=attempt,
            person=enrolment.learner.key,
            purpose=purpose,
        )
        AttemptStarted(attempt).send()
    return attempt


def find_test_attempt(enrolment: Enrolment, purpose: AttemptPurpose) -> Attempt | None:
    """Return the attempt at the test, if there is one."""
    return Attempt.every.filter(enrolment=enrolment, purpose=purpose).first()


def find_test_refusal(
    enrolment: Enrolment, purpose: AttemptPurpose, at: datetime
) -> StartRefusal | None:
    """Return why the test cannot start at ``at``; ``None`` where it can."""
    if purpose == AttemptPurpose.PRE_TEST and not _is_fresh(enrolment):
        text = _("You can take the entry test only before you finish the first lesson.")
        return StartRefusal("closed", text)
    if purpose == AttemptPurpose.FOLLOW_UP and not _is_asked(enrolment, at):
        text = _("The follow-up test is not open to you now.")
        return StartRefusal("closed", text)
    try:
        paper = get_exam_paper(enrolment)
    except PaperVersion.DoesNotExist:
        return StartRefusal(
            "unready", _("This course has no exam, so it has no test either.")
        )
    asked = paper.questions_for(purpose)
    if not 0 < asked <= _bank_size(enrolment):
        text = _("This test does not have enough questions. Go on without it.")
        return StartRefusal("unready", text)
    return None


def is_entry_test_open(enrolment: Enrolment, at: datetime) -> bool:
    """Tell whether the entry test can be begun, or gone on with, at ``at``."""
    taken = find_test_attempt(enrolment, AttemptPurpose.PRE_TEST)
    if taken is not None:
        return taken.is_open and not taken.is_out_of_time(at)
    return find_test_refusal(enrolment, AttemptPurpose.PRE_TEST, at) is None


def list_learner_follow_ups(learner: StaffMember, at: datetime) -> list[Enrolment]:
    """Return the enrolments of ``learner`` whose follow-up test is open at ``at``."""
    own = list_open_follow_ups(at).filter(learner=learner)
    return [one for one in own if _may_be_asked(one)]


def invite_to_follow_up(at: datetime) -> int:
    """Tell the sample once that the follow-up test is open; return how many were told.

    Nothing is said to people who have left, or have no account that is active.
    """
    told = set(Notice.objects.filter(kind=KIND).values_list("key", flat=True))
    staff = StaffMember.objects.employed(timezone.localdate(at))
    due = list_open_follow_ups(at).filter(
        learner__in=staff, learner__user__is_active=True
    )
    count = 0
    for enrolment in due.select_related("learner__user"):
        user = enrolment.learner.user
        if user is None or str(enrolment.key) in told or not _may_be_asked(enrolment):
            continue
        count += notify_user(
            user,
            KIND,
            str(enrolment.key),
            context={"code": enrolment.course.code},
            url=f"/exams/{enrolment.key}/{AttemptPurpose.FOLLOW_UP.value}/",
            at=at,
        )
    return count


def render_follow_up_notice(context: dict[str, Any]) -> NoticeText:
    """Return the words of the invitation: the course by its code (curriculum R16)."""
    return NoticeText(
        _("Course %(code)s: a short follow-up test is open to you")
        % {"code": context["code"]},
        _("It does not count and has no consequences for you."),
    )


def is_in_sample(enrolment: Enrolment) -> bool:
    """Tell whether ``enrolment`` is in the sample of the follow-up test."""
    salt = "assessment.follow-up"
    digest = salted_hmac(salt, str(enrolment.key), algorithm="sha256").digest()
    part = int.from_bytes(digest[:8]) % _PARTS
    return part * 100 < settings.FOLLOW_UP_PERCENT * _PARTS


def list_open_follow_ups(at: datetime) -> Any:
    """Return the enrolments completed so long ago that the test is open, without one yet."""
    taken = Attempt.every.filter(purpose=AttemptPurpose.FOLLOW_UP)
    return (
        Enrolment.objects.filter(
            completed_at__gt=at - AFTER - OPEN,
            completed_at__lte=at - AFTER,
            ended_at=None,
        )
        .exclude(pk__in=taken.marked().values("enrolment"))
        .select_related("course", "edition")
        .order_by("completed_at")
    )


def _may_be_asked(enrolment: Enrolment) -> bool:
    if not is_in_sample(enrolment):
        return False
    papers = PaperVersion.objects.filter(version__entries__edition=enrolment.edition_id)
    return any(
        0 < paper.follow_up_questions <= _bank_size(enrolment) for paper in papers
    )


def _bank_size(enrolment: Enrolment) -> int:
    """Return how many questions may be asked: none that waits for people to mark it."""
    bank = question_draw.build_live_pool(enrolment.edition)
    return len(bank) - bank.by_people


def _is_asked(enrolment: Enrolment, at: datetime) -> bool:
    return list_open_follow_ups(at).filter(pk=enrolment.pk).exists() and is_in_sample(
        enrolment
    )


def _is_fresh(enrolment: Enrolment) -> bool:
    """Tell whether the learner is under way and has finished no lesson yet."""
    if not enrolment.is_active:
        return False
    finished = progress.list_finished_units(enrolment)
    lessons = Unit.objects.filter(pk__in=finished, kind=Unit.Kind.LESSON)
    return not lessons.exists()

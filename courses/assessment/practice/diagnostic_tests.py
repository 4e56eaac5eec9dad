"""Tests that do not count: before the first lesson, and 90 days after the exam.

They ask questions of the exam's bank with the same code, so that the three are
comparable (curriculum A.6: what was learned, and what was retained). They have no
consequences for the learner, and skipping them has no disadvantage. The follow-up test
is offered to a sample, determined by the key of the enrolment and the platform's
secret.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.attempts.exam_admission import get_exam_paper
from courses.assessment.errors import ExamStartError, StartRefusal
from courses.assessment.events import AttemptStarted
from courses.assessment.models import (
    Attempt,
    AttemptPurpose,
    PaperVersion,
    generate_window_token,
)
from courses.assessment.papers import question_draw
from courses.models import Enrolment, Unit
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

KIND = "follow-up-test"
#: The time from completing the course to the follow-up test, and how long it is open.
AFTER, OPEN = timedelta(days=90), timedelta(days=30)
_PARTS = 10_000


def start_test(
    enrolment: Enrolment,
    purpose: AttemptPurpose,
    *,
    at: datetime,
    by: User,
    language: str,
    hold: str | None = None,
) -> Attempt:
    """Start the test for ``purpose``, or return the one under way or already taken.

    Raises ``ExamStartError`` with the obstacle: each test is taken once, the entry test
    before the first lesson is finished, the follow-up test by its sample while it is
    open.
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
    """Return the attempt at the test, or ``None``."""
    return Attempt.every.filter(enrolment=enrolment, purpose=purpose).first()


def find_test_refusal(
    enrolment: Enrolment, purpose: AttemptPurpose, at: datetime
) -> StartRefusal | None:
    """Return why the test cannot start at ``at``, or ``None`` if it can."""
    if purpose == AttemptPurpose.PRE_TEST and not _is_fresh(enrolment):
        text = _("You can take the entry test only before you finish the first lesson.")
        return StartRefusal("closed", text)
    if purpose == AttemptPurpose.FOLLOW_UP and not (
        list_open_follow_ups(at).filter(pk=enrolment.pk).exists()
        and is_in_sample(enrolment)
    ):
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
    """Return whether the entry test can be started or continued at ``at``."""
    taken = find_test_attempt(enrolment, AttemptPurpose.PRE_TEST)
    if taken is not None:
        return taken.is_open and not taken.is_out_of_time(at)
    return find_test_refusal(enrolment, AttemptPurpose.PRE_TEST, at) is None


def list_learner_follow_ups(learner: StaffMember, at: datetime) -> list[Enrolment]:
    """Return the enrolments of ``learner`` whose follow-up test is open at ``at``."""
    own = list_open_follow_ups(at).filter(learner=learner)
    return [one for one in own if _may_be_asked(one)]


def invite_to_follow_up(at: datetime) -> int:
    """Notify the sample once that the follow-up test is open; return how many.

    People who have left, or have no active account, are not notified.
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
    """Return the text of the invitation, with the course's code (curriculum R16)."""
    return NoticeText(
        _("Course %(code)s: a short follow-up test is open to you") % context,
        _("It does not count and has no consequences for you."),
    )


def is_in_sample(enrolment: Enrolment) -> bool:
    """Return whether ``enrolment`` is in the sample of the follow-up test."""
    salt = "assessment.follow-up"
    digest = salted_hmac(salt, str(enrolment.key), algorithm="sha256").digest()
    part = int.from_bytes(digest[:8]) % _PARTS
    return part * 100 < settings.FOLLOW_UP_PERCENT * _PARTS


def list_open_follow_ups(at: datetime) -> Any:
    """Return the enrolments whose follow-up period is open and not yet used."""
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
    """Return the number of questions available, those marked by people excluded."""
    bank = question_draw.build_live_pool(enrolment.edition)
    return len(bank) - bank.by_people


def _is_fresh(enrolment: Enrolment) -> bool:
    """Return whether the learner is on the course and has finished no lesson yet."""
    if not enrolment.is_active:
        return False
    finished = progress.list_finished_units(enrolment)
    lessons = Unit.objects.filter(pk__in=finished, kind=Unit.Kind.LESSON)
    return not lessons.exists()

"""What a service has in the midst of its days and the demonstration has not: made before the walk.

Everything is made by the platform's own functions, in the names of the demonstration's people.
"""

from datetime import timedelta

from django.utils import timezone

from content.guidelines.models import GuidelinePage
from content.models import LessonPage
from courses import progress
from courses.assessment.attempts import attempt_start, attempt_timeline, extra_time
from courses.assessment.bank import question_quarantine
from courses.assessment.models import QuestionState, list_bank_questions
from courses.assessment.sittings import access_codes, sitting_schedule
from courses.certificates.models import Certificate
from courses.models import Course, Enrolment
from elearning.accounts.models import User
from elearning.staff.models import Establishment, StaffMember
from tests.walk import routes
from tests.walk.visitors import ANYBODY

_LEARNER, _TRAINER, _REVIEWER = "100001", "100002", "100004"
_INVIGILATOR, _OFFICER = "100005", "100006"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def make():
    """Make it, and return the addresses that lead to what only some people have."""
    _hand_over(LessonPage, Course.objects.get(code="C1"))
    _hand_over(GuidelinePage)
    attempt = _sit()
    leaked = _quarantine(Course.objects.get(code="C2"))
    certificates = Certificate.objects.filter(
        completion__learner__staff_number=_INVIGILATOR
    )
    held = certificates.latest("pk")
    holder = StaffMember.objects.get(staff_number=_INVIGILATOR)
    return {
        ANYBODY: [*routes.MACHINES, f"/V/{held.code}", f"/v/{held.code}/"],
        "trainer": [
            f"/{{language}}/desk/exams/learners/{attempt.enrolment.learner.key}/",
            f"/{{language}}/desk/questions/{leaked.key}/",
        ],
        "learner": [f"/{{language}}/exams/{attempt.enrolment.key}/"],
        "facility-hr": [f"/{{language}}/desk/people/{holder.key}/"],
        "ministry-hr": [
            f"/{{language}}/desk/people/{holder.key}/",
            f"/{{language}}/desk/certificates/{held.key}/",
        ],
    }


def _hand_over(model, course=None):
    """Have a text changed and handed over in each language, to be approved by another."""
    trainer = User.objects.get(staff_number=_TRAINER)
    live = model.objects.live()
    if course:
        live = live.filter(course_slug=course.slug)
    first = live.filter(locale__language_code="kk").order_by("path").first()
    for page in first.get_translations(inclusive=True):
        page.summary = f"{page.summary} +"
        page.save_revision(user=trainer).publish(user=trainer)


def _sit():
    """Have the learner write an exam in a sitting that the invigilator leads."""
    now = timezone.now()
    users = User.objects.in_bulk(
        [_LEARNER, _TRAINER, _INVIGILATOR, _OFFICER], field_name="staff_number"
    )
    place = Establishment.objects.get(code="north-n2")
    course = Course.objects.get(code="C1")
    enrolment = Enrolment.objects.get(learner__staff_number=_LEARNER, course=course)
    if attempt := attempt_start.find_open_attempt(enrolment):
        return attempt  # of an earlier walk through the same demonstration
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk")
    held = [
        sitting_schedule.plan_sitting(
            course,
            place,
            opens_at=now + after,
            closes_at=now + after + 4 * _HOUR,
            invigilator=users[_INVIGILATOR],
            by=users[_OFFICER],
            at=now,
        )
        for after in (-_HOUR, _DAY)
    ]
    extra_time.grant_extra_time(
        enrolment.learner,
        extra_time.ExtraTimeTerms(
            percent=25,
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate() + _DAY,
        ),
        reason="Шешім № 12",
        by=users[_TRAINER],
    )
    attempt = attempt_start.start_attempt(
        enrolment,
        at=now,
        by=users[_LEARNER],
        language="kk",
        code=access_codes.format_sitting_code(held[0]),
    )
    attempt_timeline.record_connection_loss(attempt, 90, at=now + timedelta(minutes=2))
    return attempt


def _quarantine(course):
    """Have a reviewer report a leaked question, which a trainer decides about."""
    reviewer = User.objects.get(staff_number=_REVIEWER)
    bank = list_bank_questions(reviewer).filter(course=course).order_by("pk")
    if of_an_earlier_walk := bank.filter(state=QuestionState.QUARANTINED).first():
        return of_an_earlier_walk
    leaked = bank.filter(state=QuestionState.LIVE)[0]
    question_quarantine.quarantine_question(
        leaked, reason="Тарап кетті", by=reviewer, at=timezone.now()
    )
    return leaked

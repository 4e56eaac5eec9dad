"""The film of the demonstration and the questions of its learner, by the acts of people."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from content.demo.demo_accounts import PARTS, get_demo_staff_member
from content.demo.film_course import CODE, create_film_course
from content.demo.learner_questions import create_learner_questions
from content.demo.practice_attempts import COURSE
from courses.enquiries.models import Enquiry
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.remit_grants import grant_remit
from tests.factories import films
from tests.factories.content import CoursePages
from tests.factories.staff import EstablishmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def parts(settings, tmp_path):
    """Whoever plays a part here, the trainer with a remit of everywhere."""
    settings.MEDIA_ROOT = tmp_path
    for part in PARTS:
        StaffMemberFactory(staff_number=part.number)
    trainer = User.objects.get(staff_number="100002")
    trainer.groups.add(Group.objects.get_or_create(name=Role.TRAINER)[0])
    place, today = EstablishmentFactory(), timezone.localdate()
    grant_remit(trainer, Role.TRAINER, place, starts_on=today, by=None)


def test_film_is_released_once_by_others_than_its_author(parts):
    films.needs_ffmpeg()
    assert (
        create_film_course(at=timezone.now()) == 0
    )  # without a course there is no catalogue
    CoursePages()

    assert create_film_course(at=timezone.now()) == 1
    assert create_film_course(at=timezone.now()) == 0

    edition = Course.objects.get(code=CODE).current_edition
    (lesson,) = [step.version for step in edition.steps]
    assert {text.language for text in lesson.texts.all()} == {"kk", "ru", "en"}
    for text in lesson.texts.all():
        assert text.details["captions"]
        assert text.details["authors"] == [User.objects.get(staff_number="100002").pk]
    assert edition.released_by.staff_number == "100003"


def test_learner_asks_twice_once_and_is_answered_once(parts):
    pages = CoursePages(code=COURSE)
    pages.release()
    learner, at = get_demo_staff_member("learner"), timezone.now()
    assert create_learner_questions(learner, at=at) == 0
    enrol_learner(
        learner, Course.objects.get(code=COURSE), by=None, at=at - timedelta(days=1)
    )

    assert create_learner_questions(learner, at=at) == 2
    assert create_learner_questions(learner, at=at) == 0

    answered, waiting = Enquiry.objects.order_by("pk")
    (reply,) = answered.replies.all()
    assert reply.by.staff_number == "100002"
    assert not waiting.replies.exists()

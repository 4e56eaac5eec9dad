"""A page and the service worker of one device that send the same acts at the same moment."""

from datetime import timedelta

import pytest

from content.offline.intake.act_intake import receive_acts
from content.offline.models import KeptAct
from courses.enrolment import enrol_learner
from courses.events import SelfCheckAnswered
from tests.content.device.acting import NOW, act, checked
from tests.content.lessons.reading import progress
from tests.events import hearing
from tests.factories.content import CoursePages, check_block, name, text_block
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory
from tests.racing import THREADS, race


@pytest.mark.django_db(transaction=True)
def test_same_acts_sent_at_once_are_done_once_and_answered_alike():
    released_instrument("36", "43")
    pages = CoursePages(lessons=[])
    pages.lesson("l2", [text_block("l2"), check_block()])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user, at=NOW - timedelta(days=3))
    acts = [checked("b"), checked("a"), act("done")]

    with hearing(SelfCheckAnswered) as heard:
        answers = race(lambda _number: receive_acts(learner.user, acts, at=NOW))

    assert answers == [answers[0]] * THREADS
    assert [answer.state for answer in answers[0]] == ["accepted"] * 3
    assert len(heard) == 2
    assert KeptAct.objects.count() == 3
    assert progress(learner, "l2").notes[name("check")]["correct"] is True

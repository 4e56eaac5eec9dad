"""A learner before an exam and in it."""

import pytest

from courses.assessment.models import Attempt
from tests.courses.assessment.pages.addresses import (
    start_url,
)
from tests.factories.assessment import exam_enrolment


@pytest.fixture
def enrolment():
    return exam_enrolment()


@pytest.fixture
def learner(client, enrolment):
    """The browser of the learner."""
    client.force_login(enrolment.learner.user)
    return client


@pytest.fixture
def attempt(learner, enrolment):
    """An exam begun in the learner's browser."""
    page = learner.get(start_url(enrolment))
    learner.post(start_url(enrolment), {"hold": page.context["hold"]})
    return Attempt.objects.get()

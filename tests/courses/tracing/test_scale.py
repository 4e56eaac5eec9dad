"""A ministry changes every clause of a long guideline on a large site."""

import time

import pytest

from courses.assessment.models import ReviewTask, State, with_state
from courses.models import Course, Unit
from courses.provisions.releasing import release
from courses.tracing.impact import Group, impact
from tests.factories.approvals import approved
from tests.factories.large import large_site
from tests.factories.provisions import published_guideline, weighed

pytestmark = pytest.mark.django_db


def test_release_of_500_clauses_lists_5000_questions_within_five_seconds():
    first, course = large_site()
    release(first, approved([first.digest]), by=None)
    numbers = list(first.document.clauses.values_list("number", flat=True))
    version = published_guideline(*numbers, code="MG-9", words="Жаңа")
    approvals = approved([weighed(version, *numbers).digest])

    begun = time.process_time()
    edition = release(version, approvals, by=None)
    clauses = [change.clause for change in edition.changes.all()]
    found = impact(clauses, Course.objects.all())
    spent = time.process_time() - begun

    questions = with_state(Unit.objects.filter(course=course))
    assert questions.filter(state=State.REVIEW).count() == 5000
    assert ReviewTask.objects.count() == len(found.groups[Group.QUESTIONS]) == 5000
    assert spent < 5

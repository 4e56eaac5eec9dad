"""Workers that count at the same moment count each attempt once."""

import pytest

from courses.assessment.models import CountedAttempt, PaperTally
from courses.assessment.statistics import tally_store
from tests.factories.assessment import edition_with_exam
from tests.factories.statistics import LATER, taken
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_raced_counts_take_each_attempt_in_once():
    edition = edition_with_exam([{}] * 4)
    for _number in range(THREADS):
        taken(edition, "aaab")

    found = race(lambda _number: tally_store.count_new_attempts(LATER))

    assert sum(found) == CountedAttempt.objects.count() == THREADS
    assert PaperTally.objects.get().n == THREADS

"""How many open questions a paper draws."""

import pytest

from courses.assessment.attempts import exam_admission
from tests.factories.assessment import NOW, begin, exam_enrolment
from tests.factories.open_answers import question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wanted", "drawn"), [(0, 0), (1, 1), (2, 2)])
def test_paper_says_how_many_open_questions_are_asked(wanted, drawn):
    bank = [question() for _ in range(3)] + [{}] * 4
    attempt = begin(bank=bank, paper={"questions": 4, "open_questions": wanted})

    assert attempt.items.count() == 4
    assert attempt.items.filter(question__type="open").count() == drawn


def test_bank_of_open_questions_alone_is_not_enough_for_a_paper_without_any():
    enrolment = exam_enrolment([question()] * 4)

    assert [
        reason.code for reason in exam_admission.list_start_refusals(enrolment, NOW)
    ] == ["unready"]

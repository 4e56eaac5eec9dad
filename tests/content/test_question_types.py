"""The two registries of question types, which have to agree."""

from collections import Counter

import pytest

from content.questions.notation.gift_answers import GiftForm
from content.questions.types import BANK_TYPES, list_answer_blocks
from courses.assessment.kinds import KINDS, PRACTISED


def test_bank_writes_every_type_that_is_marked_in_the_same_order():
    assert [one.name for one in BANK_TYPES.values() if one.is_releasable] == list(KINDS)
    assert all(str(one.label) for one in BANK_TYPES.values())


def test_only_types_for_practice_have_no_reason_against_it():
    free = {name for name in KINDS if not BANK_TYPES[name].practice_refusal}

    assert free == PRACTISED


@pytest.mark.parametrize("name", ["moodle_types", "qti_forms"])
def test_what_a_format_calls_a_question_is_read_by_one_type(name):
    met = Counter(form for one in BANK_TYPES.values() for form in getattr(one, name))

    assert met == Counter(set(met))


def test_every_form_of_gift_is_read_by_one_type():
    met = [one.gift_form for one in BANK_TYPES.values() if one.gift_form]

    assert sorted(met, key=str) == sorted(GiftForm, key=str)


def test_blocks_of_answers_are_those_of_the_types():
    names = {one.part for one in BANK_TYPES.values() if one.part}

    assert {name for name, _block in list_answer_blocks()} == names

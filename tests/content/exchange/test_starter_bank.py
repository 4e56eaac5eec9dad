"""The bank of course C1 goes out and comes back whole, in every format."""

import pytest
from wagtail.models import Locale

from content.curriculum.bank_reader import read_questions
from content.curriculum.block_builder import build_question_blocks
from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.errors import FaultCollector
from content.questions.exchange.draft_conversion import build_exchange_question
from content.questions.exchange.exchange_formats import FORMATS
from content.questions.models import QuestionDraft
from content.questions.types import BANK_TYPES
from courses.models import Outcome
from elearning.languages import CODES


def draft(question, language):
    """The row that the loader would write."""
    return QuestionDraft(
        code=question.code,
        type=question.type,
        must_pass=question.must_pass,
        counts_parts=question.counts_parts,
        outcome=Outcome(number=question.outcome),
        cites=", ".join(question.cites),
        stem=question.stems[language],
        answers=build_question_blocks("c1", question, language),
        answer=question.answers.get(language, ""),
        passage=question.passages.get(language, ""),
        tolerance=question.tolerance,
        unit=question.units.get(language, ""),
        feedback=question.feedbacks.get(language, ""),
        locale=Locale(language_code=language),
    )


@pytest.fixture(scope="module")
def bank():
    """Every question of C1 in every language, by language."""
    questions = read_questions(
        DEFAULT / "courses/c1/questions.yaml", FaultCollector(DEFAULT)
    )
    assert len(questions) > 50
    return {
        language: [
            build_exchange_question(draft(one, language))
            for one in questions
            if BANK_TYPES[one.type].is_tabled
        ]
        for language in CODES
    }


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("name", FORMATS)
def test_starter_bank_comes_back_whole_or_says_what_is_lost(bank, name, language):
    form, asked = FORMATS[name], bank[language]

    content, losses = form.write(asked)
    reading, _encoding = form.read(content, language)

    lost = {loss.code for loss in losses}
    assert lost == (
        {one.code for one in asked if one.sample or one.type == "cloze"}
        if name == "gift"
        else set()
    )
    assert reading.faults == []
    assert [
        read.question for read in reading.questions if read.question.code not in lost
    ] == [one for one in asked if one.code not in lost]

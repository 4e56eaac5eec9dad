"""Moodle XML as Moodle writes it."""

import pytest

from content.questions.exchange.moodle_files import read_moodle
from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeError,
    ExchangeGap,
    ExchangePair,
)


def quiz(*questions):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'


def question(kind, inside, stem="<p>Вопрос?</p>", form="html"):
    return (
        f'\n<question type="{kind}"><name><text>Сила 1</text></name>'
        f'<questiontext format="{form}"><text><![CDATA[{stem}]]></text></questiontext>'
        f"<generalfeedback><text>Правило 82.</text></generalfeedback>{inside}</question>"
    )


def answer(text, fraction, feedback=""):
    return (
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def one(*args, **facts):
    reading = read_moodle(quiz(question(*args, **facts)), "ru")
    assert reading.faults == []
    (read,) = reading.questions
    return read.question, read.notes


@pytest.mark.parametrize(
    "text", ["<quiz>", "<quiz><question></quiz>", "<quiz>&x;</quiz>"]
)
def test_broken_xml_is_told_with_its_line(text):
    with pytest.raises(ExchangeError, match="Line 1 is not well-formed XML"):
        read_moodle(text, "ru")


def test_other_xml_is_no_question_bank():
    with pytest.raises(ExchangeError, match="not a Moodle question bank"):
        read_moodle("<html/>", "ru")


@pytest.mark.parametrize("kind", ["ddmarker", "ddimageortext"])
def test_what_is_dragged_onto_a_picture_is_told_to_be_another_question(kind):
    (fault,) = read_moodle(quiz(question(kind, "")), "ru").faults

    assert fault.reason.startswith(
        f"“{kind}” asks candidates to drag things onto a picture."
    )


def test_types_without_a_like_are_told_with_their_line():
    text = quiz(question("calculated", ""), question("truefalse", answer("maybe", 100)))

    reading = read_moodle(text, "ru")

    assert [(fault.place, fault.reason, fault.code) for fault in reading.faults] == [
        (
            "3",
            "Questions of the type “calculated” cannot be read. Leave it out.",
            "Сила 1",
        ),
        ("4", "Give two answers, true and false.", "Сила 1"),
    ]


def test_choice_is_read_without_markup():
    answers = answer("&lt;b&gt;а&lt;/b&gt;", 0, "нет") + answer("б", 100)
    found, notes = one("multichoice", f"<single>true</single>{answers}")

    assert (found.type, found.stem, found.feedback) == (
        "single",
        "Вопрос?",
        "Правило 82.",
    )
    assert found.choices == (
        ExchangeChoice("а", False, "нет"),
        ExchangeChoice("б", True),
    )
    assert notes == ()


def test_several_right_choices_count_part_for_part():
    answers = answer("а", 50) + answer("б", 50) + answer("в", -100)
    found, _notes = one("multichoice", f"<single>false</single>{answers}")

    assert (found.type, found.counts_parts) == ("multiple", True)
    assert [choice.is_right for choice in found.choices] == [True, True, False]


def test_pictures_and_hints_are_named():
    stem = '<p>Что на плане? <img src="@@PLUGINFILE@@/a.png"></p>'
    inside = (
        answer("true", 100) + answer("false", 0) + "<hint><text>Подумай</text></hint>"
    )

    found, notes = one("truefalse", inside, stem=stem)

    assert found.stem == "Что на плане?"
    assert notes == (
        "Pictures, tables and formulas are left out.",
        "Hints are left out.",
    )


def test_number_has_a_tolerance_and_a_unit():
    inside = (
        '<answer fraction="100"><text>15</text><tolerance>0.5</tolerance></answer>'
        "<units><unit><multiplier>1</multiplier><unit_name>дней</unit_name></unit></units>"
    )
    found, _notes = one("numerical", inside)

    assert (found.number, found.tolerance, found.unit) == ("15", "0.5", "дней")


def test_pairs_are_read():
    inside = "".join(
        f'<subquestion format="html"><text>{left}</text>'
        f"<answer><text>{right}</text></answer></subquestion>"
        for left, right in [("Сила", "82"), ("", "43")]
    )
    found, _notes = one("matching", inside)

    assert found.pairs == (ExchangePair("Сила", "82"), ExchangePair("", "43"))


def test_steps_are_ordered_by_their_numbers():
    found, _notes = one(
        "ordering", answer("в", "3.0000000") + answer("а", 1) + answer("б", 2)
    )

    assert (found.type, found.steps) == ("ordering", ("а", "б", "в"))


def test_gaps_are_typed_or_chosen():
    stem = (
        "<p>Не дольше {1:SHORTANSWER:=15#верно~=пятнадцати~%50%14} суток, "
        r"{1:MULTICHOICE:=правило 44~правило 43\~~%0%нет} так говорит.</p>"
    )
    found, notes = one("cloze", "", stem=stem)

    assert found.passage == "Не дольше [[1]] суток, [[2]] так говорит."
    assert found.gaps == (
        ExchangeGap(("15", "пятнадцати")),
        ExchangeGap(("правило 44",), ("правило 43~", "нет")),
    )
    assert notes == (
        "Feedback on gaps is left out.",
        "Answers that are worth a part of the mark are left out.",
    )


def test_gap_of_an_unknown_type_is_refused():
    text = quiz(question("cloze", "", stem="<p>{1:NUMERICAL:=7:0.5}</p>"))

    (fault,) = read_moodle(text, "ru").faults

    assert fault.reason == (
        "Gaps of the type “NUMERICAL” cannot be read. Leave the question out."
    )


def test_categories_are_passed_over_and_tags_named():
    category = (
        '<question type="category"><category><text>x</text></category></question>'
    )
    tags = "<tags><tag><text>outcome:2</text></tag><tag><text>сила</text></tag></tags>"
    text = quiz(category, question("essay", tags))

    (read,) = read_moodle(text, "ru").questions

    assert (read.question.type, read.question.outcome) == ("open", 2)
    assert read.notes == ("Tags are not kept: сила.",)

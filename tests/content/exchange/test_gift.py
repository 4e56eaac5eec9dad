"""GIFT as other people write it."""

import pytest

from content.questions.exchange.gift_files import read_gift
from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
)


def one(text, language="ru"):
    reading = read_gift(text, language)
    assert reading.faults == []
    (read,) = reading.questions
    return read.question, read.notes


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\n\nНет ответов", 3, "There are no answers in braces."),
        ("::Q::Вопрос {=а ~б", 1, "A brace is not closed."),
        ("Вопрос } {", 1, "A brace is not closed."),
        ("Вопрос {ответ}", 1, "The answers start with neither = nor ~."),
        ("Вопрос {#много}", 1, "“много” is not a number."),
        ("Вопрос {#1..}", 1, "“1..” is not a number."),
        ("// заметка\n\nВопрос {=а -> =б -> 2}", 3, "“а ->” is not a pair."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, line, reason):
    (fault,) = read_gift(text, "ru").faults

    assert (fault.place, fault.reason[: len(reason)]) == (str(line), reason)


def test_good_questions_around_a_bad_one_are_read():
    reading = read_gift("А {T}\n\nБ\n\nВ {=1 ~2}", "ru")

    assert [read.question.stem for read in reading.questions] == ["А", "В"]
    assert [fault.place for fault in reading.faults] == ["3"]


def test_choice_has_feedback_and_general_feedback():
    question, notes = one("::C1::Какой? {\n~а#нет\n=б # да\n~в\n####Правило 43.\n}")

    assert (question.code, question.type, question.stem) == ("C1", "single", "Какой?")
    assert question.choices == (
        ExchangeChoice("а", False, "нет"),
        ExchangeChoice("б", True, "да"),
        ExchangeChoice("в"),
    )
    assert (question.feedback, notes) == ("Правило 43.", ())


def test_several_right_choices_have_weights():
    question, notes = one("Какие? {~%50%а ~%50%б ~%-100%в}")

    assert (question.type, question.counts_parts) == ("multiple", True)
    assert [choice.is_right for choice in question.choices] == [True, True, False]
    assert notes == ()


def test_uneven_weights_are_named():
    _question, notes = one("Какие? {~%75%а ~%25%б ~%-100%в}")

    assert notes == (
        "The weights of choices are not kept: each right choice counts the same.",
    )


@pytest.mark.parametrize(
    ("answer", "is_true"), [("T", True), ("TRUE", True), ("F", False), ("false", False)]
)
def test_true_and_false_are_called_as_in_the_language(answer, is_true):
    question, _notes = one(f"Верно? {{{answer}#нет#да}}")

    assert [choice.text for choice in question.choices] == ["Верно", "Неверно"]
    right, wrong = question.choices if is_true else question.choices[::-1]
    assert (right.is_right, right.feedback) == (True, "да")
    assert (wrong.is_right, wrong.feedback) == (False, "нет")


def test_pairs_are_read_with_a_counterpart_too_many():
    question, _notes = one("Соедините. {=Сила -> 82 =Досмотр -> 52 = -> 43}")

    assert question.pairs == (
        ExchangePair("Сила", "82"),
        ExchangePair("Досмотр", "52"),
        ExchangePair("", "43"),
    )


@pytest.mark.parametrize(
    ("answer", "number", "tolerance"),
    [
        ("#15", "15", ""),
        ("#15:2", "15", "2"),
        ("#14.5..15.5", "15.0", "0.5"),
        ("#=15:0 =%50%15:3", "15", ""),
    ],
)
def test_numbers_have_tolerances(answer, number, tolerance):
    question, _notes = one(f"Сколько? {{{answer}}}")

    assert (question.number, question.tolerance) == (number, tolerance)


def test_short_answers_are_read_and_half_right_ones_named():
    question, notes = one("Кто? {=Мандела =%50%Нельсон =Нельсон Мандела}")

    assert question.accepted == ("Мандела", "Нельсон Мандела")
    assert notes == ("Answers that are worth a part of the mark are left out.",)


def test_missing_word_becomes_a_gap_of_a_text():
    question, _notes = one("Не дольше {~22 =15 ~30} дней подряд.")

    assert (question.type, question.passage) == (
        "cloze",
        "Не дольше [[1]] дней подряд.",
    )
    assert question.gaps == (ExchangeGap(("15",), ("22", "30")),)


def test_empty_braces_are_an_open_answer():
    question, _notes = one("Назовите три случая. {}")

    assert (question.type, question.stem) == ("open", "Назовите три случая.")


def test_backslash_takes_the_meaning_away():
    question, _notes = one(r"2 \= 2\: \{да\} {=а\=б#в\#г ~\~\\n}")

    assert question.stem == "2 = 2: {да}"
    assert question.choices == (
        ExchangeChoice("а=б", True, "в#г"),
        ExchangeChoice(r"~\n"),
    )


def test_formatted_text_becomes_words_and_pictures_are_named():
    question, notes = one("[html]<p>Кто\\: <b>он</b>?</p><img src\\=x> {T}")

    assert question.stem == "Кто: он?"
    assert notes == ("Pictures, tables and formulas are left out.",)


def test_tags_and_number_stand_in_a_comment_above():
    question, notes = one("// [id:C1-Q07] [tag:outcome:3] [tag:сила]\nВопрос? {T}")

    assert (question.code, question.outcome) == ("C1-Q07", 3)
    assert notes == ("Tags are not kept: сила.",)


def test_categories_are_passed_over():
    question, _notes = one("$CATEGORY: $course$/Сила\n\nВопрос? {T}")

    assert question.stem == "Вопрос?"

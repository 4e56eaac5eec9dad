"""What goes out comes back: every format, every kind, with nasty words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from content.questions.exchange.exchange_formats import FORMATS, detect_format
from content.questions.notation.exchange_question import (
    ExchangeQuestion,
    normalize_question,
)
from tests.factories.exchange import CARRIED, asked, questions

ALL = list(FORMATS)
#: What GIFT cannot write at all.
GIFT_KINDS = tuple(kind for kind in CARRIED if kind != "cloze")


def there_and_back(name, *asked_for):
    """Write questions, find out their format from the file alone, and read them."""
    form = FORMATS[name]
    content, losses = form.write(asked_for)
    found = detect_format(content, f"questions.{form.extension}")
    assert found.name == name
    reading, _encoding = found.read(content, asked_for[0].language)
    assert reading.faults == []
    assert [read.notes for read in reading.questions] == [()] * len(reading.questions)
    return [read.question for read in reading.questions], losses


@pytest.mark.parametrize("kind", CARRIED)
@pytest.mark.parametrize("name", ALL)
def test_every_kind_comes_back_whole(name, kind):
    if (name, kind) == ("gift", "cloze"):
        pytest.skip("GIFT names it as left out")
    question = _as_carried(asked(kind), name)

    assert there_and_back(name, question) == ([question], [])


@pytest.mark.parametrize("kind", ["multiple", "matching", "cloze", "ordering"])
@pytest.mark.parametrize("name", ALL)
def test_marking_by_parts_comes_back(name, kind):
    if (name, kind) == ("gift", "cloze"):
        pytest.skip("GIFT names it as left out")
    question = asked(kind, counts_parts=True)

    assert there_and_back(name, question)[0] == [question]


@pytest.mark.parametrize("name", ALL)
def test_question_for_practice_stays_one(name):
    question = asked("single", for_practice=True, must_pass=False)

    assert there_and_back(name, question) == ([question], [])


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("name", ["qti2", "qti3"])
def test_regions_come_back_with_their_picture_to_the_thousandth(name, several):
    question = asked("hotspot", counts_parts=several)
    first, *others = question.regions
    first = replace(first, points=(101, 333, 157, 291), is_right=several)
    corners = (650, 555, 990, 555, 990, 777, 801, 990)
    others[1] = replace(others[1], shape="polygon", points=corners, feedback="")
    question = replace(question, regions=(first, *others))

    assert there_and_back(name, question) == ([question], [])


@pytest.mark.parametrize("name", ALL)
def test_place_in_a_case_comes_back(name):
    question = asked("single", case="T1-K01 2")

    assert there_and_back(name, question) == ([question], [])


@pytest.mark.parametrize(
    "name", [name for name in ALL if FORMATS[name].carries_languages]
)
def test_formats_of_several_languages_keep_them_apart(name):
    wanted = [asked(kind, language) for kind in CARRIED for language in ("kk", "ru")]
    wanted = [replace(one, code=f"T1-{one.type}") for one in wanted]

    assert there_and_back(name, *wanted)[0] == wanted


@pytest.mark.parametrize("name", ["xlsx", "csv", "moodle", "qti2", "qti3"])
def test_open_answer_keeps_what_it_has_to_hold(name):
    question = normalize_question(
        ExchangeQuestion("ru", "open", "Назовите.", "T1-Q02", sample="а;\nб")
    )

    assert there_and_back(name, question) == ([question], [])


def test_gift_names_what_an_open_answer_loses():
    question = normalize_question(
        ExchangeQuestion("ru", "open", "Назовите.", "T1-Q02", sample="а; б")
    )

    found, (loss,) = there_and_back("gift", question)

    assert found == [replace(question, sample="")]
    assert (loss.code, loss.language, loss.is_left_out) == ("T1-Q02", "ru", False)


def test_gift_names_texts_with_gaps_as_left_out():
    content, (loss,) = FORMATS["gift"].write([asked("cloze")])

    assert (content.strip(), loss.code, loss.is_left_out) == (b"", "T1-Q01", True)


def test_sheet_names_a_text_that_no_cell_holds():
    long = normalize_question(ExchangeQuestion("ru", "open", "а" * 40_000, "T1-Q02"))

    found, (loss,) = there_and_back("xlsx", asked("text"), long)

    assert found == [asked("text")]
    assert (loss.code, loss.is_left_out) == ("T1-Q02", True)


@pytest.mark.parametrize("name", [name for name in ALL if name != "gift"])
@given(question=questions())
@settings(max_examples=60, deadline=None)
def test_nasty_words_come_back_whole(name, question):
    assert there_and_back(name, question)[0] == [question]


@given(question=questions(GIFT_KINDS))
@settings(max_examples=150, deadline=None)
def test_nasty_words_come_back_whole_from_gift(question):
    question = _as_carried(question, "gift")

    assert there_and_back("gift", question)[0] == [question]


def _as_carried(question, name):
    """The question as a format can carry it: GIFT has no place for what has to be said."""
    return replace(question, sample="") if name == "gift" else question

"""Every kind of question: what is read, what it is worth, how xAPI writes it."""

from decimal import Decimal
from random import Random

import pytest

from courses.assessment.kinds import KINDS
from courses.assessment.kinds.open_answer_type import (
    compute_maximum_points,
    compute_rubric_mark,
    find_rubric_points,
)
from courses.assessment.kinds.question_type import AnswerFormatError, AnswerKeyError
from tests.factories.kinds import QUESTIONS, sent_for

HALF = Decimal("0.5")


@pytest.fixture(params=QUESTIONS)
def asked(request):
    """One good question of each kind: its name, words by language, key."""
    return (request.param, *QUESTIONS[request.param])


def test_every_kind_has_a_good_question():
    assert set(QUESTIONS) == set(KINDS)


def test_good_question_has_no_fault(asked):
    name, body, key = asked

    for text in body.values():
        KINDS[name].check(text, key)


def test_right_answer_is_worth_all_in_every_language(asked):
    name, body, key = asked
    kind = KINDS[name]

    for language, text in body.items():
        given = kind.read(text, sent_for(name, key, language))
        all_of_it = None if kind.is_marked_by_people else 1

        assert kind.mark(key, given) == all_of_it
        assert kind.mark(key | {"credit": "part"}, given) == all_of_it


def test_no_answer_is_worth_nothing(asked):
    name, body, key = asked
    kind = KINDS[name]

    assert kind.read(body["kk"], {}) is None
    assert kind.mark(key, None) == 0


def test_order_of_a_candidate_has_everything_once(asked):
    name, body, _key = asked
    kind = KINDS[name]

    orders = [kind.order(body["kk"], Random(number)) for number in range(20)]

    assert {_flat(order) for order in orders} == {_flat(orders[0])}


def _flat(order):
    if isinstance(order, dict):
        return tuple((name, _flat(part)) for name, part in sorted(order.items()))
    return tuple(sorted(order))


MARKS = [
    ("single", {"choice": ["a"]}, 0, 0),
    ("multiple", {"choice": ["a"]}, 0, HALF),
    ("multiple", {"choice": ["a", "b"]}, 1, 1),
    ("multiple", {"choice": ["a", "b", "c"]}, 0, HALF),
    ("multiple", {"choice": ["a", "b", "c", "d"]}, 0, 0),
    ("multiple", {"choice": ["c", "d"]}, 0, 0),
    ("truefalse", {"choice": ["b"]}, 0, 0),
    ("hotspot", {"choice": ["a"]}, 0, 0),
    ("hotspot", {"choice": ["b"]}, 1, 1),
    ("matching", {"pair-a": ["1"], "pair-b": ["3"]}, 0, HALF),
    ("matching", {"pair-b": ["2"]}, 0, HALF),
    ("ordering", {"place-1": ["a"]}, 0, Decimal("0.25")),
    ("ordering", {"place-1": ["a"], "place-2": ["a"], "place-4": ["d"]}, 0, HALF),
    ("ordering", {f"place-{n}": ["a"] for n in (1, 2, 3, 4)}, 0, Decimal("0.25")),
    ("numeric", {"number": ["15,5"]}, 1, 1),
    ("numeric", {"number": ["15.51"]}, 0, 0),
    ("numeric", {"number": ["15 күн"]}, 1, 1),
    ("numeric", {"number": ["-15"]}, 0, 0),
    ("text", {"text": ["  «НЕЛЬСОН  Мандела»."]}, 1, 1),
    ("text", {"text": ["nelson mandela"]}, 1, 1),
    ("text", {"text": ["Манделла"]}, 0, 0),
    ("cloze", {"gap-1": ["x"]}, 0, HALF),
    ("cloze", {"gap-1": ["x"], "gap-2": ["Он  Бес"]}, 1, 1),
    ("cloze", {"gap-1": ["y"], "gap-2": ["пятнадцать"]}, 0, HALF),
    ("branching", {"step-n1": ["a"], "step-n2": ["d"]}, 1, 1),
    ("branching", {"step-n1": ["a"], "pick": ["d"]}, 1, 1),
    ("branching", {"step-n1": ["a"], "pick": ["e"]}, 0, Decimal("0.6667")),
    ("branching", {"pick": ["b"]}, 0, 0),
    ("branching", {"pick": ["a"]}, 0, 0),  # not at an end
    ("branching", {"step-n1": ["c"], "pick": ["d"]}, 0, 0),  # a breach
]


@pytest.mark.parametrize(("name", "sent", "whole", "part"), MARKS)
def test_marks_are_all_or_nothing_or_part_for_part(name, sent, whole, part):
    body, key = QUESTIONS[name]
    kind = KINDS[name]

    given = kind.read(body["kk"], sent)

    assert kind.mark(key, given) == whole
    assert kind.mark(key | {"credit": "part"}, given) == part


BAD = [
    ("single", {"choice": ["x"]}),
    ("single", {"choice": ["a", "b"]}),
    ("multiple", {"choice": ["a", "x"]}),
    ("hotspot", {"choice": ["a", "b"]}),
    ("hotspot", {"choice": ["x"]}),
    ("truefalse", {"choice": ["a", "b"]}),
    ("matching", {"pair-a": ["x"]}),
    ("matching", {"pair-x": ["1"]}),
    ("matching", {"pair-a": ["1", "2"]}),
    ("ordering", {"place-1": ["x"]}),
    ("ordering", {"place-5": ["a"]}),
    ("ordering", {"place-1": ["a", "b"]}),
    ("numeric", {"number": ["many"]}),
    ("numeric", {"number": ["NaN"]}),
    ("numeric", {"number": ["1e9"]}),
    ("numeric", {"number": ["1" * 41]}),
    ("numeric", {"number": ["٣"]}),
    ("text", {"text": ["a" * 251]}),
    ("text", {"text": ["a\x00"]}),
    ("cloze", {"gap-1": ["q"]}),
    ("cloze", {"gap-3": ["x"]}),
    ("cloze", {"gap-2": ["a" * 251]}),
    ("branching", {"pick": ["d"]}),
    ("branching", {"step-n1": ["d"]}),
    ("branching", {"step-n2": ["d"]}),
    ("branching", {"step-n1": ["b"], "step-n2": ["d"]}),
    ("branching", {"step-n1": ["b"], "pick": ["d"]}),
    ("branching", {"step-n1": ["a", "b"]}),
    ("branching", {"step-n9": ["a"]}),
    ("branching", {"pick": ["a", "b"]}),
    ("open", {"open": ["a" * 201]}),
    ("open", {"open": ["a\x00"]}),
    ("open", {"open": ["a", "b"]}),
]


@pytest.mark.parametrize(("name", "sent"), BAD)
def test_what_belongs_to_no_form_is_refused(name, sent):
    with pytest.raises(AnswerFormatError):
        KINDS[name].read(QUESTIONS[name][0]["kk"], sent)


FAULTS = [
    ("single", {"right": []}, "right"),
    ("single", {"right": ["x"]}, "right"),
    ("single", {"right": ["a", "b"]}, "exactly one"),
    ("multiple", {"right": []}, "right"),
    ("matching", {"pairs": {"a": "1"}}, "counterpart"),
    ("matching", {"pairs": {"a": "1", "b": "9"}}, "counterpart"),
    ("ordering", {"order": ["a", "b"]}, "three steps"),
    ("numeric", {"value": "many"}, "number"),
    ("numeric", {"value": "NaN"}, "number"),
    ("numeric", {"value": "1", "tolerance": "-1"}, "tolerance"),
    ("text", {"accepted": {"kk": []}}, "accepted"),
    ("cloze", {"gaps": {"1": "x"}}, "gap"),
    ("cloze", {"gaps": {"1": "z", "2": {"kk": ["он бес"]}}}, "gap"),
    ("cloze", {"gaps": {"1": "x", "2": {"kk": []}}}, "gap"),
    ("open", {"criteria": {"x": 2}, "markers": 1}, "same levels"),
    ("open", {"criteria": {"x": 2, "y": 3}, "markers": 1}, "same levels"),
    ("open", {"criteria": {"x": 2, "y": 2}, "markers": 3}, "one or two markers"),
]


@pytest.mark.parametrize(("name", "key", "said"), FAULTS)
def test_key_that_contradicts_the_words_is_refused(name, key, said, english):
    with pytest.raises(AnswerKeyError, match=said):
        KINDS[name].check(QUESTIONS[name][0]["kk"], key)


XAPI = {
    "single": ("choice", ["b"], "b"),
    "multiple": ("choice", ["a[,]b"], "a[,]b"),
    "hotspot": ("choice", ["b"], "b"),
    "truefalse": ("true-false", ["true"], "true"),
    "matching": ("matching", ["a[.]1[,]b[.]2"], "a[.]1[,]b[.]2"),
    "ordering": ("sequencing", ["a[,]b[,]c[,]d"], "a[,]b[,]c[,]d"),
    "numeric": ("numeric", ["14.5[:]15.5"], "15"),
    "text": ("fill-in", ["Нельсон Мандела", "Nelson Mandela"], "Нельсон Мандела"),
    "cloze": ("fill-in", ["x[,]он бес"], "x[,]он бес"),
    "branching": ("performance", ["n1[.]a[,]n2[.]d"], "n1[.]a[,]n2[.]d"),
    "open": ("long-fill-in", [], "Бірінші сөйлем.\nЕкіншісі."),
}


def test_xapi_writes_questions_and_answers_by_appendix_c(asked):
    name, body, key = asked
    kind = KINDS[name]

    told = kind.interaction(body, key)
    given = kind.read(body["kk"], sent_for(name, key, "kk"))

    assert (told.type, told.patterns, kind.response(body, given)) == XAPI[name]


def test_xapi_names_the_parts_of_a_question_in_every_language():
    body, key = QUESTIONS["matching"]

    components = KINDS["matching"].interaction(body, key).components

    assert components["source"][0] == ("a", {"kk": "Сол a", "ru": "Слева a"})
    assert [name for name, _words in components["target"]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("single", ["c"]),
        ("multiple", ["c", "d"]),
        ("truefalse", ["b"]),
        ("matching", {"a": "3", "b": "3"}),
        ("ordering", list("dcba")),
        ("cloze", {"1": "y", "2": "жиырма"}),
        ("numeric", "22"),
        ("hotspot", ["c"]),
        ("text", "Мандела"),
    ],
)
def test_key_made_from_an_answer_marks_that_answer_as_right(name, answer):
    body, key = QUESTIONS[name]
    kind = KINDS[name]

    other = kind.rekeyed(key, answer)

    for text in body.values():
        kind.check(text, other)
    assert kind.mark(key, answer) == 0
    assert kind.mark(other, answer) == 1
    assert kind.solution(other) == answer
    assert kind.mark(other, kind.solution(key)) == 0


def test_key_that_no_answer_tells_is_not_made_from_one():
    _body, key = QUESTIONS["branching"]
    kind = KINDS["branching"]

    assert kind.rekeyed(key, kind.solution(key)) is None


RUBRIC_FAULTS = [
    ({"criteria": []}, "eight criteria"),
    ({"criteria": [{"id": "x", "text": "", "levels": ["0", "1", "2"]}]}, "a name"),
    ({"criteria": [{"id": "x", "text": "X", "levels": ["0"]}]}, "two to six"),
    ({"criteria": [{"id": "x", "text": "X", "levels": ["0", "1"]}] * 2}, "criteria"),
    ({"limit": 0}, "character limit"),
    ({"limit": 5001}, "character limit"),
]


@pytest.mark.parametrize(("words", "said"), RUBRIC_FAULTS)
def test_rubric_that_nobody_can_mark_by_is_refused(words, said, english):
    body, key = QUESTIONS["open"]
    text = body["kk"] | words
    names = {one["id"]: len(one["levels"]) - 1 for one in text["criteria"]}

    with pytest.raises(AnswerKeyError, match=said):
        KINDS["open"].check(text, key | {"criteria": names})


def test_lines_of_an_open_answer_count_as_one_sign_each():
    body, _key = QUESTIONS["open"]
    typed = "\r\n".join(["жол"] * 50)

    assert KINDS["open"].read(body["kk"], {"open": [typed]}) == "\n".join(["жол"] * 50)


def test_points_of_a_rubric_are_its_levels_and_nothing_else():
    key = QUESTIONS["open"][1]

    assert [
        find_rubric_points(key, levels)
        for levels in (
            {"x": 2, "y": 1},
            {"x": 0, "y": 0},
            {"x": 3, "y": 0},
            {"x": -1, "y": 0},
            {"x": 1},
            {"x": 1, "y": 1, "z": 1},
        )
    ] == [3, 0, None, None, None, None]
    assert compute_maximum_points(key) == 4
    assert compute_rubric_mark(key, 3) == Decimal("0.75")
    assert compute_rubric_mark(key, 3, 4) == Decimal("0.875")

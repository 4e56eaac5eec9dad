"""The blocks of a lesson: what an editor cannot save, and what a block tells."""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from content.blocks import LessonBody
from content.blocks.body_reader import (
    extract_body_text,
    hash_body_structure,
    list_citations,
    split_citations,
)
from content.blocks.lesson_body import LessonBody as Body
from tests.factories.content import (
    bank_block,
    check_block,
    name,
    quote_block,
    scenario_block,
    text_block,
)


def clean(*blocks):
    body = LessonBody()
    return body.clean(body.to_python(list(blocks)))


@pytest.mark.parametrize(
    ("kind", "right"), [("single", ()), ("single", ("a", "b")), ("multiple", ())]
)
def test_check_with_a_wrong_number_of_right_options_is_refused(kind, right):
    with pytest.raises(ValidationError):
        clean(check_block(kind=kind, right=right))


def test_true_or_false_with_three_options_is_refused():
    with pytest.raises(ValidationError):
        clean(check_block(kind="truefalse"))


def test_scenario_that_leads_nowhere_is_refused():
    block = scenario_block()
    block["value"]["nodes"][0]["value"]["choices"][0]["value"]["to"] = "lost"

    with pytest.raises(ValidationError):
        clean(block)


def test_scenario_step_without_choices_and_ending_is_refused():
    block = scenario_block()
    block["value"]["nodes"][2]["value"]["ending"] = ""

    with pytest.raises(ValidationError):
        clean(block)


def test_table_with_a_short_row_is_refused():
    head = [{"type": "item", "id": name("h", n), "value": "Бас"} for n in ("1", "2")]
    row = [{"type": "item", "id": name("c"), "value": "Ұяшық"}]
    rows = [{"type": "item", "id": name("r"), "value": row}]
    table = {
        "type": "table",
        "id": name("t"),
        "value": {"title": "Кесте", "head": head, "rows": rows},
    }

    with pytest.raises(ValidationError):
        clean(table)


def test_two_scenarios_in_one_lesson_are_refused():
    with pytest.raises(ValidationError):
        clean(scenario_block("one"), scenario_block("two"))


def test_good_lesson_is_kept_as_it_is():
    blocks = [text_block(), check_block(), scenario_block()]

    cleaned = clean(*blocks)

    assert [block.id for block in cleaned] == [block["id"] for block in blocks]


@pytest.mark.parametrize(
    ("kind", "right", "asked"),
    [
        ("single", ("a",), "single"),
        ("multiple", ("a", "b"), "multiple"),
        ("truefalse", ("b",), "single"),
    ],
)
def test_check_is_a_question_of_the_assessment_office(kind, right, asked):
    block = check_block(kind=kind, right=right, letters=("a", "b"))
    value = LessonBody().to_python([block])[0].value

    question = value.question_in("kk")

    ids = [name("check", letter) for letter in right]
    assert (question.type, question.key) == (asked, {"right": sorted(ids)})
    assert question.body["kk"]["stem"] == "Сұрақ?"
    question.kind.check(question.body["kk"], question.key)


def test_structure_differs_when_another_question_of_the_bank_is_asked():
    one, other = bank_block(name("q1")), bank_block(name("q2"))

    assert hash_body_structure([one]) != hash_body_structure(
        [other | {"id": one["id"]}]
    )


def play(*path):
    value = LessonBody().to_python([scenario_block()])[0].value
    return value.play(path)


def step(node, letter, to):
    return {"choice": name("scenario", node, letter), "node": to}


def test_scenario_starts_at_its_first_node():
    assert play().node["name"] == "n1"


def test_scenario_goes_back_one_step_and_keeps_what_came_before():
    played = play(step("n1", "a", "n2"), step("n2", "b", "z"), {"back": True})

    assert (played.node["name"], played.chosen) == ("n2", "Таңдау n1a")


def test_scenario_starts_again():
    assert play(step("n1", "a", "n2"), {"restart": True}).is_at_start


def test_scenario_leaves_out_steps_to_nodes_that_are_gone():
    assert play({"choice": "x", "node": "gone"}).node["name"] == "n1"


def test_choices_stand_in_each_learners_own_order_and_stay_in_it():
    block = LessonBody().to_python([scenario_block()])[0]

    def order(key):
        reader = SimpleNamespace(enrolment=SimpleNamespace(key=key))
        context = block.block.get_context(block.value, {"reader": reader})
        return tuple(one["text"] for one in context["decisions"])

    assert {order(key) for key in range(20)} == {
        ("Таңдау n1a", "Таңдау n1b"),
        ("Таңдау n1b", "Таңдау n1a"),
    }
    assert len({order(1) for _again in range(5)}) == 1


def test_structure_is_equal_when_options_stand_in_another_order():
    one = [check_block(letters=("a", "b", "c"))]
    other = [check_block(letters=("c", "a", "b"))]

    assert hash_body_structure(one) == hash_body_structure(other)


def test_structure_differs_when_another_option_is_right():
    assert hash_body_structure([check_block()]) != hash_body_structure(
        [check_block(right=("b",))]
    )


def test_structure_differs_when_blocks_stand_in_another_order():
    one, two = text_block("one"), text_block("two")

    assert hash_body_structure([one, two]) != hash_body_structure([two, one])


def test_citations_are_found_once_each_in_order():
    raw = [quote_block("NMR 43"), scenario_block(), quote_block("NMR 43", "again")]

    assert list_citations(raw) == ["NMR 43", "NMR 36"]


def test_split_cites_takes_commas_semicolons_and_lines():
    assert split_citations("NMR 1, CAT 2;\n MG-6  2.2 ") == [
        "NMR 1",
        "CAT 2",
        "MG-6 2.2",
    ]


def test_plain_text_has_words_and_no_markup_or_codes():
    assert (
        extract_body_text([text_block(), quote_block("NMR 43")])
        == "Тақырып Мәтін Қағида"
    )


def test_every_block_has_an_icon_a_group_a_description_and_a_preview():
    for block in Body().child_blocks.values():
        assert block.meta.icon != "placeholder", block.name
        assert str(block.meta.group), block.name
        assert str(block.get_description()), block.name
        assert block.is_previewable, block.name


def drawn(head, row):
    value = {"title": "Limits", "head": head, "rows": [row]}
    [block] = LessonBody().to_python([{"type": "table", "value": value}])
    return block.render()


def test_wide_table_names_the_column_of_each_cell_for_a_phone():
    page = drawn(["Question", "Rule", "Limit"], ["When", "44", "22 hours"])

    assert 'class="table table-stacked"' in page
    assert re.findall(r'data-label="(\w+)">([^<]+)', page) == [
        ("Rule", "44"),
        ("Limit", "22 hours"),
    ]


def test_narrow_table_stays_a_table_and_a_short_row_is_drawn_in_a_draft():
    page = drawn(["Say", "Leave out"], ["“How are you?”"])

    assert "table-stacked" not in page
    assert "data-label" not in page
    assert page.count("<td></td>") == 1

"""Fields of citations offer provisions by code, number and words."""

import pytest
from django.urls import reverse
from django.utils import translation

from content.blocks import LessonBody
from content.blocks.citation_fields import CitationsInput
from content.guidelines.guideline_blocks import ClauseBlock
from content.search.provision_search import MOST, search_provisions
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.provisions import published_guideline, released_instrument

pytestmark = pytest.mark.django_db


def codes(query, language="kk"):
    with translation.override(language):
        return [one.code for one in search_provisions(query).best]


@pytest.fixture
def register():
    released_instrument("1", "43", "143")
    published_guideline("2.1")


@pytest.mark.parametrize("query", ["", " ", "4", "nothing of it", "%%", "x" * 500])
def test_too_little_or_nonsense_finds_nothing(register, query):
    assert codes(query) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nmr 43", ["NMR 43", "NMR 143"]),
        ("43", ["NMR 43", "NMR 143"]),
        ("МӘТІН 143", ["NMR 143"]),
        ("текст қағидалары 43 мат", []),
        ("манделы 143", []),
        ("mg-6", ["MG-6 2.1"]),
    ],
)
def test_provisions_are_found_by_code_number_and_words(register, query, found):
    assert codes(query) == found


def test_words_are_those_of_the_language(register):
    assert codes("Манделы 143", "ru") == ["NMR 143"]


def test_many_are_counted_and_the_best_offered():
    released_instrument(*(str(n) for n in range(10, 40)))

    found = search_provisions("NMR")

    assert (len(found.best), found.total) == (MOST, 30)


def test_search_takes_as_many_queries_for_three_provisions_as_for_one(
    django_assert_num_queries,
):
    for numbers in (["1"], ["2", "3"]):
        released_instrument(*numbers, code=f"D{len(numbers)}")
        with django_assert_num_queries(2):
            search_provisions("D1")


@pytest.mark.parametrize("role", [Role.MINISTRY_HR, Role.SAFEGUARD_REVIEWER])
def test_search_is_for_the_studio_alone(client, sign_in, role):
    url = reverse("studio_cite:offered")

    assert client.get(url).status_code == 302
    assert sign_in(UserFactory(roles=[role])).get(url).status_code == 302


def test_field_is_offered_code_name_and_subject(register, sign_in):
    studio = sign_in(UserFactory(roles=[Role.TRAINER], language="ru"))

    answer = studio.get(reverse("studio_cite:offered"), {"q": "NMR 143\0"})

    assert answer.json() == {
        "found": [
            {
                "code": "NMR 143",
                "label": "Нельсон Мандела қағидалары, 143 (kk)",
                "title": "Тақырып 143",
            }
        ],
        "total": 1,
    }


def test_every_field_of_citations_is_a_chooser_and_keeps_its_limits():
    body = LessonBody().child_blocks
    option = body["check"].child_blocks["options"].child_block
    node = body["scenario"].child_blocks["nodes"].child_block
    choice = node.child_blocks["choices"].child_block
    fields = [
        (body["text"].child_blocks["cites"], "many", "250"),
        (body["quote"].child_blocks["citation"], "one", "60"),
        (option.child_blocks["cites"], "many", "250"),
        (node.child_blocks["cites"], "many", "120"),
        (choice.child_blocks["cites"], "many", "250"),
        (ClauseBlock().child_blocks["cites"], "many", "120"),
    ]
    for block, takes, longest in fields:
        attrs = block.field.widget.attrs
        assert (attrs["data-citations"], attrs["maxlength"]) == (takes, longest)


def test_citations_on_several_lines_are_shown_in_one():
    assert CitationsInput().format_value("NMR 43\nNMR 36; MG-6 2.1") == (
        "NMR 43, NMR 36, MG-6 2.1"
    )

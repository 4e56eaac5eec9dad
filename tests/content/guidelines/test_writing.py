"""Guidelines as their editors write them: what clauses may say and rest on."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.provisions.citation_cycles import find_citation_cycle
from courses.provisions.document_versions import record_document_version
from courses.provisions.errors import ProvisionError
from courses.provisions.models import Document
from tests.factories.content import publish
from tests.factories.guidelines import (
    page_in,
    section,
)
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


def faults(page):
    """What the studio says of each field of ``page``."""
    with pytest.raises(ValidationError) as error, translation.override("en"):
        page.full_clean()
    return error.value.message_dict


def test_document_on_paper_only_takes_no_text():
    released_instrument("1")
    page = page_in()
    page.document.distribution = Document.Distribution.REGISTER_ONLY
    page.document.save()

    told = (
        "“Nelson Mandela Rules” is kept on paper only, so its text cannot appear here. "
        "Choose another entry in the register."
    )
    assert faults(page) == {"document": [told]}
    with pytest.raises(ProvisionError):
        record_document_version(page.document, "ru", page.text, by=None)
    assert page.document.versions.count() == 1


@pytest.mark.parametrize(
    ("other", "cites", "around"),
    [
        ("NMR 1", "MG-6 1.1", "MG-6 1.1 → MG-6 1.1"),
        ("MG-6 1.1", "MG-7 2.1", "MG-6 1.1 → MG-7 2.1 → MG-6 1.1"),
    ],
)
def test_clauses_that_rest_on_each_other_are_named(other, cites, around):
    released_instrument("1")
    page = page_in()
    page_in(code="MG-7", clauses=[("2.1", other)])
    page.body = json.dumps(section("1.1", cites=cites))

    told = f"These clauses rest on each other: {around}. Remove one of the citations."
    assert faults(page) == {"body": [told]}


def test_circle_that_somebody_else_made_is_not_held_against_this_guideline():
    released_instrument("1")
    other = page_in(code="MG-7", clauses=[("2.1", "NMR 1")])
    text = other.text
    text["sections"][0]["clauses"][0]["cites"] = ["MG-7 2.1"]
    record_document_version(other.document, "ru", text, by=None)

    page = page_in(clauses=[("1.1", "MG-7 2.1")])

    page.full_clean()


def test_circles_are_found_in_one_query(django_assert_num_queries):
    released_instrument("1")
    document = page_in(clauses=[("1.1", "NMR 1"), ("1.2", "MG-6 1.1")]).document

    for cites in (
        {"1.1": ["NMR 1"]},
        {f"2.{n}": [f"MG-6 2.{n + 1}"] for n in range(9)},
    ):
        with django_assert_num_queries(1):
            assert find_citation_cycle(document, cites) == []


def test_renumbered_clause_is_a_new_one():
    released_instrument("1")
    page = page_in()
    (block,) = section("1.1")
    block["value"]["clauses"][0]["value"]["number"] = "1.2"
    page.body = json.dumps([block])

    publish(page)

    clauses = page.document.clauses.order_by("number")
    assert [clause.number for clause in clauses] == ["1.1", "1.2"]
    assert len({clause.key for clause in clauses}) == 2


def test_copied_guideline_gets_clauses_of_its_own():
    released_instrument("1")
    page_in()

    copied = page_in(code="MG-7")

    (clause,) = copied.document.clauses.all()
    assert str(clause) == "MG-7 1.1"


def test_citation_of_what_the_register_lacks_is_named():
    released_instrument("1")
    page = page_in()
    page.body = json.dumps(section("1.1", cites="NMR 99"))

    assert faults(page) == {
        "body": ["These provisions are not in the register: NMR 99."]
    }


def test_guideline_without_an_entry_of_the_register_says_so():
    released_instrument("1")
    page = page_in()
    page.document = None

    assert set(faults(page)) == {"document"}

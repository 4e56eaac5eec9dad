"""The register of sources: what is entered, where its text is, who cites its clauses."""

import pytest
from django.urls import reverse

from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.models import Document
from elearning.accounts.roles import Role
from tests.factories.courses import CourseRemitFactory, EditionFactory
from tests.factories.provisions import DocumentFactory, released_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(house, enter):
    return enter(Role.TRAINER)


def citing(*cites, code="L1"):
    """A course whose current edition has a text that cites ``cites``."""
    version = EditionFactory(course__code=code).entries.get().version
    UnitText.objects.filter(version=version).update(details={"cites": list(cites)})
    citation_index.index_unit_version(version)
    return version.unit


def shown(client, code="NMR"):
    answer = client.get(reverse("desk:register-document", args=[code]))
    return {
        line.clause.number: [one.code for _group, one in line.citers]
        for line in answer.context["page"]
    }


def test_document_that_is_not_entered_is_not_found(client, trainer):
    answer = client.get(reverse("desk:register-document", args=["NMR"]))

    assert answer.status_code == 404


def test_empty_register_says_how_it_is_filled(client, trainer):
    page = client.get("/en/desk/register/").content.decode()

    assert "The register is empty" in page


def test_register_says_where_texts_are_and_how_many_cite_them(client, trainer):
    document = released_instrument("1", "43")
    link = "https://docs.un.org/ru/A/RES/70/175"
    Document.objects.filter(pk=document.pk).update(links={"ru": link})
    citing("NMR 1", "NMR 43")

    answer = client.get(reverse("desk:register"))

    assert [
        (line.document.code, line.clauses, line.citers)
        for line in answer.context["page"]
    ] == [("NMR", 2, 1)]
    address = f'<a class="address" href="{link}" rel="external noopener noreferrer">'
    assert address in answer.content.decode()


def test_trainer_finds_the_coverage_of_rule_76_from_the_register(client, trainer):
    page = client.get(reverse("desk:register")).content.decode()

    assert reverse("desk:coverage") in page


def test_register_is_shown_by_kind(client, trainer):
    released_instrument("1")
    DocumentFactory(kind="guideline", code="MG-1", distribution="register-only")

    answer = client.get(reverse("desk:register"), {"kind": "guideline"})

    assert [line.document.code for line in answer.context["page"]] == ["MG-1"]


def test_guideline_on_paper_says_where_and_takes_no_file(client, trainer):
    DocumentFactory(
        kind="guideline",
        code="MG-1",
        distribution="register-only",
        keepers={"en": "Office of the head"},
    )

    page = client.get("/en/desk/register/MG-1/").content.decode()

    assert "Office of the head" in page
    assert "Do not upload a file of it here." in page


def test_each_clause_names_who_cites_it(client, trainer):
    released_instrument("1", "43")
    unit = citing("NMR 43")

    assert shown(client) == {"1": [], "43": [str(unit)]}


def test_courses_outside_the_remit_of_a_trainer_are_not_named(client, trainer):
    released_instrument("1")
    mine, _other = citing("NMR 1", code="L1"), citing("NMR 1", code="L2")
    CourseRemitFactory(user=trainer, course=mine.course)

    assert shown(client) == {"1": [str(mine)]}
    (line,) = client.get(reverse("desk:register")).context["page"]
    assert line.citers == 1


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_as_many_queries_for_three_clauses_and_documents(
    client, trainer, number, django_assert_num_queries
):
    clauses = [str(n) for n in range(number)]
    for n in range(number):
        released_instrument(*clauses, code=f"I{n}")
        citing(*(f"I0 {clause}" for clause in clauses), code=f"L{n}")

    with django_assert_num_queries(13):
        client.get(reverse("desk:register"))
    with django_assert_num_queries(8):
        client.get(reverse("desk:register-document", args=["I0"]))

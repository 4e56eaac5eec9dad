"""Guidelines and instruments as readers meet them."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from content.guidelines.models import GuidelineIndex, GuidelinePage
from content.models.site import ensure_site
from courses.provisions.circles import circle
from courses.provisions.errors import ProvisionError
from courses.provisions.models import Document
from courses.provisions.releasing import release
from courses.provisions.versions import note_document
from tests.factories.approvals import approved
from tests.factories.content import add, name, publish
from tests.factories.provisions import DocumentFactory, released_instrument
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(StaffMemberFactory().user)
    return client


def section(number, text="Тармақ", cites=""):
    clause = {
        "type": "item",
        "id": name("clause", number),
        "value": {
            "number": number,
            "text": f"<p>{text} {number}</p>",
            "safeguard": True,
            "cites": cites,
        },
    }
    value = {"heading": "1. Негіздер", "clauses": [clause]}
    return [{"type": "section", "id": name("section"), "value": value}]


def guideline_pages(text="Тармақ"):
    """A guideline published, and not released, in all languages."""
    homes = ensure_site()
    released_instrument("1")
    document = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    pages = []
    for language, home in homes.items():
        index = GuidelineIndex.objects.child_of(home).first() or add(
            home, GuidelineIndex(title="Тізім", slug="guidelines"), "guidelines/index"
        )
        page = GuidelinePage(
            title=f"Ұсыным {language}",
            slug="mg-6",
            document=document,
            body=json.dumps(section("1.1", text, "NMR 1")),
        )
        pages.append(add(index, page, "mg-6"))
    return document, pages


def release_newest(document):
    version = document.versions.order_by("-number").first()
    return release(version, approved([version.digest]), by=None)


def words(response):
    return response.content.decode()


def test_guideline_that_is_only_published_is_not_found(reader):
    guideline_pages()

    assert reader.get(reverse("content:guideline", args=["mg-6"])).status_code == 404


def test_guideline_released_shows_clauses_with_anchors_and_sources(reader):
    document, _pages = guideline_pages()
    release_newest(document)

    page = words(reader.get(reverse("content:guideline", args=["mg-6"])))

    assert 'id="c-1-1"' in page
    assert 'data-copy="MG-6 1.1"' in page
    assert reverse("content:instrument", args=["nmr"]) + "#p-1" in page


def test_guideline_published_again_shows_the_released_text(reader):
    document, pages = guideline_pages()
    release_newest(document)
    for page in pages:
        page.body = json.dumps(section("1.1", "Жаңа"))
        page.__dict__.pop("text", None)
        publish(page)

    page = words(reader.get(reverse("content:guideline", args=["mg-6"])))

    assert "Тармақ 1.1" in page
    assert "Жаңа" not in page


def test_guideline_on_paper_is_an_entry_of_the_register(reader):
    DocumentFactory(
        kind="guideline",
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
        owners={"kk": "Оқу бөлімі"},
    )

    page = words(reader.get(reverse("content:guideline", args=["mg-9"])))

    assert "Оқу бөлімі" in page
    assert "MG-9" in words(reader.get(reverse("content:guidelines")))


def test_instrument_shows_its_provisions_with_anchors(reader):
    released_instrument("43")

    page = words(reader.get(reverse("content:instrument", args=["nmr"])))

    assert 'id="p-43"' in page
    assert "Мәтін 43 kk" in page


def test_instrument_says_where_its_official_text_is_and_when_it_was_read(reader):
    document = released_instrument("43")
    link = "https://docs.un.org/ru/A/RES/70/175"
    kept = {"kk": "Оқу бөлімінің қоры"}
    Document.objects.filter(pk=document.pk).update(
        links={"kk": link}, read_on=date(2026, 11, 26), keepers=kept
    )

    page = words(reader.get(reverse("content:instrument", args=["nmr"])))

    assert f'<a href="{link}" rel="external noopener noreferrer">{link}</a>' in page
    assert "Оқу бөлімінің қоры" in page
    assert "2026 ж. 26 қараша" in page


def test_instrument_without_provisions_says_to_read_the_official_text(reader):
    released_instrument(code="LPO")

    page = words(reader.get("/en/rules/lpo/"))

    assert "Only the entry stands here. Read the official text" in page


def test_instrument_missing_in_a_language_is_labelled(reader):
    released_instrument("43", languages=("kk", "ru"))

    page = words(reader.get("/en/rules/nmr/"))

    assert "Not yet in your language. It is shown in Kazakh." in page
    assert '<div lang="kk">' in page


def test_instrument_takes_as_many_queries_with_three_provisions(
    reader, django_assert_max_num_queries
):
    released_instrument("1", code="ONE")
    released_instrument("11", "12", "13", code="THREE")
    reader.get("/kk/rules/one/")
    with django_assert_max_num_queries(25) as one:
        reader.get("/kk/rules/one/")
    with django_assert_max_num_queries(25) as three:
        reader.get("/kk/rules/three/")

    assert len(one) == len(three)


def faults(page):
    """What the studio says of each field of ``page``."""
    with pytest.raises(ValidationError) as error, translation.override("en"):
        page.full_clean()
    return error.value.message_dict


def page_in(language="ru", *, code="MG-6", clauses=(("1.1", "NMR 1"),)):
    """A published guideline whose clauses cite as said."""
    document = Document.objects.filter(code=code).first() or DocumentFactory(
        kind="guideline", code=code, shorts={}
    )
    home = ensure_site()[language]
    index = GuidelineIndex.objects.child_of(home).first() or add(
        home, GuidelineIndex(title="Список", slug="guidelines"), "guidelines/index"
    )
    page = GuidelinePage(
        title=code,
        slug=document.slug,
        document=document,
        body=json.dumps([section(*one)[0] for one in cited(clauses)]),
    )
    return add(index, page, code)


def cited(clauses):
    return [(number, "Пункт", cites) for number, cites in clauses]


def test_document_on_paper_only_takes_no_text():
    released_instrument("1")
    page = page_in()
    page.document.distribution = Document.Distribution.REGISTER_ONLY
    page.document.save()

    told = (
        "“Nelson Mandela Rules” is kept on paper only, so its text may not stand here. "
        "Choose another entry of the register."
    )
    assert faults(page) == {"document": [told]}
    with pytest.raises(ProvisionError):
        note_document(page.document, "ru", page.text, by=None)
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

    told = f"These clauses rest on each other: {around}. Take one of the citations out."
    assert faults(page) == {"body": [told]}


def test_circle_that_somebody_else_made_is_not_held_against_this_guideline():
    released_instrument("1")
    other = page_in(code="MG-7", clauses=[("2.1", "NMR 1")])
    text = other.text
    text["sections"][0]["clauses"][0]["cites"] = ["MG-7 2.1"]
    note_document(other.document, "ru", text, by=None)

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
            assert circle(document, cites) == []


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

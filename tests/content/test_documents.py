"""Guidelines and instruments as readers meet them."""

import json

import pytest
from django.urls import reverse

from content.guidelines.models import GuidelineIndex, GuidelinePage
from content.models.site import ensure_site
from courses.provisions.models import Document
from courses.provisions.releasing import release
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

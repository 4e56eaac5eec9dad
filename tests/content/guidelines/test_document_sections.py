"""Guidelines and instruments as readers meet them."""

import json
from datetime import date

import pytest
from django.urls import reverse

from content.guidelines.models import GuidelineIndex, GuidelinePage
from courses.provisions.models import Document
from tests.factories.content import publish
from tests.factories.guidelines import (
    guideline_pages,
    page_in,
    release_newest,
    section,
)
from tests.factories.provisions import DocumentFactory, released_instrument

pytestmark = pytest.mark.django_db


def test_guideline_that_is_only_published_is_not_found(reader):
    guideline_pages()

    assert reader.get(reverse("content:guideline", args=["mg-6"])).status_code == 404


def test_guideline_released_shows_clauses_with_anchors_and_sources(reader):
    document, _pages = guideline_pages()
    release_newest(document)

    page = reader.get(reverse("content:guideline", args=["mg-6"])).text

    assert 'id="c-1-1"' in page
    assert 'data-citation="MG-6, {} (' in page
    assert reverse("content:instrument", args=["nmr"]) + "#p-1" in page


def test_guideline_published_again_shows_the_released_text(reader):
    document, pages = guideline_pages()
    release_newest(document)
    for page in pages:
        page.body = json.dumps(section("1.1", "Жаңа"))
        page.__dict__.pop("text", None)
        publish(page)

    page = reader.get(reverse("content:guideline", args=["mg-6"])).text

    assert "Тармақ 1.1" in page
    assert "Жаңа" not in page


def test_guideline_on_paper_is_an_entry_of_the_register(reader):
    DocumentFactory(
        kind="guideline",
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
        owners={"kk": "Оқу бөлімі"},
    )

    page = reader.get(reverse("content:guideline", args=["mg-9"])).text

    assert "Оқу бөлімі" in page
    assert "MG-9" in reader.get(reverse("content:guidelines")).text


def test_instrument_shows_its_provisions_with_anchors(reader):
    released_instrument("43")

    page = reader.get(reverse("content:instrument", args=["nmr"])).text

    assert 'id="p-43"' in page
    assert "Мәтін 43 kk" in page


def test_instrument_says_where_its_official_text_is_and_when_it_was_read(reader):
    document = released_instrument("43")
    link = "https://docs.un.org/ru/A/RES/70/175"
    kept = {"kk": "Оқу бөлімінің қоры"}
    Document.objects.filter(pk=document.pk).update(
        links={"kk": link}, read_on=date(2026, 11, 26), keepers=kept
    )

    page = reader.get(reverse("content:instrument", args=["nmr"])).text

    assert f'<a href="{link}" rel="external noopener noreferrer">{link}</a>' in page
    assert "Оқу бөлімінің қоры" in page
    assert "2026 ж. 26 қараша" in page


def test_instrument_without_provisions_says_to_read_the_official_text(reader):
    released_instrument(code="LPO")

    page = reader.get("/en/rules/lpo/").text

    assert "Only the register entry is shown here. Read the official text" in page


def test_instrument_missing_in_a_language_is_labelled(reader):
    released_instrument("43", languages=("kk", "ru"))

    page = reader.get("/en/rules/nmr/").text

    assert "Not yet available in your language. Shown in Kazakh." in page
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


def test_link_to_a_page_leads_to_where_the_page_is_now(reader):
    released_instrument("1")
    page = page_in("kk")
    page_in("ru")
    (block,) = section("1.1")
    target = GuidelineIndex.objects.first()
    block["value"]["clauses"][0]["value"]["text"] = (
        f'<p><a linktype="page" id="{target.pk}">Тізім</a> '
        f'<a linktype="page" id="999999">Жоқ</a></p>'
    )
    for one in GuidelinePage.objects.all():
        one.body = json.dumps([block])
        publish(one)
    release_newest(page.document)

    shown = reader.get(page.document.get_absolute_url()).text

    assert f'<a href="{target.url}">Тізім</a> <a>Жоқ</a>' in shown
    assert "linktype" not in shown

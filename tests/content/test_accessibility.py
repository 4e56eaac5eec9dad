"""The gate of accessibility: what nobody could read is named with its page, and stays."""

import json

import pytest
from django.utils import translation

from content.accessibility import list_body_faults, list_unit_findings
from content.models import LessonPage
from courses.models import UnitText
from courses.release import proposed_outline
from courses.release.edition_proposal import EditionProposal
from tests.factories import pictures
from tests.factories.content import figure_block, name, publish, text_block

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def block(kind, **value):
    return {"type": kind, "id": name(kind), "value": value}


def figure(**image):
    return block("figure", image={"image": 1, **image}, caption="")


def said(pages):
    """What the gate says of everything proposed, in English."""
    with translation.override("en"):
        versions = proposed_outline.list_proposed_versions(pages.course)
        return [one.text for one in list_unit_findings(pages.course, versions)]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ([figure(alt_text=" ", decorative=False)], ["picture"]),
        ([figure()], ["picture"]),
        ([figure(alt_text="Бөлме", decorative=False)], []),
        ([figure(alt_text="", decorative=True)], []),
        ([block("video", transcript="<p> </p>")], ["video"]),
        ([block("audio")], ["audio"]),
        ([block("audio", transcript="<p>Сөз</p>")], []),
        ([block("text", heading="", text="<h3>А</h3>")], ["heading"]),
        ([block("text", heading="А", text="<h3>Б</h3><h4>В</h4>")], []),
        ([block("text", heading="А", text="<h4>Б</h4>")], ["heading"]),
        ([block("key_points"), block("text", text="<h3>А</h3>")], []),
        ([block("text", heading="А", text="<h3>Б</h3>"), figure()], ["picture"]),
        ([], []),
    ],
)
def test_faults_of_a_body(body, faults):
    assert list_body_faults(body) == faults


def test_page_is_named_with_its_languages_and_not_released(pages):
    image = pictures.image()
    silent = figure_block(image)
    silent["value"]["image"]["alt_text"] = ""
    for language in ("kk", "ru"):
        row = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        row.body = json.dumps([text_block("l1"), silent])
        publish(row)

    with translation.override("en"):
        missing = EditionProposal(pages.course).missing

    sentence = (
        "“Сабақ l1 en” (kk, ru): a picture has no description and is not marked as "
        "decorative. Describe what matters in it."
    )
    assert said(pages) == [sentence]
    assert sentence in missing


def test_page_that_everybody_can_read_passes(pages):
    assert said(pages) == []


def test_what_is_released_already_is_not_looked_at_again(pages):
    pages.release()

    assert said(pages) == []


def test_pictures_count_to_the_weight_of_their_page(pages):
    image = pictures.image()
    row = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    row.body = json.dumps([text_block("l1"), figure_block(image)])
    publish(row)

    text = UnitText.objects.filter(language="kk", version__unit__slug="l1").last()
    assert text.details["pictures"] > 0
    assert text.weight == text.size + text.details["pictures"]


def test_gate_takes_as_many_queries_for_three_pages(
    pages, django_assert_max_num_queries
):
    def counted():
        versions = proposed_outline.list_proposed_versions(pages.course)
        with django_assert_max_num_queries(6) as queries:
            list_unit_findings(pages.course, versions)
        return len(queries)

    counted()
    one = counted()
    for slug in ("l2", "l3"):
        pages.lesson(slug, [text_block(slug)])
    assert counted() == one

"""What pages cite, and where, once they are published."""

import json

import pytest
from django.core.exceptions import ValidationError

from courses.models import UnitVersion
from courses.provisions.models import Citation
from tests.factories.content import name, publish, quote_block, text_block
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


def cited(pages, slug):
    """Which clause the newest version of a unit cites where."""
    newest = UnitVersion.objects.newest().get(
        unit__course=pages.course, unit__slug=slug
    )
    rows = Citation.objects.filter(unit_version=newest).order_by("clause", "place")
    return {(str(row.clause), row.place) for row in rows}


def test_lesson_is_found_by_the_blocks_that_cite(pages):
    released_instrument("1", "43")
    page = pages.lessons["l1"]["kk"]
    page.cites = "NMR 1"
    page.body = json.dumps([text_block("l1"), quote_block("NMR 43")])
    publish(page)

    assert cited(pages, "l1") == {("NMR 1", ""), ("NMR 43", name("quote"))}


def test_question_is_found_by_what_it_rests_on(pages):
    released_instrument("1", "43")
    pages.question(cites="NMR 1, NMR 43")

    assert cited(pages, "t1-q01") == {("NMR 1", ""), ("NMR 43", "")}


def test_lesson_whose_block_cites_what_the_register_lacks_is_refused_by_name(pages):
    released_instrument("1", "43")
    page = pages.lessons["l1"]["kk"]
    page.cites = "NMR 1"
    page.body = json.dumps([text_block("l1"), quote_block("NMR 999")])

    with pytest.raises(ValidationError) as error:
        page.full_clean()

    assert {"body": error.value.message_dict["body"]} == {
        "body": ["Бұл нормалар тізілімде жоқ: NMR 999."]
    }

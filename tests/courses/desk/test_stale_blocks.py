"""Lessons under a changed clause: the list at the desk, and a trainer's word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.models import Unit, UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from courses.provisions.models import Reaffirmed
from elearning.accounts.roles import Role
from tests.factories.approvals import approved
from tests.factories.courses import (
    CourseFactory,
    CourseRemitFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    stale_lesson,
    stale_lessons,
    written,
)

pytestmark = pytest.mark.django_db
LIST = "/en/desk/stale/"
HOME = "/en/desk/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def trainer(house, enter):
    return enter(Role.TRAINER)


def url(version, block="a"):
    query = {"block": block} if block else None
    return reverse("desk:still-right", args=[version.unit.key], query=query)


def answer_page(client, address):
    """Open the page, and say that the text is still right."""
    read = client.get(address).context["form"]["read"].value()
    given = {"reason": "The term is the same", "read": read}
    return client.post(address, given, follow=True)


def stale_page():
    """The front page of a course, which cites a clause changed since as a whole."""
    first = published_guideline("1.1")
    release_document(first, approved([first.digest]), by=None)
    version = UnitVersionFactory(unit__kind=Unit.Kind.COURSE, unit__slug="front")
    UnitText.objects.filter(version=version).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(version)
    version.unit.course.proposed_entries.create(unit=version.unit, position=1)
    changed_guideline("1.1", substantive=["1.1"])
    return version


def listed(answer):
    return {
        one.version.unit.slug: [block.id for block in one.blocks]
        for one in answer.context["lessons"]
    }


def test_page_that_stood_open_answers_no_clause_that_changed_meanwhile(client, trainer):
    version = stale_lesson()
    read = client.get(url(version)).context["form"].initial.get("read", "")
    changed_guideline("1.1", "1.2", substantive=["1.1"], words="Again")

    client.post(url(version), {"reason": "The term is the same", "read": read})

    assert listed(client.get(LIST)) == {"l1": ["a", "b"]}


@pytest.mark.parametrize("block", ["nothing", "c", ""])
def test_block_that_is_not_stale_does_not_exist(client, trainer, block):
    assert client.get(url(stale_lesson(), block)).status_code == 404


def test_page_asks_for_a_sentence(client, trainer):
    version = stale_lesson()

    answer = client.post(url(version), {"reason": " "})

    assert list(answer.context["form"].errors) == ["reason"]
    assert not Reaffirmed.objects.exists()


def test_page_says_which_clause_has_changed_and_why(client, trainer):
    page = client.get(url(stale_lesson())).text

    assert "MG-6 1.1</a>: Заң өзгерді" in page


def test_courses_of_others_are_not_hers(client, trainer):
    version = stale_lesson()
    CourseRemitFactory(user=trainer, course=CourseFactory())

    assert listed(client.get(LIST)) == {}
    assert client.get(HOME).context["stale_lessons"] == 0
    assert client.post(url(version), {"reason": "Right"}).status_code == 404


def test_front_page_of_a_course_is_listed_and_said_to_be_right_as_a_whole(
    client, trainer
):
    version = stale_page()
    assert listed(client.get(LIST)) == {"front": [""]}
    assert "The whole page" in client.get(url(version, "")).text

    answer_page(client, url(version, ""))

    assert listed(client.get(LIST)) == {}


def test_whole_lesson_said_to_be_right_leaves_no_mark_on_a_block(client, trainer):
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    version = UnitVersionFactory(unit__kind=Unit.Kind.LESSON, unit__slug="l1")
    UnitText.objects.filter(version=version).update(
        details={"cited": {"": ["MG-6 1.1"], "b": ["MG-6 1.2"]}}
    )
    citation_index.index_unit_version(version)
    version.unit.course.proposed_entries.create(unit=version.unit, position=1)
    changed_guideline("1.1", "1.2", substantive=["1.1", "1.2"])
    assert listed(client.get(LIST)) == {"l1": ["", "b"]}
    page = client.get(url(version, "")).text
    assert all(f"MG-6 {number}</a>" in page for number in ("1.1", "1.2"))

    answer = answer_page(client, url(version, ""))

    assert listed(answer) == {}


def test_word_about_one_text_of_a_lesson_lands_on_no_newer_one(client, trainer):
    version = stale_lesson()
    read = client.get(url(version)).context["form"]["read"].value()
    written(version.unit, a="бір", b="жаңа")

    answer = client.post(url(version), {"reason": "The same", "read": read})

    assert answer.url == url(version)
    assert not Reaffirmed.objects.exists()


def test_lesson_that_no_edition_has_and_nobody_proposes_is_left_out(client, trainer):
    version = stale_lesson()
    version.unit.course.proposed_entries.all().delete()

    assert listed(client.get(LIST)) == {}


def test_empty_list_says_what_will_be_here(client, trainer):
    assert "No lessons or pages are out of date" in client.get(LIST).text


def test_reviewer_reads_the_list_and_is_offered_nothing(client, house, enter):
    enter(Role.SAFEGUARD_REVIEWER)
    stale_lesson()

    answer = client.get(LIST)

    assert listed(answer) == {"l1": ["a", "b"]}
    assert "/still-right/" not in answer.text


def test_said_of_a_block_the_mark_leaves_it_and_stays_at_the_other(client, trainer):
    version = stale_lesson(slug="l1")
    assert listed(client.get(LIST)) == {"l1": ["a", "b"]}

    answer = answer_page(client, url(version))

    assert answer.redirect_chain == [(LIST, 302)]
    assert listed(answer) == {"l1": ["b"]}
    kept = Reaffirmed.objects.get()
    assert (kept.place, kept.reason, kept.by) == ("a", "The term is the same", trainer)


def test_publishing_the_blocks_changed_takes_the_lesson_off_the_list(client, trainer):
    version = stale_lesson()

    written(version.unit, a="жаңа", b="бұл да")

    assert listed(client.get(LIST)) == {}


@pytest.mark.parametrize("page", [LIST, HOME])
def test_three_stale_lessons_take_as_many_queries_as_one(client, trainer, page):
    versions = stale_lessons("l1", "l2", "l3")
    proposed = versions[0].unit.course.proposed_entries
    proposed.exclude(unit=versions[0].unit).delete()
    counts = []
    for more in ([], versions[1:]):
        for position, version in enumerate(more, start=2):
            proposed.create(unit=version.unit, position=position)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_first_page_counts_stale_lessons_and_leads_to_them(client, trainer):
    stale_lessons("l1", "l2")

    answer = client.get(HOME)

    assert answer.context["stale_lessons"] == 2
    assert (
        "2 lessons and pages are based on clauses that have changed in substance."
        in answer.text
    )
    assert LIST in answer.text

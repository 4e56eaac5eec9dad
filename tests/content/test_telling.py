"""What readers of pages do is told: guidelines read, courses opened, choices made."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.enrolment import enrol_learner
from courses.models import Enrolment
from courses.provisions.models import Document
from courses.records.statements import extensions
from tests.factories.accounts import UserFactory
from tests.factories.content import name, publish, scenario_block
from tests.factories.guidelines import guideline_pages, release_newest
from tests.factories.provisions import DocumentFactory, released_instrument
from tests.factories.records import told, verbs
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    learner = StaffMemberFactory()
    client.force_login(learner.user)
    return learner


def read(client, slug="mg-6", language="kk"):
    with translation.override(language):
        return client.get(reverse("content:guideline", args=[slug]))


def test_who_is_no_member_of_staff_reads_untold(client):
    document, _pages = guideline_pages()
    release_newest(document)
    client.force_login(UserFactory())

    assert read(client).status_code == 200
    assert told() == []


def test_guideline_on_paper_and_instrument_are_not_told(client, learner):
    released_instrument("1")
    DocumentFactory(
        kind=Document.Kind.GUIDELINE,
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
    )

    assert read(client, "mg-9").status_code == 200
    assert client.get(reverse("content:instrument", args=["nmr"])).status_code == 200
    assert told() == []


def test_guideline_is_told_as_read_once_for_each_edition(client, learner):
    document, pages = guideline_pages()
    release_newest(document)
    client.head(reverse("content:guideline", args=["mg-6"]))
    assert told() == []

    read(client, language="ru")
    read(client, language="kk")

    (first,) = told()
    assert verbs([first]) == ["read"]
    assert first["context"]["language"] == "ru"
    assert first["context"]["extensions"] == {
        extensions.EDITION.iri: 1,
        extensions.CITES.iri: ["NMR 1"],
    }
    for page in pages:
        page.lead = "<p>Жаңа</p>"
        publish(page)
    release_newest(document)
    read(client)
    assert [one["context"]["extensions"][extensions.EDITION.iri] for one in told()] == [
        1,
        2,
    ]


def test_front_page_is_told_once_and_moves_nobody(client, learner, pages):
    pages.release()
    address = pages.course.get_absolute_url()
    client.get(address)
    assert told() == []

    enrol_learner(learner, pages.course, by=learner.user)
    with translation.override("kk"):
        client.get(reverse("content:lesson", args=[pages.course.slug, "l1"]))
    client.get(address)
    client.get(address)

    assert verbs(told()) == ["registered", "initialized", "experienced"]
    assert Enrolment.objects.get().last_unit.slug == "l1"


def test_choice_names_the_clauses_it_is_judged_by(client, learner, pages):
    released_instrument("36")
    pages.lesson("s1", [scenario_block()])
    pages.release()
    enrol_learner(learner, pages.course, by=learner.user)
    with translation.override("kk"):
        address = reverse("content:lesson", args=[pages.course.slug, "s1"])
    choice = name("scenario", "n1", "a")

    client.post(address, {"action": "decide", "choice": choice})

    (selected,) = [one for one in told() if verbs([one]) == ["selected"]]
    assert selected["context"]["extensions"][extensions.CITES.iri] == ["NMR 36"]
    assert selected["result"]["response"] == choice

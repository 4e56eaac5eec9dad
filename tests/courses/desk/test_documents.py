"""Guidelines at the desk: what is new, the second person, the release."""

import pytest
from django.urls import reverse
from django.utils import translation

from content.glossary.models import Term
from courses.models import Approval
from courses.provisions import guideline_approval
from courses.provisions.document_release import DocumentProposal, release_document
from courses.provisions.models import DocumentEdition
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.provisions import (
    published_guideline,
    released_instrument,
    weighed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(house, enter):
    return enter(Role.SAFEGUARD_REVIEWER)


def page(document, language="en"):
    with translation.override(language):
        return reverse("desk:release-document", args=[document.slug])


def approval(document):
    with translation.override("en"):
        return reverse("desk:approve-document", args=[document.slug])


def released_guideline(*numbers):
    """A guideline whose first edition has clauses ``numbers``."""
    version = published_guideline(*numbers)
    release_document(version, approved([version.digest]), by=None)
    return version.document


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("slug", ["nothing", "nmr"])
def test_unknown_guideline_or_instrument_is_not_there(client, reviewer, slug):
    released_instrument("1")

    assert client.get(reverse("desk:release-document", args=[slug])).status_code == 404


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "another"}])
def test_text_that_was_not_seen_is_not_released(client, reviewer, seen):
    document = published_guideline("1.1").document

    for url in (page(document), approval(document)):
        answer = client.post(url, seen, follow=True)
        assert said(answer) == [
            (
                "This guideline was published again while you were reading it. "
                "Look at it again."
            )
        ]

    assert not DocumentEdition.objects.exists()
    assert not Approval.objects.exists()


def test_publisher_of_anything_newer_cannot_approve(client, reviewer):
    document = released_guideline("1.1")
    published_guideline("1.1", words="Бір", by=reviewer)
    version = weighed(published_guideline("1.1", words="Екі", by=UserFactory()))

    shown = client.get(page(document))
    approving = client.post(approval(document), {"seen": version.digest}, follow=True)
    releasing = client.post(page(document), {"seen": version.digest}, follow=True)

    assert shown.context["may_approve"] is False
    assert b"Approve as the second person" not in shown.content
    assert len(said(approving)) == 1
    assert "Nothing here is waiting for your approval" in said(approving)[0]
    assert said(releasing) == DocumentProposal(version.document, version, []).missing
    assert document.editions.count() == 1


def test_approved_version_is_not_approved_twice(client, reviewer):
    version = published_guideline("1.1")
    for _time in range(2):
        client.post(approval(version.document), {"seen": version.digest})

    assert Approval.objects.count() == 1


def test_languages_that_differ_are_not_released(client, reviewer):
    document = released_guideline("1.1")
    version = weighed(published_guideline("1.1", words="Бір", languages=["kk"]))

    shown = client.get(page(document))
    client.post(approval(document), {"seen": version.digest})
    client.post(page(document), {"seen": version.digest})

    assert not Approval.objects.filter(digest=version.digest).exists()
    assert shown.context["lagging"] == [("ru", "Русский")]
    assert len(shown.context["proposal"].missing) == 1
    assert document.editions.count() == 1


def test_released_version_is_not_released_again(client, reviewer):
    document = released_guideline("1.1")
    version = document.versions.latest("number")

    answer = client.post(page(document), {"seen": version.digest}, follow=True)

    assert said(answer) == ["Nothing has changed since the last edition."]
    assert document.editions.count() == 1


def test_second_person_approves_and_then_releases_what_she_saw(client, reviewer):
    version = published_guideline("1.1", by=UserFactory())
    document = version.document

    client.post(approval(document), {"seen": version.digest})
    approved([version.digest], gates=set(Approval.Gate) - {Approval.Gate.PEER})
    assert client.get(page(document)).context["proposal"].missing == []
    answer = client.post(page(document), {"seen": version.digest}, follow=True)

    edition = document.editions.get()
    assert (edition.version, edition.released_by) == (version, reviewer)
    assert said(answer) == ["Edition 1 is released. Everybody reads it from now on."]
    written = Entry.objects.filter(by=reviewer).values_list("action", flat=True)
    assert {"courses.approved", "provisions.edition_released"} <= set(written)


@pytest.mark.parametrize("language", ["kk", "xx"])
def test_language_that_does_not_lag_is_not_confirmed(client, reviewer, language):
    version = published_guideline("1.1")

    answer = client.post(
        reverse(
            "desk:confirm-document", args=[version.document.slug, version.pk, language]
        ),
        follow=True,
    )

    assert said(answer) == []
    assert guideline_approval.get_newest_version(version.document) == version


def test_version_that_is_not_the_newest_is_not_confirmed(client, reviewer):
    document = released_guideline("1.1")
    old = document.versions.get(number=1)
    newest = published_guideline("1.1", words="Бір", languages=["kk"])

    client.post(reverse("desk:confirm-document", args=[document.slug, old.pk, "ru"]))

    assert guideline_approval.get_newest_version(document) == newest


def test_whoever_confirms_a_language_becomes_an_author(client, reviewer):
    document = released_guideline("1.1")
    version = published_guideline("1.1", words="Бір", languages=["kk"])

    client.post(
        reverse("desk:confirm-document", args=[document.slug, version.pk, "ru"])
    )

    confirmed = guideline_approval.get_newest_version(document)
    assert confirmed.languages_outdated == set()
    assert not DocumentProposal(confirmed.document, confirmed).may_approve(reviewer)
    assert DocumentProposal(confirmed.document, confirmed).list_awaiting(UserFactory())
    assert Entry.objects.filter(action="provisions.language_confirmed").count() == 1


def test_page_shows_what_is_new_in_the_language_of_the_reader(client, reviewer):
    document = released_guideline("1.1", "1.2")
    published_guideline("1.1", "1.3", words="Жаңа")

    answer = client.get(page(document, "ru"))

    news = [one.difference for one in answer.context["news"]]
    shown = [(one.before, one.after) for one in news]
    texts = [tuple(side.text if side else "" for side in sides) for sides in shown]
    assert texts == [
        ("<p>Мәтін 1.1 ru</p>", "<p>Жаңа 1.1 ru</p>"),
        ("", "<p>Жаңа 1.3 ru</p>"),
        ("<p>Мәтін 1.2 ru</p>", ""),
    ]
    assert answer.context["languages"] == [("kk", "Қазақша"), ("ru", "Русский")]


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_guidelines_takes_one_query(number, django_assert_num_queries):
    for code in range(number):
        published_guideline(f"{code}.1", code=f"MG-{code}")

    with django_assert_num_queries(1):
        found = guideline_approval.list_guideline_proposals()

    assert [one.is_changed for one in found] == [True] * number


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_as_many_queries_whatever_the_clauses(
    client, reviewer, number, django_assert_num_queries
):
    document = released_guideline("1.1")
    published_guideline(*[f"2.{n}" for n in range(number)], words="Жаңа")
    client.get(page(document))

    with django_assert_num_queries(19):
        client.get(page(document))


def test_list_puts_what_waits_first(client, reviewer):
    released_guideline("1.1")
    waiting = published_guideline("9.1", code="MG-9").document

    answer = client.get(reverse("desk:release"))

    listed = [one.document for one in answer.context["guidelines"]]
    assert listed[0] == waiting
    assert len(listed) == 2


def test_home_shows_releasers_what_waits(client, reviewer):
    released_guideline("1.1")
    waiting = published_guideline("9.1", code="MG-9").document

    answer = client.get(reverse("desk:home"))

    assert answer.context["guidelines"] == [waiting]
    assert page(waiting, "kk") in answer.content.decode()


def test_text_reads_as_for_its_readers_with_links_and_terms(client, reviewer):
    Term.objects.create(
        name="force", forms={"kk": ["күш"]}, definitions={"kk": "Күш қолдану."}
    )
    version = published_guideline(
        "1.1", words='<a linktype="page" id="9999">сілтеме</a> күш'
    )

    shown = client.get(page(version.document, "kk")).content.decode()

    assert "linktype" not in shown
    assert 'class="term"' in shown

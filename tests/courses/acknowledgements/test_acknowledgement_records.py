"""Read and understood: said once, by herself, about what stands now."""

import pytest

from courses.acknowledgements.models import Acknowledgement
from courses.certificates.models import Certificate
from elearning.lrs.models import Statement
from tests.courses.acknowledgements.reading import refused, said
from tests.factories.accounts import UserFactory
from tests.factories.provisions import changed_guideline

pytestmark = pytest.mark.django_db


def test_nobody_acknowledges_for_somebody_else(reader, edition):
    assert refused(said, reader, edition, by=UserFactory()) == (
        "People must acknowledge guidelines themselves. Ask this person "
        "to do it from their own account."
    )
    assert not Acknowledgement.objects.exists()


def test_edition_that_was_replaced_meanwhile_is_refused(reader, edition):
    changed_guideline("1.1", "1.2")

    assert refused(said, reader, edition) == (
        "A newer edition has been released meanwhile. Read it, then confirm it."
    )


def test_acknowledging_twice_keeps_the_first_and_tells_it_once(reader, edition):
    first = said(reader, edition)

    assert said(reader, edition) == first
    (statement,) = Statement.objects.all()
    assert statement.content["verb"]["id"].endswith("acknowledge")
    assert reader.full_name not in str(statement.content)


def test_acknowledgement_earns_no_certificate(reader, edition):
    said(reader, edition)

    assert not Certificate.objects.exists()


def page_of(client, reader):
    client.force_login(reader.user)
    return client.get("/en/guidelines/mg-6/").content.decode()


def test_reader_confirms_on_the_page_and_is_told_so(client, reader, edition):
    assert "I have read and understood this" in page_of(client, reader)

    answer = client.post(
        "/en/guidelines/mg-6/acknowledge/", {"edition": "1"}, follow=True
    )

    page = answer.content.decode()
    assert "You confirmed edition 1 on" in page
    assert "I have read and understood this" not in page


@pytest.mark.parametrize("seen", ["", "0", "2", "-1", "x", "9" * 40])
def test_confirming_an_edition_that_is_not_there_is_not_found(
    client, reader, edition, seen
):
    client.force_login(reader.user)

    answer = client.post("/en/guidelines/mg-6/acknowledge/", {"edition": seen})

    assert answer.status_code == 404
    assert not Acknowledgement.objects.exists()


def test_change_in_substance_asks_anew_and_leads_to_what_changed(
    client, reader, edition
):
    said(reader, edition)
    changed_guideline("1.1", "1.2", substantive=["1.1", "1.2"])

    page = page_of(client, reader)

    assert "It has changed in substance since then." in page
    assert "/en/guidelines/mg-6/editions/2/?since=1" in page
    assert "I have read and understood this" in page


def test_change_of_words_asks_nobody_anew(client, reader, edition):
    said(reader, edition)
    changed_guideline("1.1", "1.2")

    page = page_of(client, reader)

    assert "Only the wording has changed since then." in page
    assert "I have read and understood this" not in page

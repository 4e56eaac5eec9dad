import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.certificates.sheets import pdf_archive
from elearning.audit.models import Entry
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory
from tests.factories.keys import keys_in
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory

pytestmark = pytest.mark.django_db
URL = "desk:certificates:take"


@pytest.fixture
def house():
    return EstablishmentFactory()


@pytest.fixture
def officer(house):
    return RemitFactory(establishment=house).user


@pytest.fixture
def keys(settings, tmp_path):
    return keys_in(settings, tmp_path)


def held(house, *, days=100):
    """A certificate of somebody at ``house`` that runs out in ``days``."""
    learner = AppointmentFactory(establishment=house).staff_member
    completion = CertifiedCompletionFactory(
        learner=learner, expires_on=timezone.localdate() + timedelta(days=days)
    )
    return CertificateFactory(completion=completion)


def names(answer):
    data = b"".join(answer.streaming_content)
    return sorted(zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_papers_of_the_list_come_as_one_archive(sign_in, officer, house, keys):
    mine = [held(house) for _one in range(3)]
    held(EstablishmentFactory())

    answer = sign_in(officer).post(reverse(URL), {"purpose": "Yearly archive"})

    assert answer.headers["Content-Type"] == "application/zip"
    assert names(answer) == sorted(f"{one.number}.pdf" for one in mine)


def test_each_person_finds_it_in_her_record(sign_in, officer, house, keys):
    mine = [held(house) for _one in range(2)]

    names(sign_in(officer).post(reverse(URL), {"purpose": "Yearly archive"}))

    entries = Entry.objects.filter(action="certificates.taken_out")
    assert {entry.person for entry in entries} == {str(one.holder.key) for one in mine}
    assert {(entry.by, entry.reason) for entry in entries} == {
        (officer, "Yearly archive")
    }


def test_the_filter_of_the_list_is_kept(sign_in, officer, house, keys):
    counts = held(house)
    held(house, days=-5)

    address = f"{reverse(URL)}?state=valid"
    answer = sign_in(officer).post(address, {"purpose": "Yearly archive"})

    assert names(answer) == [f"{counts.number}.pdf"]


def test_without_a_purpose_nothing_is_sent(sign_in, officer, house):
    held(house)

    answer = sign_in(officer).post(reverse(URL), {"purpose": " "})

    assert answer.status_code == 400
    assert not Entry.objects.filter(action="certificates.taken_out").exists()


def test_nothing_and_too_much_are_told(sign_in, officer, house, monkeypatch):
    client = sign_in(officer)
    with translation.override("en"):
        address = reverse(URL)
        nothing = client.post(address, {"purpose": "Archive"})
        held(house), held(house)
        monkeypatch.setattr(pdf_archive, "MOST", 1)
        much = client.post(address, {"purpose": "Archive"})

    assert (nothing.status_code, much.status_code) == (400, 400)
    assert "The filter selects no certificate." in nothing.text
    assert "at most 1 documents, and the filter selects 2" in much.text
    assert not Entry.objects.filter(action="certificates.taken_out").exists()


def test_page_says_how_many_in_the_same_queries(
    sign_in, officer, house, django_assert_max_num_queries
):
    client = sign_in(officer)
    held(house)
    client.get(reverse(URL))
    with django_assert_max_num_queries(30) as one:
        client.get(reverse(URL))
    held(house), held(house)
    with django_assert_max_num_queries(30) as three:
        page = client.get(reverse(URL))

    assert " 3 " in page.context["page"].lead
    assert len(three) == len(one)

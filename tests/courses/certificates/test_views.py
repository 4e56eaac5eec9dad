import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from courses.certificates.documents import certificate_document
from courses.certificates.errors import PrintingError
from courses.certificates.models import Sheet
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.staff import AppointmentFactory, RemitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return CertificateFactory()


@pytest.fixture
def officer(certificate):
    """A personnel officer of the holder's establishment."""
    place = AppointmentFactory(staff_member=certificate.holder).establishment
    return RemitFactory(establishment=place).user


@pytest.fixture
def enter(client):
    """Signs somebody in whose second factor is not asked for here."""

    def enter(user):
        user.groups.clear()
        client.force_login(user)
        return client

    return enter


@pytest.mark.parametrize("page", ["certificate", "pdf", "card"])
def test_stranger_finds_no_certificate(enter, certificate, page):
    answer = enter(UserFactory()).get(
        reverse(f"certificates:{page}", args=[certificate.key])
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["certificate", "pdf", "card"])
def test_unknown_key_is_not_found(enter, page):
    answer = enter(UserFactory()).get(
        reverse(f"certificates:{page}", args=[uuid.uuid4()])
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["certificate", "pdf", "card"])
def test_nobody_sees_a_certificate_without_signing_in(client, certificate, page):
    answer = client.get(reverse(f"certificates:{page}", args=[certificate.key]))

    assert answer.status_code == 302
    assert "login" in answer.url


@pytest.mark.usefixtures("keys")
def test_holder_gets_her_pdf_without_a_name_in_its_name_and_without_an_entry(
    enter, certificate
):
    answer = enter(certificate.holder.user).get(certificate.pdf_url)

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="certificate-{certificate.number}-kk.pdf"'
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Entry.objects.filter(action__startswith="certificates.down").exists()


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("asked", "given"), [("ru", "ru"), ("de", "kk"), ("../x", "kk")]
)
def test_pdf_is_in_the_language_asked_for_or_her_own(enter, certificate, asked, given):
    answer = enter(certificate.holder.user).get(certificate.pdf_url, {"lang": asked})

    assert answer.headers["Content-Disposition"].endswith(f'-{given}.pdf"')


@pytest.mark.usefixtures("keys")
def test_officer_in_remit_gets_the_pdf_and_leaves_an_entry(enter, certificate, officer):
    answer = enter(officer).get(certificate.pdf_url)

    assert answer.status_code == 200
    entry = Entry.objects.get(action="certificates.downloaded")
    assert (entry.by, entry.person) == (officer, str(certificate.holder.key))
    assert entry.details == {"language": "kk", "form": "sheet"}


@pytest.mark.usefixtures("keys")
def test_the_pocket_card_is_a_file_of_its_own(enter, certificate):
    address = reverse("certificates:card", args=[certificate.key])

    answer = enter(certificate.holder.user).get(address, {"lang": "ru"})

    assert answer.content.startswith(b"%PDF-")
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="card-{certificate.number}-ru.pdf"'
    )
    assert Sheet.objects.get().form == "card"


def test_officer_in_remit_sees_the_page_and_leaves_an_entry(
    enter, certificate, officer
):
    answer = enter(officer).get(certificate.get_absolute_url())

    assert answer.status_code == 200
    assert Entry.objects.get(action="certificates.viewed").by == officer


def test_page_of_a_revoked_one_says_the_ground_and_no_reason(enter, certificate):
    WithdrawalFactory(completion=certificate.completion)

    with translation.override("en"):
        page = enter(certificate.holder.user).get(certificate.get_absolute_url())

    assert page.context["is_in_force"] is False
    assert "The rules of the exam were broken" in page.text
    assert "A telephone was used." not in page.text


def test_page_of_a_replaced_one_leads_to_the_newer(enter, certificate):
    newer = CertificateFactory(
        completion=certificate.completion, replaces=certificate, number="C1-NEWER"
    )

    page = enter(certificate.holder.user).get(certificate.get_absolute_url())

    assert page.context["newer"] == newer
    assert f'href="{newer.get_absolute_url()}"' in page.text


def test_page_of_a_renewed_one_leads_to_the_later(enter, certificate):
    later = CertificateFactory(
        completion__learner=certificate.holder, renews=certificate
    )

    page = enter(certificate.holder.user).get(certificate.get_absolute_url())

    assert page.context["later"] == later
    assert f'href="{later.get_absolute_url()}"' in page.text


def test_page_offers_every_language(enter, certificate):
    page = (
        enter(certificate.holder.user)
        .get(certificate.get_absolute_url())
        .content.decode()
    )

    assert certificate.number in page
    card = reverse("certificates:card", args=[certificate.key])
    for code in ("kk", "ru", "en"):
        assert f'href="{certificate.pdf_url}?lang={code}"' in page
        assert f'href="{card}?lang={code}"' in page
    assert reverse("certificates:credential-json", args=[certificate.key]) in page
    told = Entry.objects.filter(action__startswith="certificates.")
    assert [entry.action for entry in told] == ["certificates.issued"]


@pytest.mark.usefixtures("keys")
def test_certificate_that_cannot_be_printed_says_so(
    enter, certificate, tmp_path, monkeypatch
):
    broken = tmp_path / "certificate.typ"
    broken.write_text("#panic()")
    monkeypatch.setitem(certificate_document.TEMPLATES, "sheet", broken)

    answer = enter(certificate.holder.user).get(certificate.pdf_url)

    assert answer.status_code == 503
    assert "content-disposition" not in answer.headers
    assert not issubclass(PrintingError, ValueError)


def test_without_a_key_the_page_says_what_to_do_and_nothing_of_keys(
    enter, certificate, keys_folder
):
    with translation.override("en"):
        answer = enter(certificate.holder.user).get(certificate.pdf_url)

    assert answer.status_code == 503
    assert "content-disposition" not in answer.headers
    assert "certificates_keys" not in answer.text
    assert not Sheet.objects.exists()


def test_certificate_is_not_changed_by_post(enter, certificate):
    assert enter(certificate.holder.user).post(certificate.pdf_url).status_code == 405

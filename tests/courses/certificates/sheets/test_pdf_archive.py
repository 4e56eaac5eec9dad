import io
import zipfile

import pytest
from django.utils import translation

from courses.certificates.errors import PrintingError
from courses.certificates.sheets import pdf_archive
from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers")]


def opened(certificates):
    data = b"".join(pdf_archive.iter_pdf_archive([one.pk for one in certificates]))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.usefixtures("keys")
def test_an_archive_holds_each_paper_under_its_number():
    first, second = CertificateFactory(language="ru"), CertificateFactory()

    assert opened([second, first]) == {
        f"{second.number}.pdf": get_certificate_pdf(second, "kk"),
        f"{first.number}.pdf": get_certificate_pdf(first, "ru"),
    }


def test_an_archive_of_nothing_is_an_archive():
    assert opened([]) == {}


@pytest.mark.usefixtures("keys")
def test_papers_that_could_not_be_made_are_named_inside(monkeypatch):
    poor, good = CertificateFactory(), CertificateFactory()

    def some(certificate, language):
        if certificate == poor:
            raise PrintingError("It cannot be set.")
        return get_certificate_pdf(certificate, language)

    monkeypatch.setattr(pdf_archive, "get_certificate_pdf", some)
    with translation.override("en"):
        inside = opened([poor, good])

    assert list(inside) == [f"{good.number}.pdf", "not-made.txt"]
    assert poor.number in inside["not-made.txt"].decode()


def test_without_keys_all_are_named(keys_folder):
    certificates = [CertificateFactory() for _one in range(3)]

    with translation.override("en"):
        inside = opened(certificates)

    assert list(inside) == ["not-made.txt"]
    for certificate in certificates:
        assert certificate.number in inside["not-made.txt"].decode()


@pytest.mark.usefixtures("keys")
def test_a_paper_is_sent_before_the_next_one_is_made():
    certificates = [CertificateFactory() for _one in range(3)]
    papers = [get_certificate_pdf(one, "kk") for one in certificates]
    stream = pdf_archive.iter_pdf_archive([one.pk for one in certificates])

    sent = b""
    while len(sent) < len(papers[0]):
        sent += next(stream)

    assert papers[1][:2000] not in sent
    stream.close()


@pytest.mark.usefixtures("keys")
def test_certificates_are_fetched_in_one_query(django_assert_num_queries):
    certificates = [CertificateFactory() for _one in range(3)]
    for one in certificates:
        get_certificate_pdf(one, "kk")

    with django_assert_num_queries(1 + 3):  # and one for each kept paper
        opened(certificates)

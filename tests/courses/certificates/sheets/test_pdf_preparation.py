from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.assessment.marks import attempt_marking
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate, Sheet
from courses.certificates.receivers import issue_on_completion
from courses.certificates.sheets import certificate_pdfs, pdf_preparation
from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
from courses.records.events import CompletionRecorded
from courses.records.models import Completion
from elearning.audit import audit_log
from elearning.worker.jobs import list_jobs
from tests.events import kept_from
from tests.factories.assessment import answer, begin, edition_with_exam, exam_enrolment
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.records import HANDED_IN, marked_attempt
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_put_off():
    pdf_preparation.put_off_until.clear()


def fresh(**facts):
    return CertificateFactory(issued_on=timezone.localdate(), **facts)


@pytest.mark.usefixtures("keys", "papers")
def test_fresh_certificates_get_their_papers_in_their_own_language():
    certificates = [fresh(language=language) for language in ("kk", "ru", "en")]

    assert pdf_preparation.prepare_new_pdfs(timezone.now()) == 3
    assert pdf_preparation.prepare_new_pdfs(timezone.now()) == 0
    made = Sheet.objects.order_by("pk").values_list("certificate", "language", "form")
    assert set(made) == {(row.pk, row.language, "sheet") for row in certificates}


@pytest.mark.usefixtures("keys", "papers")
def test_a_paper_in_another_language_is_not_the_one_that_is_missing():
    certificate = fresh(language="kk")
    get_certificate_pdf(certificate, "ru")

    assert list(pdf_preparation.list_certificates_without_pdf(timezone.now())) == [
        certificate
    ]


@pytest.mark.usefixtures("keys", "papers")
def test_old_replaced_and_withdrawn_certificates_wait_until_somebody_asks():
    CertificateFactory(issued_on=timezone.localdate() - timedelta(days=31))
    before = fresh()
    newer = fresh(completion=before.completion, replaces=before, number="C1-NEWER")
    WithdrawalFactory(completion=fresh().completion)

    assert list(pdf_preparation.list_certificates_without_pdf(timezone.now())) == [
        newer
    ]


@pytest.mark.usefixtures("keys", "papers")
def test_one_that_cannot_be_printed_does_not_hold_up_the_others(monkeypatch):
    poor, good = fresh(), fresh()
    make = certificate_pdfs.build_sealed_pdf

    def torn(certificate, *how):
        if certificate.pk == poor.pk:
            raise PrintingError("It cannot be set.")
        return make(certificate, *how)

    monkeypatch.setattr(certificate_pdfs, "build_sealed_pdf", torn)
    now = timezone.now()

    assert pdf_preparation.prepare_new_pdfs(now) == 1
    assert Sheet.objects.get().certificate == good
    assert list(pdf_preparation.list_certificates_without_pdf(now)) == []
    assert list(
        pdf_preparation.list_certificates_without_pdf(now + timedelta(minutes=6))
    ) == [poor]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys", "papers")
def test_several_workers_make_each_paper_once():
    certificates = [fresh() for _one in range(4)]

    race(lambda _number: pdf_preparation.prepare_new_pdfs(timezone.now()), threads=3)

    made = Sheet.objects.values_list("certificate", flat=True)
    assert sorted(made) == [row.pk for row in certificates]


@pytest.mark.usefixtures("papers")
def test_before_keys_are_made_the_worker_waits_in_silence(keys_folder):
    fresh()

    assert pdf_preparation.prepare_new_pdfs(timezone.now()) == 0
    assert pdf_preparation.list_postponed_ids(timezone.now()) == set()


def test_a_pass_stands_while_a_key_is_missing_and_its_paper_comes_later(
    keys, keys_folder, papers
):
    away = keys_folder.with_name("away")
    keys_folder.rename(away)
    attempt = marked_attempt()
    certificate = Certificate.objects.get()
    now = timezone.now()

    Certificate.objects.filter(pk=certificate.pk).update(issued_on=now.date())
    certificate.refresh_from_db()
    audit_log.record_action(
        "certificates.issued", by=None, on=certificate, facts=certificate.facts
    )
    assert attempt.passed
    assert pdf_preparation.prepare_new_pdfs(now) == 0
    away.rename(keys_folder)

    assert pdf_preparation.prepare_new_pdfs(now + timedelta(minutes=1)) == 0  # it rests
    assert pdf_preparation.prepare_new_pdfs(now + timedelta(minutes=6)) == 1
    assert get_certificate_pdf(certificate, certificate.language).startswith(b"%PDF-")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_who_pass_at_once_without_a_key_have_fifty_certificates(keys_folder):
    edition = edition_with_exam([{}], questions=1)
    attempts = [begin(exam_enrolment(edition=edition)) for _one in range(50)]
    for attempt in attempts:
        answer(attempt)

    race(lambda n: attempt_marking.mark_attempt(attempts[n], at=HANDED_IN), threads=50)

    assert Completion.objects.count() == Certificate.objects.count() == 50
    assert Sheet.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("renews", "most"), [(False, 6), (True, 7)])
def test_issuing_adds_a_few_queries_to_a_pass(renews, most):
    """One more where it renews; savepoints ask for nothing."""
    edition = edition_with_exam([{}], questions=1)

    def counted():
        attempt = begin(exam_enrolment(edition=edition))
        answer(attempt)
        if renews:
            earlier = Completion.objects.create(
                learner=attempt.enrolment.learner,
                course=edition.course,
                edition=edition,
                completed_at=HANDED_IN - timedelta(days=300),
                passed_on=(HANDED_IN - timedelta(days=300)).date(),
                expires_on=(HANDED_IN + timedelta(days=60)).date(),
                language="kk",
                recorded_at=HANDED_IN - timedelta(days=300),
            )
            CertificateFactory(completion=earlier)
        with CaptureQueriesContext(connection) as asked:
            attempt_marking.mark_attempt(attempt, at=HANDED_IN)
        told = [query["sql"] for query in asked.captured_queries]
        return len([one for one in told if "SAVEPOINT" not in one])

    counted()  # what processes keep in memory is there from now on
    loud = counted()
    with kept_from(issue_on_completion, CompletionRecorded):
        quiet = counted()

    assert loud - quiet <= most


def test_the_worker_has_the_chore():
    assert "certificate PDFs" in {chore.name for chore in list_jobs()}

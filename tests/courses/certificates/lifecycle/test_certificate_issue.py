from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from courses.certificates.lifecycle.certificate_issue import issue_certificate
from courses.certificates.models import Certificate
from courses.records.events import CompletionRecorded
from courses.records.models import Completion
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertifiedCompletionFactory


@pytest.mark.django_db
def test_issue_freezes_what_is_printed():
    completion = CertifiedCompletionFactory(
        edition__number=3, edition__course__code="C1"
    )

    certificate = issue_certificate(completion, by=None)
    completion.learner.family_name = "Нұрланова"
    completion.learner.save()
    completion.course.public_titles["en"] = "Another title"
    completion.course.save()

    certificate = Certificate.objects.get(pk=certificate.pk)
    assert certificate.number.startswith(f"C1-2026-{completion.pk:06}-")
    assert certificate.holder_name == "Сериков Арман"
    assert certificate.public_titles["en"] == "Human rights"
    assert (certificate.course_code, certificate.edition_number) == ("C1", 3)
    assert certificate.issued_on == completion.passed_on
    assert certificate.expires_on == completion.expires_on


@pytest.mark.django_db
def test_issue_however_often_makes_one_certificate_and_one_entry():
    completion = CertifiedCompletionFactory()
    officer = UserFactory()

    certificates = {issue_certificate(completion, by=officer) for _time in range(3)}

    assert certificates == set(Certificate.objects.all())
    entry = Entry.objects.get(action="certificates.issued")
    assert entry.by == officer
    assert entry.person == str(completion.learner.key)
    made = certificates.pop()
    assert entry.details == {"number": made.number, "facts": made.facts}


@pytest.mark.django_db
def test_recorded_completion_is_certified_in_the_same_breath():
    completion = CertifiedCompletionFactory()

    CompletionRecorded(completion, renewed=None, by=None).send()

    assert completion.certificates.get().holder_name == "Сериков Арман"


@pytest.mark.django_db(transaction=True)
def test_issue_is_undone_with_the_transaction_around_it():
    completion = CertifiedCompletionFactory()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issue_certificate(completion, by=None)
        1 / 0  # noqa: B018 — it is to fail

    assert not Certificate.objects.exists()
    assert not Entry.objects.filter(action="certificates.issued").exists()


@pytest.mark.django_db(transaction=True)
def test_issue_raced_by_several_makes_one_certificate():
    completion = CertifiedCompletionFactory()
    together = Barrier(4)

    def race(_number):
        try:
            together.wait()
            return issue_certificate(
                Completion.objects.get(pk=completion.pk), by=None
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(race, range(4)))

    assert numbers == set(Certificate.objects.values_list("number", flat=True))
    assert len(numbers) == 1
    assert Entry.objects.filter(action="certificates.issued").count() == 1


@pytest.mark.django_db
def test_certificate_is_never_changed_or_removed():
    certificate = issue_certificate(CertifiedCompletionFactory(), by=None)

    with pytest.raises(AuditError):
        certificate.save()
    with pytest.raises(AuditError):
        certificate.delete()

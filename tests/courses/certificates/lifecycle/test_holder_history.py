from datetime import date

import pytest
from django.utils import translation

from courses.certificates.lifecycle.holder_history import (
    HolderHistoryEntry,
    list_holder_history,
)
from courses.certificates.models import Certificate
from courses.updates.models import UpdateDone
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.courses import EditionFactory

pytestmark = pytest.mark.django_db
LATER = date(2029, 1, 1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def fresh(certificate):
    return Certificate.objects.with_fate().get(pk=certificate.pk)


def again(certificate, **facts):
    """A later pass of the same course by the same person."""
    before = certificate.completion
    return CertifiedCompletionFactory(
        learner=before.learner, edition=before.edition, **facts
    )


def test_an_expired_one_was_issued_and_ran_out():
    certificate = fresh(CertificateFactory())

    assert list_holder_history(certificate, on=LATER) == [
        HolderHistoryEntry(date(2028, 3, 3), "Expired"),
        HolderHistoryEntry(date(2026, 3, 2), "Certificate issued", "Final exam"),
    ]


def test_what_is_still_to_come_is_not_told():
    certificate = fresh(CertificateFactory())

    (told,) = list_holder_history(certificate, on=date(2028, 3, 2))

    assert told.words == "Certificate issued"


def test_renewal_is_told_of_both():
    first = CertificateFactory()
    completion = again(first, passed_on=date(2028, 2, 1), expires_on=date(2030, 3, 2))
    second = CertificateFactory(completion=completion, renews=first)

    assert HolderHistoryEntry(
        date(2028, 2, 1), "Renewed by a later pass", second.number, second
    ) in list_holder_history(fresh(first), on=LATER)
    assert list_holder_history(fresh(second), on=LATER) == [
        HolderHistoryEntry(date(2028, 2, 1), "Certificate issued", "Final exam"),
        HolderHistoryEntry(
            date(2028, 2, 1), "Renewed an earlier one", first.number, first
        ),
    ]


def test_replacement_is_told_of_both():
    first = CertificateFactory()
    second = CertificateFactory(
        completion=first.completion,
        replaces=first,
        number="C1-NEWER",
        issued_on=date(2027, 1, 5),
    )

    told = list_holder_history(fresh(first), on=LATER)
    assert told[0] == HolderHistoryEntry(
        date(2027, 1, 5), "Replaced by another", "C1-NEWER", second
    )
    assert "Expired" not in [event.words for event in told]
    assert list_holder_history(fresh(second), on=LATER)[-1] == HolderHistoryEntry(
        date(2027, 1, 5), "Issued in place of another", first.number, first
    )


def test_revocation_is_told_with_its_ground_and_neither_reason_nor_authority():
    certificate = CertificateFactory()
    WithdrawalFactory(completion=certificate.completion)

    told = list_holder_history(fresh(certificate), on=LATER)

    assert told[0] == HolderHistoryEntry(
        date(2026, 5, 4), "Revoked", "The rules of the exam were broken"
    )
    assert "telephone" not in str(told)
    assert "Training department" not in str(told)


def test_an_update_is_told_with_what_had_changed():
    certificate = CertificateFactory()
    newer = EditionFactory(course=certificate.completion.course, number=7)
    UpdateDone.objects.create(
        learner=certificate.holder,
        course=newer.course,
        newer=newer,
        language="kk",
        done_on=date(2026, 9, 1),
        recorded_at=certificate.completion.recorded_at,
    )

    assert list_holder_history(fresh(certificate), on=date(2027, 1, 1))[
        0
    ] == HolderHistoryEntry(date(2026, 9, 1), "Updated after a change", "edition 7")


def test_a_story_takes_the_same_queries_however_long(django_assert_num_queries):
    certificate = fresh(CertificateFactory())

    with django_assert_num_queries(2):
        list_holder_history(certificate, on=LATER)

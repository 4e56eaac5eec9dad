"""The learner's own certificates: what counts, and everything earlier."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return StaffMemberFactory()


@pytest.fixture
def page(client, learner):
    """Opens her page."""
    client.force_login(learner.user)
    return lambda: client.get(reverse("learner:certificates"))


def earned(learner, *, days=100, **facts):
    """A certificate of theirs that runs out in ``days``."""
    today = timezone.localdate()
    completion = CertifiedCompletionFactory(
        learner=learner,
        passed_on=today - timedelta(days=50),
        expires_on=today + timedelta(days=days),
    )
    return CertificateFactory(completion=completion, **facts)


def test_without_a_pass_the_page_says_how_to_get_one(page):
    answer = page()

    assert (answer.context["certificates"], answer.context["earlier"]) == ([], [])
    assert reverse("learner:training") in answer.text


def test_what_counts_comes_first_and_the_rest_apart(page, learner):
    counts, over = earned(learner), earned(learner, days=-1)
    revoked, old = earned(learner), earned(learner)
    WithdrawalFactory(completion=revoked.completion, withdrawn_on=timezone.localdate())
    new = CertificateFactory(
        completion=old.completion, replaces=old, number="C1-REPLACING"
    )

    context = page().context

    assert set(context["certificates"]) == {counts, new}
    assert {row.number: row.state for row in context["earlier"]} == {
        over.number: "expired",
        revoked.number: "revoked",
        old.number: "replaced",
    }


def test_one_that_was_renewed_is_an_earlier_one_while_it_still_counts(page, learner):
    old = earned(learner, days=10)
    new = earned(learner, renews=old)

    context = page().context

    assert context["certificates"] == [new]
    assert context["earlier"] == [old]
    assert context["earlier"][0].state == "valid"


def test_certificates_of_others_are_not_hers(page, learner):
    earned(StaffMemberFactory())

    assert page().context["certificates"] == []


def test_page_takes_the_same_queries_for_one_row_and_for_three(
    page, learner, django_assert_max_num_queries
):
    earned(learner)
    page()
    with django_assert_max_num_queries(30) as one:
        page()
    for days in (200, -5):
        earned(learner, days=days)
    with django_assert_max_num_queries(30) as three:
        page()

    assert len(three) == len(one)

"""A certificate for another name stands in the place of the first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from courses.certificates import numbering
from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle.certificate_issue import issue_certificate
from courses.certificates.lifecycle.certificate_replacement import (
    replace_certificate,
    replace_renamed_certificates,
)
from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.name_changes import change_name, decide_name_change
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.designs import DesignDecisionFactory
from tests.factories.records import told, verbs
from tests.factories.staff import officer_of
from tests.racing import race

AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)


def replaced(certificate, name="Нұрланова Айгүл", **facts):
    wanted = {"reason": "Marriage", "by": UserFactory(), "at": AT} | facts
    return replace_certificate(certificate, holder_name=name, **wanted)


def married(person):
    """Call ``person`` otherwise; a second officer confirms where that is needed."""
    change = change_name(
        person,
        family_name="Нұрланова",
        given_name=person.given_name,
        patronymic=person.patronymic,
        reason="Marriage",
        by=UserFactory(),
        at=AT,
    )
    if change is not None:
        officer = officer_of(person)
        decide_name_change(
            change, is_confirmed=True, reason="Certificate seen", by=officer, at=AT
        )


@pytest.mark.django_db
def test_replacing_without_a_reason_is_refused():
    with pytest.raises(CertificateError):
        replaced(CertificateFactory(), reason=" ")

    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_revoked_certificate_is_not_replaced():
    certificate = CertificateFactory()
    WithdrawalFactory(completion=certificate.completion)

    with pytest.raises(CertificateError):
        replaced(certificate)


@pytest.mark.django_db
def test_only_the_newest_is_replaced():
    first = CertificateFactory()
    replaced(first)

    with pytest.raises(CertificateError):
        replaced(first, "Ахметова Айгүл")

    assert Certificate.objects.count() == 2


@pytest.mark.django_db
def test_new_paper_proves_the_same_until_the_same_day_for_the_new_name():
    completion = CertifiedCompletionFactory(
        edition__number=3, edition__course__code="C1"
    )
    first = issue_certificate(completion, by=None)
    officer = UserFactory()

    second = replaced(first, by=officer)

    rows = Certificate.objects.with_fate()
    first, second = rows.get(pk=first.pk), rows.get(pk=second.pk)
    assert second.holder_name == "Нұрланова Айгүл"
    assert second.replaces == first
    assert second.issued_on == date(2026, 5, 4)
    kept = ("completion", "expires_on", "language", "course_code", "edition_number")
    for name in (*kept, "public_titles"):
        assert getattr(second, name) == getattr(first, name), name
    for name in ("number", "code", "key", "holder_salt"):
        assert getattr(second, name) != getattr(first, name), name
    assert second.number.startswith(f"C1-2026-{completion.pk:06}-2-")
    assert numbering.has_valid_check_digits(second.number)
    assert first.holder_name == "Сериков Арман"
    on = date(2026, 5, 4)
    assert [one.state_on(on) for one in (first, second)] == ["replaced", "valid"]
    assert first.state_on(on - timedelta(days=1)) == "valid"
    entry = Entry.objects.get(action="certificates.replaced")
    assert (entry.by, entry.reason) == (officer, "Marriage")
    assert entry.details == {
        "number": second.number,
        "replaces": first.number,
        "facts": second.facts,
    }


@pytest.mark.django_db
def test_new_paper_has_the_design_in_use_on_its_own_day():
    certificate = CertificateFactory(design=DesignDecisionFactory().design)
    newer = DesignDecisionFactory().design

    made = replaced(certificate)

    certificate.refresh_from_db()
    assert made.design == newer
    assert certificate.design != newer


@pytest.mark.django_db
def test_number_of_a_second_paper_is_told_from_a_mistyped_one():
    number = numbering.format_certificate_number("C1-R", 2026, 4217, paper=2)

    assert number.startswith("C1-R-2026-004217-2-")
    assert numbering.has_valid_check_digits(number)
    assert numbering.has_number_format(number)
    assert numbering.has_number_format(number[:-1])
    assert not numbering.has_valid_check_digits(number.replace("-2-", "-3-"))


@pytest.mark.django_db
def test_later_pass_renews_the_newest_paper():
    first = CertificateFactory()
    second = replaced(first)
    later = CertifiedCompletionFactory(learner=first.holder)

    third = issue_certificate(later, by=None, renewed=first.completion)

    assert third.renews == second


@pytest.mark.django_db
def test_nothing_is_earned_twice_by_a_new_paper():
    first = issue_certificate(CertifiedCompletionFactory(), by=None)

    replaced(first)

    assert verbs(told()) == ["earned"]
    assert Completion.objects.valid(AT.date()).count() == 1


@pytest.mark.django_db
def test_replacing_twice_by_the_same_name_makes_one():
    first = CertificateFactory()

    second = replaced(first)

    assert replaced(first) == second
    assert replaced(second) == second
    assert replaced(CertificateFactory(), "Сериков Арман").replaces is None
    assert Certificate.objects.count() == 3


@pytest.mark.django_db
def test_name_that_changes_twice_makes_a_chain_of_three():
    first = CertificateFactory()

    third = replaced(replaced(first), "Ахметова Айгүл")

    assert third.replaces.replaces == first
    assert len({one.number for one in Certificate.objects.all()}) == 3
    assert list(Certificate.objects.current()) == [third]


@pytest.mark.django_db
def test_new_name_is_put_on_all_that_still_counts_and_on_nothing_else():
    counting = CertificateFactory()
    learner = counting.holder
    renewal = CertificateFactory(completion__learner=learner, renews=counting)
    expired = CertificateFactory(
        completion__learner=learner, completion__expires_on=date(2026, 5, 3)
    )
    revoked = CertificateFactory(completion__learner=learner)
    WithdrawalFactory(completion=revoked.completion, withdrawn_on=date(2026, 5, 4))
    somebody_elses = CertificateFactory()

    married(learner)

    made = Certificate.objects.exclude(replaces=None)
    assert {one.replaces for one in made} == {counting, renewal}
    assert {one.holder_name for one in made} == {"Нұрланова Арман"}
    assert set(Certificate.objects.current()) == {
        *made,
        expired,
        revoked,
        somebody_elses,
    }
    notice = Notice.objects.get(user=learner.user)
    with translation.override("en"):
        assert notice.subject == "Your certificates carry your new name now"


@pytest.mark.django_db
def test_names_of_many_cost_as_much_as_that_of_one(django_assert_num_queries):
    officer = UserFactory()

    def people(count):
        found = [CertificateFactory().holder for _number in range(count)]
        for person in found:
            CertificateFactory(completion__learner=person)
            person.family_name = "Нұрланова"
        return found

    for count in (1, 3):
        married_ones = people(count)
        with django_assert_num_queries(9):
            made = replace_renamed_certificates(
                married_ones, reason="Marriage", by=officer, at=AT, is_confirmed=True
            )
        told = Notice.objects.filter(user__staff_member__in=married_ones)
        assert (len(made), told.count()) == (2 * count, count)
    without = CertifiedCompletionFactory().learner
    with django_assert_num_queries(3):
        assert (
            replace_renamed_certificates(
                [without], reason="Marriage", by=officer, at=AT
            )
            == []
        )


@pytest.mark.django_db
def test_name_that_nobody_confirmed_is_put_on_papers_of_the_same_letters_alone():
    first = CertificateFactory(holder_name="СЕРИКОВ Арман")
    other = CertificateFactory(completion__learner=first.holder, holder_name="Ли Арман")

    made = replace_renamed_certificates(
        [first.holder], reason="Typed wrong", by=UserFactory(), at=AT
    )

    assert [(one.replaces, one.holder_name) for one in made] == [
        (first, "Сериков Арман")
    ]
    assert other in Certificate.objects.current()


@pytest.mark.django_db
def test_name_of_somebody_without_certificates_changes_and_none_is_issued():
    person = CertifiedCompletionFactory().learner

    married(person)

    assert not Certificate.objects.exists()
    assert {one.kind for one in Notice.objects.all()} == {"name-change-decided"}


@pytest.mark.django_db
def test_holder_sees_both_papers(client):
    first = CertificateFactory(completion__expires_on=date(2100, 1, 1))
    second = replaced(first)
    client.force_login(first.holder.user)

    page = client.get(reverse("learner:certificates")).content.decode()

    assert first.number in page
    assert second.number in page
    assert "state-replaced" in page
    assert "state-valid" in page


@pytest.mark.django_db
def test_old_code_leads_to_replaced_and_the_new_one_to_valid(client):
    first = CertificateFactory(completion__expires_on=date(2100, 1, 1))
    second = replaced(first)

    told = [
        client.get(
            reverse("certificates:verify", args=[one.code]),
            headers={"accept": "application/json"},
        ).json()
        for one in (first, second)
    ]

    assert [one["status"] for one in told] == ["replaced", "valid"]


@pytest.mark.django_db(transaction=True)
def test_replacing_at_once_makes_one():
    first, officer = CertificateFactory(), UserFactory()

    made = race(
        lambda _number: replaced(Certificate.objects.get(pk=first.pk), by=officer).pk
    )

    assert len(set(made)) == 1
    assert Certificate.objects.count() == 2

"""A certificate is revoked by two persons, and nothing is deleted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle.certificate_issue import issue_certificate
from courses.certificates.lifecycle.certificate_revocation import (
    decide_revocation,
    propose_revocation,
)
from courses.certificates.models import (
    Certificate,
    RevocationDecision,
    RevocationProposal,
)
from courses.records.completions.completion_withdrawal import withdraw_completion
from courses.records.models import Completion, Withdrawal
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory
from tests.factories.records import told, verbs
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory
from tests.racing import race

AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
FACTS = {
    "ground": "breach",
    "authority": "Training department",
    "reason": "A telephone was used.",
    "at": AT,
}


def hr(role=Role.MINISTRY_HR):
    return UserFactory(roles=[role])


def proposed(certificate=None, **facts):
    certificate = certificate or CertificateFactory()
    return propose_revocation(certificate, **FACTS | {"by": hr()} | facts)


def confirm(proposal, **facts):
    wanted = {"is_confirmed": True, "reason": "The log says so.", "by": hr(), "at": AT}
    return decide_revocation(proposal, **wanted | facts)


def actions():
    rows = Entry.objects.filter(action__startswith="certificates.revo")
    return list(rows.order_by("pk").values_list("action", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ground": "anger"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"authority": "  "}, "office"),
        ({"reason": " \n"}, "reason"),
    ],
)
def test_proposal_without_ground_authority_or_reason_is_refused(wrong, words):
    with translation.override("en"), pytest.raises(CertificateError, match=words):
        proposed(**wrong)

    assert not RevocationProposal.objects.exists()
    assert actions() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.FACILITY_HR, Role.MINISTRY_HR})
)
def test_other_roles_propose_nothing(role):
    with pytest.raises(CertificateError):
        proposed(by=hr(role))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.MINISTRY_HR, Role.ADMINISTRATOR})
)
def test_other_roles_decide_nothing(role):
    one = proposed()

    with pytest.raises(CertificateError):
        confirm(one, by=hr(role))

    assert one.is_open


@pytest.mark.django_db
def test_proposal_changes_nothing():
    certificate = CertificateFactory()

    proposed(certificate)

    assert Certificate.objects.get().state_on(AT.date()) == "valid"
    assert not Withdrawal.objects.exists()
    assert told() == []
    assert actions() == ["certificates.revocation_proposed"]


@pytest.mark.django_db
def test_second_proposal_about_the_same_pass_is_refused():
    first = CertificateFactory()
    second = CertificateFactory(
        completion=first.completion, replaces=first, number="C1-2026-2"
    )
    proposed(first)

    with pytest.raises(CertificateError):
        proposed(second)

    assert RevocationProposal.objects.count() == 1


@pytest.mark.django_db
def test_declined_proposal_changes_nothing_and_leaves_room_for_another():
    certificate = CertificateFactory()

    confirm(proposed(certificate), is_confirmed=False)

    assert Certificate.objects.get().state_on(AT.date()) == "valid"
    assert proposed(certificate).is_open
    assert not Withdrawal.objects.exists()


@pytest.mark.django_db
def test_confirmed_revocation_is_a_fact_an_entry_a_statement_and_a_notice():
    certificate = issue_certificate(CertifiedCompletionFactory(), by=None)
    one, second = proposed(certificate), hr()

    confirm(one, by=second)

    withdrawal = Withdrawal.objects.get()
    assert withdrawal.completion == certificate.completion
    assert (withdrawal.ground, withdrawal.authority, withdrawal.reason) == (
        FACTS["ground"],
        FACTS["authority"],
        FACTS["reason"],
    )
    assert (withdrawal.recorded_by, withdrawal.recorded_at) == (second, AT)
    entry = Entry.objects.get(action="certificates.revoked")
    assert (entry.by, entry.person) == (second, str(certificate.holder.key))
    assert Entry.objects.get(action="records.withdrawn").reason == FACTS["reason"]
    assert verbs(told()) == ["earned", "revoked"]
    assert FACTS["reason"] not in str(told())
    notice = Notice.objects.get(user=certificate.holder.user)
    with translation.override("en"):
        assert notice.subject == (
            f"Course {certificate.course_code}: your certificate no longer counts"
        )
    certificate = Certificate.objects.get()
    assert certificate.state_on(AT.date() - timedelta(days=1)) == "valid"
    assert certificate.state_on(AT.date()) == "revoked"


@pytest.mark.django_db
def test_holder_without_an_account_is_told_nothing():
    completion = CertifiedCompletionFactory(learner__user=None)
    confirm(proposed(CertificateFactory(completion=completion)))

    assert set(Notice.objects.values_list("kind", flat=True)) == {"revocation-decided"}


@pytest.mark.django_db
def test_every_paper_about_the_pass_is_revoked():
    first = CertificateFactory()
    second = CertificateFactory(
        completion=first.completion, replaces=first, number="C1-2026-2"
    )

    confirm(proposed(second))

    papers = Certificate.objects.with_fate().order_by("pk")
    assert [one.state_on(AT.date()) for one in papers] == ["revoked", "revoked"]
    assert verbs(told()) == ["revoked", "revoked"]
    assert Certificate.objects.count() == 2


@pytest.mark.django_db
def test_revoking_a_renewal_leaves_the_one_before():
    before = CertificateFactory()
    renewal = CertificateFactory(
        completion__learner=before.holder,
        completion__edition=before.completion.edition,
        renews=before,
    )

    confirm(proposed(renewal))

    rows = Certificate.objects.with_fate()
    assert rows.get(pk=before.pk).state_on(AT.date()) == "valid"
    assert rows.get(pk=renewal.pk).state_on(AT.date()) == "revoked"


@pytest.mark.django_db
def test_no_paper_of_a_renewal_that_goes_with_its_refresher_is_left_out():
    """The trail names it, so that its bit stays although its row be gone."""
    refresher = CertificateFactory()
    renewal = CertificateFactory(
        completion__learner=refresher.holder,
        completion__basis=Completion.Basis.REFRESHER,
        completion__rests_on=refresher.completion,
    )

    confirm(proposed(refresher))

    rows = Entry.objects.filter(action="certificates.revoked").order_by("pk")
    papers = [refresher.pk, renewal.pk]
    assert [int(entry.subject_id) for entry in rows] == papers
    assert verbs(told()) == ["revoked", "revoked"]


@pytest.mark.django_db
def test_nobody_confirms_what_she_proposed():
    somebody = hr()
    one = proposed(by=somebody)

    with pytest.raises(CertificateError):
        confirm(one, by=somebody)
    with pytest.raises(CertificateError):
        RevocationDecision.objects.create(
            proposal=one, is_confirmed=True, note="x", by=somebody, at=AT
        )

    assert not Withdrawal.objects.exists()
    assert actions() == ["certificates.revocation_proposed"]


@pytest.mark.django_db
def test_nobody_declines_what_she_proposed():
    somebody = hr()

    with pytest.raises(CertificateError):
        confirm(proposed(by=somebody), by=somebody, is_confirmed=False)


@pytest.mark.django_db
def test_nobody_proposes_or_decides_about_her_own():
    certificate = CertificateFactory(
        completion__learner__user=UserFactory(roles=[Role.MINISTRY_HR])
    )

    with pytest.raises(CertificateError):
        proposed(certificate, by=certificate.holder.user)
    one = proposed(certificate)
    with pytest.raises(CertificateError):
        confirm(one, by=certificate.holder.user, is_confirmed=False)

    assert one.is_open


@pytest.mark.django_db
def test_decision_without_a_note_is_refused():
    one = proposed()

    with pytest.raises(CertificateError):
        confirm(one, reason=" ")

    assert one.is_open


@pytest.mark.django_db
def test_what_is_decided_is_decided_once():
    one = proposed()
    confirm(one, is_confirmed=False)

    with pytest.raises(CertificateError):
        confirm(one)

    assert not Withdrawal.objects.exists()


@pytest.mark.django_db
def test_what_is_revoked_is_not_revoked_again():
    certificate = CertificateFactory()
    confirm(proposed(certificate))

    with pytest.raises(CertificateError):
        proposed(certificate)


@pytest.mark.django_db
def test_pass_is_withdrawn_once_whoever_asks():
    completion = CertifiedCompletionFactory()
    facts = {name: FACTS[name] for name in ("ground", "authority", "reason")}
    first = withdraw_completion(completion, **facts, by=hr(), at=AT)

    again = withdraw_completion(
        completion, **facts | {"ground": "fraud"}, by=hr(), at=AT + timedelta(days=9)
    )

    assert again == first
    assert Withdrawal.objects.get().ground == "breach"
    assert Entry.objects.filter(action="records.withdrawn").count() == 1


@pytest.mark.django_db
def test_proposals_and_decisions_are_never_changed_or_removed():
    one = proposed()
    decision = confirm(one)

    for row in (one, decision, Withdrawal.objects.get()):
        with pytest.raises(AuditError):
            row.save()
        with pytest.raises(AuditError):
            row.delete()


@pytest.mark.django_db
def test_proposals_are_seen_by_their_office_and_never_by_the_holder():
    prison = EstablishmentFactory()
    holder = UserFactory(roles=[Role.FACILITY_HR])
    certificate = CertificateFactory(completion__learner__user=holder)
    AppointmentFactory(staff_member=certificate.holder, establishment=prison)
    for user in (holder, *map(hr, (Role.FACILITY_HR, Role.MINISTRY_HR))):
        RemitFactory(
            user=user, role=user.roles and min(user.roles), establishment=prison
        )
    one = proposed(certificate)

    def seen(user):
        return list(RevocationProposal.objects.visible_to(user))

    officer = RemitFactory(role=Role.MINISTRY_HR, establishment=prison).user
    elsewhere = RemitFactory(
        role=Role.MINISTRY_HR, establishment=EstablishmentFactory()
    ).user
    assert seen(officer) == [one]
    assert seen(hr(Role.ADMINISTRATOR)) == [one]
    assert seen(elsewhere) == []
    assert seen(holder) == []


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_withdraw_once():
    one = proposed(issue_certificate(CertifiedCompletionFactory(), by=None))
    people = [hr() for _number in range(6)]

    def act(number):
        try:
            confirm(RevocationProposal.objects.get(pk=one.pk), by=people[number])
        except CertificateError:
            return False
        return True

    assert sorted(race(act)) == [False] * 5 + [True]
    assert Withdrawal.objects.count() == RevocationDecision.objects.count() == 1
    assert verbs(told()) == ["earned", "revoked"]


@pytest.mark.django_db(transaction=True)
def test_proposer_who_presses_confirm_in_many_windows_confirms_nothing():
    somebody = hr()
    one = proposed(by=somebody)

    def act(_number):
        with pytest.raises(CertificateError):
            confirm(RevocationProposal.objects.get(pk=one.pk), by=somebody)

    race(act)

    assert not RevocationDecision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_proposals_at_once_are_one():
    certificate = CertificateFactory()
    people = [hr() for _number in range(6)]

    def act(number):
        try:
            proposed(Certificate.objects.get(pk=certificate.pk), by=people[number])
        except CertificateError:
            return False
        return True

    assert sorted(race(act)) == [False] * 5 + [True]
    assert RevocationProposal.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_passes_revoked_at_once_are_all_revoked():
    papers = [
        issue_certificate(CertifiedCompletionFactory(), by=None)
        for _number in range(50)
    ]
    waiting = [proposed(paper).pk for paper in papers]
    second = hr()

    race(
        lambda number: confirm(
            RevocationProposal.objects.get(pk=waiting[number]), by=second
        ),
        threads=50,
    )

    assert Withdrawal.objects.count() == 50
    assert Completion.objects.as_of(AT.date()).count() == 0
    assert verbs(told()).count("revoked") == 50

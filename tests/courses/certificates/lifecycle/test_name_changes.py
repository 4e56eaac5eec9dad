"""No officer alone puts another name on certificates that are in force."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from courses.certificates.models import Certificate
from courses.learner.record_download.training_record import build_training_record
from courses.records.models import Completion
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.errors import StaffError
from elearning.staff.importing.staff_list_folder import confirm_safe_lists
from elearning.staff.importing.staff_list_jobs import apply_confirmed_lists
from elearning.staff.models import NameChange, NameChangeDecision
from elearning.staff.name_changes import (
    change_name,
    decide_name_change,
    propose_current_name,
    withdraw_name_change,
)
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    RemitFactory,
    officer_of,
)
from tests.factories.staff_lists import bring, csv_list, put_through, row
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
FAR = date(2100, 1, 1)


@pytest.fixture
def person():
    place, post = EstablishmentFactory(code="east"), PostFactory(code="guard")
    held = AppointmentFactory(
        establishment=place, post=post, staff_member__staff_number="1"
    )
    return held.staff_member


@pytest.fixture
def paper(person):
    return CertificateFactory(
        completion__learner=person,
        completion__expires_on=FAR,
        holder_name=person.full_name,
    )


@pytest.fixture
def officer(person):
    return officer_of(person)


@pytest.fixture
def other(person):
    return officer_of(person)


def called(person, by, family_name="Ахметов", **parts):
    facts = {"given_name": person.given_name, "patronymic": person.patronymic}
    facts |= {"reason": "Marriage", "by": by, "at": AT}
    return change_name(person, family_name=family_name, **facts | parts)


def said(change, by, *, confirmed=True, reason="Seen"):
    return decide_name_change(
        change, is_confirmed=confirmed, reason=reason, by=by, at=AT
    )


def taken_back(change, by, reason="Mistyped"):
    return withdraw_name_change(
        NameChange.objects.get(pk=change.pk), reason=reason, by=by, at=AT
    )


def outcome(change):
    return NameChangeDecision.objects.get(change=change).outcome


def names():
    return sorted(Certificate.objects.values_list("holder_name", flat=True))


def listed(family_name, given_name="Арман"):
    return csv_list(row("1", "east", "guard", (family_name, given_name, "")))


def test_one_officer_puts_no_other_name_on_a_certificate(person, paper, officer):
    change = called(person, officer)

    person.refresh_from_db()
    assert person.family_name == "Сериков"
    assert person.user.name == type(person.user).objects.get(pk=person.user_id).name
    assert names() == ["Сериков Арман"]
    assert change == NameChange.objects.waiting().get()
    assert not Entry.objects.filter(action="staff.renamed").exists()


def test_one_officer_changes_no_name_under_which_a_recognised_pass_counts(
    person, officer, other
):
    facts = {"learner": person, "basis": Completion.Basis.EXTERNAL, "expires_on": FAR}
    CertifiedCompletionFactory(**facts)

    change = called(person, officer)

    assert build_training_record(person, at=AT).holder == "Сериков Арман"
    said(change, other)
    person.refresh_from_db()
    assert build_training_record(person, at=AT).holder == "Ахметов Арман"


@pytest.mark.parametrize("ends", [{"expires_on": date(2026, 5, 3)}, {"is_taken": True}])
def test_one_officer_changes_a_name_under_which_nothing_counts(person, officer, ends):
    facts = {"learner": person, "basis": Completion.Basis.EXTERNAL, "expires_on": FAR}
    is_taken = ends.pop("is_taken", False)
    completion = CertifiedCompletionFactory(**facts | ends)
    if is_taken:
        WithdrawalFactory(completion=completion)

    assert called(person, officer) is None

    person.refresh_from_db()
    assert person.full_name == "Ахметов Арман"


def test_proposer_does_not_confirm(person, paper, officer):
    change = called(person, officer)

    with pytest.raises(StaffError):
        said(change, officer)

    assert not NameChangeDecision.objects.exists()
    assert names() == ["Сериков Арман"]


def test_nobody_confirms_their_own_name(person, paper, officer):
    change = called(person, officer)
    RemitFactory(
        user=person.user, establishment=person.appointments.get().establishment
    )

    with pytest.raises(StaffError):
        said(change, person.user)


def test_officer_of_another_place_does_not_confirm(person, paper, officer):
    change = called(person, officer)

    with pytest.raises(StaffError):
        said(change, RemitFactory().user)
    with pytest.raises(StaffError):
        said(change, UserFactory())


def test_decision_needs_a_reason_and_is_made_once(person, paper, officer, other):
    change = called(person, officer)

    with pytest.raises(StaffError):
        said(change, other, reason=" ")
    said(change, other, confirmed=False)
    with pytest.raises(StaffError):
        said(NameChange.objects.get(), other)

    person.refresh_from_db()
    assert person.family_name == "Сериков"


def test_second_officer_has_certificates_issued_and_the_trail_names_both(
    person, paper, officer, other
):
    said(called(person, officer), other)

    person.refresh_from_db()
    assert person.full_name == "Ахметов Арман"
    assert names() == ["Ахметов Арман", "Сериков Арман"]
    proposed, confirmed, renamed = (
        Entry.objects.get(action=f"staff.{action}")
        for action in ("name_change_proposed", "name_change_confirmed", "renamed")
    )
    assert (proposed.by, proposed.details["parts"]) == (officer, ["family_name"])
    assert (confirmed.by, confirmed.details["proposed_by"]) == (other, officer.pk)
    assert (renamed.by, renamed.person) == (other, str(person.key))


@pytest.mark.parametrize(
    ("family_name", "given_name", "waits"),
    [
        ("СЕРИКОВ", "арман", False),
        ("Сери-ков", "Ар ман", False),
        ("Серикова", "Арман", True),
        ("Серіков", "Арман", True),
        ("Арман", "Сериков", True),
    ],
)
@pytest.mark.usefixtures("paper")
def test_only_spelling_changes_at_once(person, officer, family_name, given_name, waits):
    change = called(person, officer, family_name, given_name=given_name)

    assert (change is not None) is waits
    assert (f"{family_name} {given_name}" in names()) is not waits


def test_same_proposal_waits_once(person, paper, officer, other):
    assert called(person, officer) == called(person, other)


@pytest.mark.usefixtures("paper")
def test_confirmed_list_puts_no_other_name_on_a_certificate(person, officer, other):
    brought = bring(
        listed("Ахметов"), by=officer, place=person.appointments.get().establishment
    )
    put_through(brought, by=other)

    change = NameChange.objects.get()
    assert brought.state == "applied"
    assert names() == ["Сериков Арман"]
    for one in (officer, other):
        with pytest.raises(StaffError):
            said(change, one)
    said(change, officer_of(person))
    assert "Ахметов Арман" in names()


@pytest.mark.usefixtures("paper")
def test_automatic_list_is_applied_and_its_names_wait(person, officer, settings):
    settings.STAFF_LISTS_APPLY = True
    place = person.appointments.get().establishment
    new = AppointmentFactory(
        establishment=place, post__code="doctor", staff_member__staff_number="2"
    ).staff_member

    def arrive(name):
        text = csv_list(
            row("1", "east", "guard", ("Ахметов", "Арман", "")),
            row("2", "east", "doctor", (name, "Арман", "")),
        )
        made = bring(text, name=f"{name}.csv")
        confirm_safe_lists(timezone.now())
        apply_confirmed_lists(timezone.now())
        made.refresh_from_db()
        assert made.state == "applied"

    arrive("Нұрланов")
    new.refresh_from_db()
    assert new.family_name == "Нұрланов"
    assert names() == ["Сериков Арман"]
    arrive("Оспанов")
    change = NameChange.objects.get()
    assert change.made_by is None
    assert change in NameChange.objects.decidable_by(officer)

    said(change, officer, confirmed=False)
    arrive("Серік")

    assert NameChange.objects.count() == 1
    assert names() == ["Сериков Арман"]


@pytest.fixture
def automatic(person, settings):
    """A change of a name that no officer has seen."""
    settings.STAFF_LISTS_APPLY = True
    bring(listed("Ахметов"))
    confirm_safe_lists(timezone.now())
    apply_confirmed_lists(timezone.now())
    return NameChange.objects.get()


@pytest.mark.usefixtures("paper")
def test_list_of_the_folder_and_one_officer_put_no_name_on_a_certificate(
    person, automatic, officer, other
):
    said(automatic, officer)

    assert names() == ["Сериков Арман"]
    assert outcome(automatic) == "taken_up"
    taken_up = NameChange.objects.waiting().get()
    assert (taken_up.made_by, taken_up.full_name) == (officer, "Ахметов Арман")
    with pytest.raises(StaffError):
        said(taken_up, officer)
    said(taken_up, other)
    assert "Ахметов Арман" in names()


def test_name_of_the_folder_proposed_by_hand_is_not_confirmed_by_the_same_officer(
    person, paper, automatic, officer, other
):
    change = called(person, officer)

    assert (change.made_by, outcome(automatic)) == (officer, "taken_up")
    with pytest.raises(StaffError):
        said(automatic, officer)
    with pytest.raises(StaffError):
        said(change, officer)
    said(change, other)
    assert "Ахметов Арман" in names()


def test_officer_who_takes_up_a_name_does_not_have_the_next_list_propose_it_again(
    person, paper, automatic, officer
):
    said(automatic, officer)
    bring(listed("Ахметов").replace(";Арман", "; Арман"), name="next.csv")
    confirm_safe_lists(timezone.now())
    apply_confirmed_lists(timezone.now())

    assert NameChange.objects.waiting().get().made_by == officer


@pytest.mark.usefixtures("paper")
def test_list_of_two_officers_does_not_bar_both_from_the_name_for_good(
    person, officer, other
):
    place = person.appointments.get().establishment
    put_through(bring(listed("Ахметов"), by=officer, place=place), by=other)
    listed_one = NameChange.objects.get()

    by_hand = called(person, officer)

    assert by_hand != listed_one
    assert outcome(listed_one) == "taken_up"
    assert called(person, other) == by_hand
    said(by_hand, other)
    assert "Ахметов Арман" in names()


def test_only_officer_of_a_person_is_not_left_with_an_error_of_their_own(
    person, paper, officer, other
):
    change = called(person, officer)

    for by in (other, person.user, UserFactory()):
        with pytest.raises(StaffError):
            taken_back(change, by)
    with pytest.raises(StaffError):
        taken_back(change, officer, reason=" ")
    taken_back(change, officer)

    assert outcome(change) == "withdrawn"
    assert not NameChange.objects.waiting().exists()
    entry = Entry.objects.get(action="staff.name_change_withdrawn")
    assert (entry.by, entry.reason) == (officer, "Mistyped")
    with pytest.raises(StaffError):
        said(change, other)
    assert names() == ["Сериков Арман"]


def test_name_of_a_list_is_taken_back_by_who_confirmed_it_and_never_by_the_person(
    person, other
):
    facts = {"former_name": person.full_name, "family_name": "Ахметов", "made_at": AT}
    facts |= {"given_name": "Арман", "reason": "x", "made_by": other}
    change = person.name_changes.create(**facts, brought_by=person.user)
    RemitFactory(
        user=person.user, establishment=person.appointments.get().establishment
    )

    with pytest.raises(StaffError):
        taken_back(change, person.user)
    taken_back(change, other)

    assert outcome(change) == "withdrawn"


def test_stale_proposal_does_not_undo_a_later_name(person, paper, officer, other):
    stale = called(person, officer)
    said(called(person, officer, "Оспанов"), other)

    with pytest.raises(StaffError):
        said(NameChange.objects.get(pk=stale.pk), other)

    person.refresh_from_db()
    assert person.family_name == "Оспанов"
    again = called(person, officer)
    assert again != stale
    assert outcome(stale) == "taken_up"
    said(again, other)
    assert "Ахметов Арман" in names()


def test_another_spelling_keeps_no_name_from_being_confirmed(
    person, paper, officer, other
):
    change = called(person, officer)
    assert called(person, officer, family_name="Сер-иков") is None

    said(change, other)

    person.refresh_from_db()
    assert (outcome(change), person.family_name) == ("confirmed", "Ахметов")


def test_stale_proposal_may_be_declined(person, paper, officer, other):
    stale = called(person, officer)
    said(called(person, officer, "Оспанов"), other)

    said(NameChange.objects.get(pk=stale.pk), other, confirmed=False)

    assert outcome(stale) == "declined"


def test_certificate_issued_at_the_same_moment_gets_no_name_of_one_officer(
    person, officer
):
    called(person, officer)
    CertificateFactory(
        completion__learner=person,
        completion__expires_on=FAR,
        holder_name="Сериков Арман",
    )
    person.refresh_from_db()

    assert called(person, officer, "АХМЕТОВ") is None

    assert names() == ["Сериков Арман"]


def test_present_name_is_put_on_certificates_by_two_officers(
    person, paper, officer, other
):
    type(person).objects.filter(pk=person.pk).update(family_name="Ахметов")
    facts = {"reason": "Marriage", "at": AT}

    change = propose_current_name(person, by=officer, **facts)

    assert names() == ["Сериков Арман"]
    assert propose_current_name(person, by=other, **facts) == change
    with pytest.raises(StaffError):
        propose_current_name(person, by=person.user, **facts)
    with pytest.raises(StaffError):
        said(change, officer)
    said(change, other)
    assert names() == ["Ахметов Арман", "Сериков Арман"]
    assert not Entry.objects.filter(action="staff.renamed").exists()


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.usefixtures("paper")
def test_proposer_is_told_of_the_decision_without_the_name(
    person, officer, other, confirmed, language
):
    said(called(person, officer), other, confirmed=confirmed)

    notice = Notice.objects.get(user=officer)
    assert notice.url == f"/desk/people/{person.key}/"
    with translation.override(language):
        words = notice.subject + notice.text
    assert person.staff_number in words
    assert "Ахметов" not in words + str(notice.context)
    assert "Сериков" not in words + str(notice.context)


@pytest.mark.usefixtures("paper")
def test_nobody_is_told_of_what_they_took_back_themselves(person, officer):
    taken_back(called(person, officer), officer)

    assert not Notice.objects.exists()


def test_what_expired_or_was_never_issued_makes_nobody_wait(person, officer):
    CertificateFactory(
        completion__learner=person, completion__expires_on=date(2020, 1, 1)
    )

    assert called(person, officer) is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_decide_once(person, paper, officer, other):
    change = called(person, officer)
    third = officer_of(person)

    def decided(number):
        try:
            said(NameChange.objects.get(pk=change.pk), (other, third)[number % 2])
        except StaffError:
            return 0
        return 1

    assert sum(race(decided)) == 1
    assert names() == ["Ахметов Арман", "Сериков Арман"]

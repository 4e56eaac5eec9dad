from datetime import date

import pytest

from courses.certificates.models import Certificate
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    """A certificate of somebody in an establishment below a department."""
    department = EstablishmentFactory()
    prison = EstablishmentFactory(parent=department)
    made = CertificateFactory()
    AppointmentFactory(staff_member=made.holder, establishment=prison)
    return made


def test_state_counts_the_last_day():
    made = CertificateFactory(expires_on=date(2028, 3, 2))

    assert made.state_on(date(2028, 3, 2)) == "valid"
    assert made.state_on(date(2028, 3, 3)) == "expired"


def test_one_whose_pass_was_withdrawn_is_revoked_from_that_day_on():
    made = CertificateFactory()
    WithdrawalFactory(completion=made.completion, withdrawn_on=date(2026, 5, 4))

    assert made.state_on(date(2026, 5, 3)) == "valid"
    assert made.state_on(date(2026, 5, 4)) == "revoked"


def test_one_in_whose_place_another_was_issued_is_replaced_from_that_day_on():
    made = CertificateFactory()
    CertificateFactory(
        completion=made.completion,
        replaces=made,
        number="C1-2026-2",
        issued_on=date(2026, 6, 1),
    )

    assert made.state_on(date(2026, 5, 31)) == "valid"
    assert made.state_on(date(2026, 6, 1)) == "replaced"
    assert list(Certificate.objects.current()) == [made.replaced_by]


def test_of_gives_one_persons_certificates():
    mine = CertificateFactory()
    CertificateFactory()

    assert list(Certificate.objects.of(mine.holder)) == [mine]


def test_with_code_forgives_typing_and_knows_no_other():
    made = CertificateFactory()

    assert Certificate.objects.with_code(made.grouped_code.lower()) == made
    assert Certificate.objects.with_code(made.number) is None
    assert Certificate.objects.with_code("") is None


def test_certificate_is_visible_to_its_holder(certificate):
    assert set(Certificate.objects.visible_to(certificate.holder.user)) == {certificate}


@pytest.mark.parametrize("role", [Role.FACILITY_HR, Role.MINISTRY_HR])
def test_certificate_is_visible_to_personnel_of_its_subtree(certificate, role):
    place = certificate.holder.appointments.get().establishment.get_parent()
    remit = RemitFactory(role=role, establishment=place)

    assert set(Certificate.objects.visible_to(remit.user)) == {certificate}


def test_certificate_is_hidden_from_personnel_elsewhere(certificate):
    remit = RemitFactory(establishment=EstablishmentFactory())

    assert not Certificate.objects.visible_to(remit.user).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.INVIGILATOR, Role.ADMINISTRATOR])
def test_certificate_is_hidden_from_other_roles_even_with_a_remit(certificate, role):
    place = certificate.holder.appointments.get().establishment
    remit = RemitFactory(role=role, establishment=place, user__roles=[role])

    assert not Certificate.objects.visible_to(remit.user).exists()


def test_certificate_is_hidden_from_colleagues(certificate):
    assert not Certificate.objects.visible_to(UserFactory()).exists()

"""One pass has one last day on every page, and one sentence where a post asks sooner."""

import json
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from courses.compliance.periods.rebuild_requests import request_full_rebuild
from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, RemitFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)
SENTENCE = {
    "kk": (
        "Сертификаттың жарамдылық мерзімі: 2028 ж. 1 қазан, бірақ лауазым талабы "
        "бойынша жаңарту мерзімі: 2027 ж. 1 қазан."
    ),
    "ru": (
        "Сертификат действителен до 1 октября 2028 г., но по должности его нужно "
        "продлить до 1 октября 2027 г."
    ),
    "en": (
        "The certificate is valid until 1 October 2028, but the position requires "
        "renewal by 1 October 2027."
    ),
}


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-30 06:00Z", tick=False):
        yield


@pytest.fixture
def held():
    """Somebody with a certificate for 24 months whose post asks for 12."""
    return _held(12)


def _held(months):
    course = CourseFactory(validity_months=24)
    rule = RequirementFactory(course=course, months=months)
    person = AppointmentFactory(post=rule.post, starts_on=date(2025, 1, 1)).staff_member
    passed = CertifiedCompletionFactory(
        learner=person,
        edition__course=course,
        passed_on=date(2026, 10, 1),
        expires_on=date(2028, 10, 1),
    )
    return CertificateFactory(completion=passed)


def pages(certificate):
    """The learner's pages that tell how long something counts."""
    return {
        "home": reverse("learner:training"),
        "record": reverse("learner:records"),
        "certificates": reverse("learner:certificates"),
        "certificate": certificate.get_absolute_url(),
    }


@pytest.mark.parametrize("language", SENTENCE)
def test_both_days_stand_in_one_sentence_on_every_page(client, held, language):
    client.force_login(held.holder.user)

    for name, address in pages(held).items():
        page = client.get(address.replace("/kk/", f"/{language}/", 1)).text
        assert SENTENCE[language] in page, name


def test_without_a_stricter_rule_there_is_one_day(client):
    certificate = _held(24)
    client.force_login(certificate.holder.user)

    for name, address in pages(certificate).items():
        page = client.get(address.replace("/kk/", "/en/", 1)).text
        assert "1 October 2028" in page, name
        assert "1 October 2027" not in page, name


def test_card_at_the_desk_says_the_same(client, held):
    officer = _officer(held)
    pass_both_steps(client, officer)

    with translation.override("en"):
        page = client.get(reverse("desk:person", args=[held.holder.key])).text

    assert page.count(SENTENCE["en"]) == 2


def test_api_tells_both_days_apart(client, held):
    officer = _officer(held)
    _token, text = create_access_key(
        by=officer, name="x", scopes=["reports:read"], expires_on=TODAY
    )
    headers = {"Authorization": f"Bearer {text}", "Purpose": "inspection"}

    answer = client.get("/api/v1/reports/standings", headers=headers)

    (stand,) = json.loads(answer.content)["items"][0]["standings"]
    assert (stand["expires_on"], stand["renew_by"]) == ("2028-10-01", "2027-10-01")


def _officer(held):
    officer = UserFactory(roles=[Role.FACILITY_HR])
    (appointment,) = held.holder.appointments.all()
    RemitFactory(
        user=officer,
        role=Role.FACILITY_HR,
        establishment=appointment.establishment,
        starts_on=date(2020, 1, 1),
    )
    request_full_rebuild(date(2020, 1, 1))
    return officer

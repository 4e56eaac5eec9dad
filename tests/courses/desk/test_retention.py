"""The desk of retention and of privacy requests: who sees what, and what is decided."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.retention import legal_holds, privacy_requests
from courses.retention.models import (
    PrivacyRequest,
    RetentionHold,
    RetentionRun,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db


def page_of(answer):
    return answer.content.decode()


def asked(person, reason="Себебі бар"):
    if person.user is None:
        person.user = UserFactory()
        person.save()
    return privacy_requests.request_erasure(
        person, reason=reason, by=person.user, at=timezone.now()
    )


def run_of(number=3):
    return RetentionRun.objects.create(
        rule="answers",
        before=timezone.now(),
        at=timezone.now(),
        number=number,
        details={"answers": 12},
    )


# --- What is refused -------------------------------------------------------------------


def test_request_of_another_remit_and_her_own_do_not_exist(client, officer, house):
    outside = asked(house.outsider)
    own = asked(_herself(officer, house))

    for one in (outside, own):
        address = reverse("desk:privacy:request", args=[one.key])
        assert client.get(address).status_code == 404
        assert client.post(address, _decision()).status_code == 404
    assert page_of(client.get(reverse("desk:privacy:requests"))).count("attention") == 0


def _herself(officer, house):
    from tests.factories.staff import AppointmentFactory

    return AppointmentFactory(
        establishment=house.mine, staff_member__user=officer
    ).staff_member


def _decision(decision="confirm", reason="Рұқсат"):
    return {"decision": decision, "reason": reason}


def test_decision_without_a_reason_or_a_choice_is_refused(client, officer, house):
    one = asked(house.insider)
    address = reverse("desk:privacy:request", args=[one.key])

    assert client.post(address, {"reason": "Иә"}).status_code == 400
    assert client.post(address, _decision(reason=" ")).status_code == 400
    assert PrivacyRequest.objects.get().state == "asked"


def test_hold_without_a_reason_is_refused_and_outside_the_remit_not_found(
    client, officer, house
):
    inside = reverse("desk:retention:hold", args=[house.insider.key])
    outside = reverse("desk:retention:hold", args=[house.outsider.key])

    assert client.post(inside, {"reason": ""}).status_code == 400
    assert client.post(outside, {"reason": "Сот"}).status_code == 404
    assert not RetentionHold.objects.exists()


# --- What is shown and done ------------------------------------------------------------


def test_officer_sees_what_goes_and_decides(client, officer, house):
    one = asked(house.insider)
    listed = client.get(reverse("desk:privacy:requests"))
    address = reverse("desk:privacy:request", args=[one.key])
    shown = page_of(client.get(address))

    assert str(house.insider.staff_number) in page_of(listed)
    assert "Себебі бар" in shown
    assert client.post(address, _decision()).status_code == 302

    one = PrivacyRequest.objects.get()
    assert (one.state, one.decision.by, one.decision.reason) == (
        "granted",
        officer,
        "Рұқсат",
    )
    actions = Entry.objects.filter(action__startswith="privacy.").order_by("pk")
    assert [entry.action for entry in actions] == [
        "privacy.asked",
        "privacy.list_viewed",
        "privacy.viewed",
        "privacy.granted",
    ]
    assert client.post(address, _decision()).status_code == 400


def test_office_of_her_place_is_told_and_nobody_else(client, officer, enter, house):
    enter(Role.MINISTRY_HR)
    inside, outside = asked(house.insider), asked(house.outsider)

    told = Notice.objects.filter(kind="privacy-asked").values_list("user", "key")
    assert list(told) == [(officer.pk, str(inside.key))]
    assert not Notice.objects.filter(key=str(outside.key)).exists()


def test_hold_is_placed_by_one_person_and_lifted_by_another(client, officer, house):
    client.post(
        reverse("desk:retention:hold", args=[house.insider.key]),
        {"reason": "Сот", "until": "2099-01-01"},
    )
    hold = RetentionHold.objects.get()
    assert (hold.learner, hold.until, hold.by) == (
        house.insider,
        date(2099, 1, 1),
        officer,
    )
    lift = reverse("desk:retention:lift", args=[hold.key])
    assert client.post(lift, {"reason": "Аяқталды"}).status_code == 400

    other = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(
        user=other,
        role=Role.FACILITY_HR,
        establishment=house.mine,
        starts_on=date(2020, 1, 1),
    )
    pass_both_steps(client, other)
    assert client.post(lift, {"reason": "Аяқталды"}).status_code == 302
    assert not RetentionHold.objects.in_force(timezone.localdate()).exists()
    assert client.get(lift).status_code == 404


def test_report_is_shown_and_taken_out_with_a_purpose(client, enter):
    enter(Role.ADMINISTRATOR)
    run_of()

    assert client.get(reverse("desk:retention:rules")).status_code == 200
    assert "12" in page_of(client.get(reverse("desk:retention:report")))
    address = reverse("desk:retention:export")
    assert client.post(address, {"kind": "csv", "purpose": ""}).status_code == 400
    answer = client.post(address, {"kind": "csv", "purpose": "Тексеру"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Тексеру" in text
    assert "12" in text
    assert Entry.objects.get(action="retention.exported").reason == "Тексеру"


def test_lists_ask_as_much_for_three_rows_as_for_one(client, officer, house):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories.staff import AppointmentFactory

    counts = {name: [] for name in ("privacy:requests", "retention:holds")}
    for name in counts:
        client.get(reverse(f"desk:{name}"))  # what is remembered from then on
    for number in (1, 2):
        for _one in range(number):
            person = AppointmentFactory(establishment=house.mine).staff_member
            asked(person)
            legal_holds.place_legal_hold(
                person, reason="Сот", by=officer, at=timezone.now()
            )
        for name, seen in counts.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(f"desk:{name}"))
            seen.append(len(queries))

    assert [three - one for one, three in counts.values()] == [0, 0]

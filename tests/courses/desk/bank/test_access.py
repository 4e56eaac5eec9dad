"""The desk of the question bank: who does what, and what is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.models import LeakDecision, StateChange
from courses.models import Unit
from elearning.accounts.roles import Role
from tests.courses.desk.bank.questions import address, leak, sat
from tests.factories.assessment import lift_quarantine
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaked(house, question):
    """A leaked question that the insider had in her exam."""
    sat(question, house.insider)
    leak(question)
    return question


@pytest.mark.parametrize("name", ["question", "state", "quarantine", "lift", "decide"])
def test_what_is_no_question_does_not_exist(client, enter, edition, name):
    enter(Role.TRAINER)
    lesson = Unit.objects.get(course=edition.course, kind="lesson")

    assert client.get(address(name, lesson)).status_code == 404


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("state", {"reason": ""}),
        ("state", {"state": "retired", "reason": " "}),
        ("state", {"state": "quarantined", "reason": "Себеп"}),
        ("state", {"state": "draft", "reason": "Себеп"}),
        ("state", {"state": "live", "reason": "Себеп"}),
        ("quarantine", {"reason": ""}),
        ("quarantine", {"reason": "\0"}),
        ("lift", {"reason": "Себеп"}),
        ("decide", {"decision": "stand", "reason": "Себеп"}),
        ("decide", {"decision": "forget", "reason": "Себеп"}),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    client, enter, question, name, given
):
    enter(Role.TRAINER)

    answer = client.post(address(name, question), given)

    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not StateChange.objects.exists()
    assert not LeakDecision.objects.exists()


@pytest.mark.parametrize(
    "case",
    [
        ("questions", Role.TRAINER),
        ("question", Role.TRAINER),
        ("leaks", Role.FACILITY_HR),
        ("leak", Role.FACILITY_HR),
    ],
    ids=lambda case: case[0],
)
def test_queries_do_not_grow(client, house, enter, leaked, case):
    name, role = case

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, leaked)).status_code == 200
        return len(captured)

    enter(role)
    queries()
    one = queries()
    others = Unit.objects.filter(course=leaked.course, kind="question")
    for _number in range(2):
        held = AppointmentFactory(establishment=house.mine)
        lift_quarantine(leaked)
        sat(leaked, held.staff_member)
        leak(leaked)
    for other in others.exclude(pk=leaked.pk)[:2]:
        leak(other)

    assert queries() == one

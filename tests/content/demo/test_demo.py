"""The invented service: made once, the same each time."""

import json
import stat
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.demo import demo_accounts, invented_names
from content.demo.demo_seed import seed_demonstration
from courses.compliance.models import Requirement
from courses.compliance.status import StandingState, list_standings
from courses.models import Course, Unit
from courses.records.models import Completion
from elearning.accounts import activation_codes
from elearning.accounts.models import User
from elearning.accounts.roles import SECOND_FACTOR_ROLES
from elearning.staff.models import Appointment, Establishment, StaffMember
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    UnitFactory,
    UnitVersionFactory,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def course():
    course = CourseFactory(code="C1", validity_months=24)
    kinds = [Unit.Kind.LESSON, Unit.Kind.LESSON, Unit.Kind.EXAM]
    EditionFactory(
        course=course,
        versions=[
            UnitVersionFactory(unit=UnitFactory(course=course, kind=kind))
            for kind in kinds
        ],
    )
    return course


def run(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def state_of_everything():
    return [
        list(
            StaffMember.objects.values_list("staff_number", "family_name", "language")
        ),
        list(
            Appointment.objects.values_list(
                "staff_member", "establishment", "starts_on"
            )
        ),
        list(Completion.objects.values_list("learner", "passed_on", "score")),
        list(User.objects.values_list("staff_number", "password")),
        Requirement.objects.count(),
        Establishment.objects.count(),
    ]


def test_code_before_the_demonstration_says_what_to_do():
    with pytest.raises(CommandError, match="demo_people"):
        run("demo_code", "trainer")


def test_seeding_without_courses_still_makes_people():
    run("demo_people")

    assert StaffMember.objects.count() > 250
    assert not Completion.objects.exists()


def test_seeding_twice_changes_nothing(course):
    first = run("demo_people")
    before = state_of_everything()
    kept = demo_accounts.read_demo_accounts()

    second = run("demo_people")

    assert state_of_everything() == before
    assert demo_accounts.read_demo_accounts() == kept
    assert "People: 0 new" in second
    assert first.splitlines()[-9:] == second.splitlines()[-9:]


def test_people_have_a_believable_spread_and_the_learner_her_course_due(course):
    seed_demonstration(lambda line: None)

    found = list_standings(StaffMember.objects.all(), on=timezone.localdate())

    states = {item.state for item in found}
    assert {
        StandingState.VALID,
        StandingState.DUE,
        StandingState.GRACE,
        StandingState.EXPIRED,
    } <= states
    assert {StandingState.PAUSED, StandingState.WAIVED} <= states
    valid = sum(item.state == StandingState.VALID for item in found)
    assert 0.5 < valid / len(found) < 0.8
    assert StaffMember.objects.filter(family_name=invented_names.FORMULA).count() == 1
    kazakh = StaffMember.objects.filter(language="kk").count()
    assert 0.55 < kazakh / StaffMember.objects.count() < 0.75
    assert all(
        item.enrolment
        for item in found
        if item.state in {StandingState.DUE, StandingState.EXPIRED}
    )

    learner = StaffMember.objects.filter(staff_number="100001")
    (standing,) = list_standings(learner, on=timezone.localdate())
    assert (standing.course, standing.state) == (course, StandingState.DUE)
    assert standing.enrolment.due == timezone.localdate() + timedelta(days=15)


def test_accounts_open_with_password_and_second_factor():
    known = seed_demonstration(lambda line: None)

    file = demo_accounts._file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(file.read_text())) == {
        part.key for part in demo_accounts.PARTS
    }
    for part in demo_accounts.PARTS:
        user = demo_accounts.get_demo_user(part.key)
        if part.key == demo_accounts.NEWCOMER:
            assert not user.has_usable_password()
            continue
        assert user.check_password(known[part.key].password)
        assert user.roles == {"learner", part.role.value}
        has_factor = Authenticator.objects.filter(user=user).exists()
        assert has_factor == (part.role in SECOND_FACTOR_ROLES)
    code = run("demo_code", "ministry-hr").strip()
    assert len(code) == 6
    assert code.isdigit()
    with pytest.raises(CommandError):
        run("demo_code", "learner")


def test_newcomer_gets_a_code_until_she_activates():
    known = seed_demonstration(lambda line: None)
    code = known[demo_accounts.NEWCOMER].code
    demo_accounts._file().unlink()

    again = seed_demonstration(lambda line: None)[demo_accounts.NEWCOMER].code
    assert again != code
    activation_codes.redeem_code(again, "Көк аспан 2026 астында")
    assert seed_demonstration(lambda line: None)[demo_accounts.NEWCOMER].code == again
    demo_accounts._file().unlink()
    assert seed_demonstration(lambda line: None)[demo_accounts.NEWCOMER].code == ""
    assert "to activate" not in run("demo_people")
    assert Course.objects.count() == 0

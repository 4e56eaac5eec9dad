"""The desk's first page: what waits for a trainer, and for the personnel office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.compliance.models import RuleException
from courses.models import Unit, UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember
from tests.courses.desk.test_parity import says
from tests.courses.desk.test_reviews import page, proposal, sheet
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory, CourseRemitFactory, UnitFactory
from tests.factories.designs import DesignFactory
from tests.factories.provisions import changed_guideline, published_guideline

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")


@pytest.fixture
def returned(client, enter):
    """A course whose only module the reviewer sent back to its authors."""
    course = proposal(author=UserFactory(), parts=1)
    enter(Role.SAFEGUARD_REVIEWER)
    url = page(course)
    client.post(url, sheet(client.get(url).context["seal"], profiling="no"))
    return course


def outdated(course, slug):
    """A lesson whose Russian says what the Kazakh said before."""
    unit = UnitFactory(course=course, slug=slug, kind=Unit.Kind.LESSON)
    for language, words in (("kk", "бір"), ("ru", "раз"), ("kk", "екі")):
        says(unit, language, title=words)


def test_a_trainer_reads_what_came_back_and_why(client, enter, returned):
    enter(Role.TRAINER)

    answer = client.get(HOME)

    assert [line.subject.course for line in answer.context["returned"]] == [returned]
    assert "Because of profiling." in answer.text


def test_courses_of_others_are_not_hers(client, enter, returned):
    trainer = enter(Role.TRAINER)
    CourseRemitFactory(user=trainer, course=CourseFactory())
    outdated(returned, "l1")

    answer = client.get(HOME)

    assert (answer.context["returned"], answer.context["outdated"]) == ([], 0)


def test_outdated_translations_are_counted_and_lead_to_their_list(client, enter):
    enter(Role.TRAINER)
    outdated(CourseFactory(), "l1")

    answer = client.get(HOME)

    assert answer.context["outdated"] == 1
    assert f"{reverse('desk:parity')}?state=outdated" in answer.text


def test_three_outdated_lessons_take_as_many_queries_as_one(client, enter):
    enter(Role.TRAINER)
    course = CourseFactory()
    counts = []
    for slugs in (["l1"], ["l2", "l3"]):
        for slug in slugs:
            outdated(course, slug)
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_page_of_the_personnel_office_takes_few_queries(client, enter):
    enter(Role.MINISTRY_HR)
    client.get(HOME)

    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)

    assert len(queries) <= 50


def test_people_without_an_account_and_with_a_new_one_are_counted(client, enter, house):
    enter(Role.ADMINISTRATOR)
    house.insider.user.set_unusable_password()
    house.insider.user.save()
    StaffMember.objects.filter(pk=house.outsider.pk).update(user=None)

    answer = client.get(HOME)

    told = ("accounts_missing", "accounts_waiting", "account_changes")
    assert [answer.context[name] for name in told] == [1, 1, 0]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SAFEGUARD_REVIEWER])
@pytest.mark.parametrize("name", ["home", "release", "reviews:list"])
def test_three_courses_that_wait_take_as_many_queries_as_one(client, enter, role, name):
    if (role, name) == (Role.TRAINER, "reviews:list"):
        pytest.skip("trainers review no safeguards")
    enter(role)
    url, counts = reverse(f"desk:{name}"), []
    for number in (1, 2):
        for _each in range(number):
            proposal(author=UserFactory(), parts=2)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_questions_under_changed_clauses_are_counted_apart(client, enter):
    enter(Role.TRAINER)
    first = published_guideline("1.1")
    release_document(first, approved([first.digest]), by=None)
    version = edition_with_exam([{}]).entries.latest("position").version
    UnitText.objects.filter(version=version).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(version)
    changed_guideline("1.1", substantive=["1.1"])

    answer = client.get(HOME)

    told = ("reviews", "rechecks", "spoken_against")
    assert [answer.context[name] for name in told] == [1, 1, 0]
    assert reverse("desk:bank:tasks") in answer.text


def test_exceptions_and_a_design_wait_for_who_may_decide(client, enter, house):
    RuleException.objects.create(
        requirement=house.rule,
        learner=house.insider,
        ground=RuleException.Ground.PAST,
        found_at=timezone.now(),
    )
    user = enter(Role.MINISTRY_HR)
    DesignFactory(made_by=user)

    before = client.get(HOME).context
    other = DesignFactory()
    waiting = client.get(HOME)

    assert (before["exceptions"], before["design"]) == (1, None)
    assert waiting.context["design"] == other
    assert reverse("desk:rules:exceptions") in waiting.text


def test_exceptions_elsewhere_do_not_wait_for_a_facility_officer(client, enter, house):
    RuleException.objects.create(
        requirement=house.rule,
        learner=house.outsider,
        ground=RuleException.Ground.PAST,
        found_at=timezone.now(),
    )
    enter(Role.FACILITY_HR)

    assert client.get(HOME).context["exceptions"] == 0

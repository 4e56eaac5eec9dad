"""Whoever reads in the record store what is right in an exam leaves a look at its keys."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.practice import course_practice
from courses.records.export import export_jobs
from courses.records.forwarding import target_setup
from courses.records.models import ExportJob
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs import statement_keys
from elearning.lrs.models import CredentialScope, Statement
from tests.factories.assessment import NOW, exam_enrolment
from tests.factories.courses import EnrolmentFactory
from tests.factories.records import marked_attempt, told
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

OF_COURSE = "questions.keys_viewed"
STORE = {
    "name": "ministry",
    "endpoint": "http://127.0.0.1:9/xapi/",
    "key": "reports",
    "secret": "s3cr3t-of-the-other-store",
}


@pytest.fixture(autouse=True)
def administrator(enter, settings, tmp_path):
    settings.EXPORTS_DIR = settings.KEYS_DIR = tmp_path
    return enter(Role.ADMINISTRATOR)


def looks():
    """Who read which keys, in order."""
    found = Entry.objects.filter(action__in=("questions.key_viewed", OF_COURSE))
    return [
        (one.action, one.by, one.details["course"], one.details["question"])
        for one in found.order_by("pk")
    ]


def opened(client, verb):
    name = next(one["id"] for one in told() if one["verb"]["id"].endswith(f"/{verb}"))
    page = client.get(reverse("desk:records:statement", args=[name]))
    assert page.status_code == 200


def taken_away(client, **facts):
    """Take the file of an export of all that is stored, or of what ``facts`` say."""
    export_jobs.order_export("ndjson", None, None, by=None)
    facts = {
        "before": statement_keys.compute_first_key_after(datetime.now(UTC))
    } | facts
    ExportJob.objects.update(**facts)
    job = ExportJob.objects.get()
    export_jobs.write_export(job, datetime.now(UTC))
    page = client.get(reverse("desk:records:download-export", args=[job.pk]))
    return b"".join(page.streaming_content).decode()


def made_key(client, *scopes, label="Reports"):
    given = {"label": label, "scopes": scopes, "rate": "", "expires_on": ""}
    page = client.post(reverse("desk:records:create-credential"), given)
    assert page.status_code == 200


def test_answered_question_is_opened_with_a_look_at_its_course(client, administrator):
    course = marked_attempt().enrolment.course
    opened(client, "passed")
    assert looks() == []

    opened(client, "answered")
    opened(client, "answered")

    assert looks() == [(OF_COURSE, administrator, course.code, "")]


def test_administrator_who_takes_the_course_opens_no_answer_without_a_look_at_its_key(
    client, administrator
):
    attempt = marked_attempt()
    reader = StaffMemberFactory(user=administrator)
    EnrolmentFactory(learner=reader, edition=attempt.enrolment.edition)

    opened(client, "answered")

    ((action, _by, _course, question),) = looks()
    asked = attempt.items.values_list("question__version__unit__key", flat=True)
    assert action == "questions.key_viewed"
    assert question in set(map(str, asked))


def test_export_is_taken_with_a_look_at_each_course_whose_exam_it_holds(
    client, administrator
):
    courses = [marked_attempt().enrolment.course for _exam in range(2)]
    exam_enrolment()

    assert "correctResponsesPattern" in taken_away(client)

    assert sorted(looks()) == sorted(
        (OF_COURSE, administrator, course.code, "") for course in courses
    )


def test_export_of_other_days_is_no_look(client):
    marked_attempt()
    later = datetime.now(UTC) + timedelta(days=1)

    assert (
        taken_away(client, since=later, after=statement_keys.compute_first_key(later))
        == ""
    )

    assert looks() == []


def test_export_without_answers_of_exams_is_no_look(client):
    bank = [{"for_practice": True}, {}]
    enrolment = exam_enrolment(bank, paper={"questions": 1})
    key = course_practice.build_practice_progress(enrolment).next_key
    question = course_practice.find_practice_question(enrolment, key)
    course_practice.record_practice_answer(
        enrolment, question, {"choice": ["b"]}, language="kk", at=NOW
    )
    before = Statement.objects.latest("pk").pk + 1
    marked_attempt()

    text = taken_away(client, before=before)

    assert "/answered" in text
    assert looks() == []


@pytest.mark.parametrize(
    ("scopes", "is_look"),
    [
        ([CredentialScope.READ], True),
        ([CredentialScope.ALL_READ], True),
        ([CredentialScope.ALL], True),
        (
            [
                CredentialScope.WRITE,
                CredentialScope.READ_MINE,
                CredentialScope.STATE,
                CredentialScope.PROFILE,
            ],
            False,
        ),
    ],
)
def test_key_that_reads_answers_is_made_with_a_look_at_each_course_with_an_exam(
    client, administrator, scopes, is_look
):
    course = exam_enrolment().course
    EnrolmentFactory()

    made_key(client, *scopes)

    look = (OF_COURSE, administrator, course.code, "")
    assert looks() == ([look] if is_look else [])


def test_key_takes_as_many_queries_for_many_courses_as_for_one(client):
    counts = []
    for courses, label in ((1, "First"), (1, "Second"), (3, "Third")):
        for _number in range(courses):
            exam_enrolment()
        with CaptureQueriesContext(connection) as queries:
            made_key(client, CredentialScope.READ, label=label)
        counts.append(len(queries))

    assert len(looks()) == 5
    assert counts[2] == counts[1]


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("create-target", STORE | {"name": "another"}),
        ("change-target", {"endpoint": "http://127.0.0.1:9/other/"}),
        ("backfill-target", {"since": "2026-01-31"}),
    ],
)
def test_whoever_says_where_statements_go_leaves_a_look_at_the_keys(
    client, administrator, act, given
):
    course = exam_enrolment().course
    target_setup.create_target(*STORE.values(), by=None)
    names = [] if act == "create-target" else [STORE["name"]]
    url = reverse(f"desk:records:{act}", args=names)

    wrong = client.post(url, {"endpoint": "", "since": ""})
    assert wrong.context["form"].errors
    assert looks() == []
    assert client.post(url, given).status_code == 302

    assert looks() == [(OF_COURSE, administrator, course.code, "")]


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("create-target", STORE | {"name": "another"}),
        ("change-target", STORE | {"key": "other"}),
    ],
)
def test_no_key_file_is_left_where_the_look_was_not_kept(client, settings, act, given):
    exam_enrolment()
    target_setup.create_target(*STORE.values(), by=None)
    names = [] if act == "create-target" else [STORE["name"]]
    before = key_files(settings)

    def fail_to_look(execute, sql, params, many, context):
        if "INSERT" in sql and OF_COURSE in str(params):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(fail_to_look),
        pytest.raises(OperationalError),
    ):
        client.post(reverse(f"desk:records:{act}", args=names), given)

    assert key_files(settings) == before


def key_files(settings):
    return {file.name: file.read_text() for file in settings.KEYS_DIR.glob("xapi-*")}

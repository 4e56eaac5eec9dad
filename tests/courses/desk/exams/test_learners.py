"""A learner's attempts and her extra time at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import Attempt, ExtraTime
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.assessment import (
    NOW,
    begin,
    exam_enrolment,
)
from tests.factories.courses import CourseRemitFactory

pytestmark = pytest.mark.django_db


def test_a_learner_is_found_by_her_whole_number_in_the_remit_alone(
    house, enrol, sign_in, client
):
    sign_in(Role.TRAINER)
    mine, other = enrol().learner, enrol(house.other).learner
    url = reverse("desk:exams:find")

    for number in ("", mine.staff_number[:3], other.staff_number, "\0", "x" * 99):
        answer = client.post(url, {"number": number})
        assert answer.context["form"].errors
    found = client.post(url, {"number": f" {mine.staff_number} "})

    assert found.url == reverse("desk:exams:learner", args=[mine.key])


def test_attempts_are_shown_and_the_look_is_audited(house, enrol, sign_in, client):
    trainer = sign_in(Role.TRAINER)
    attempt = begin(enrol())
    learner = attempt.enrolment.learner

    page = client.get(reverse("desk:exams:learner", args=[learner.key]))

    (line,) = page.context["lines"]
    assert [one for one, _moments in line["attempts"]] == [attempt]
    entry = Entry.objects.get(action="assessment.attempts_viewed")
    assert (entry.by, entry.person) == (trainer, str(learner.key))


def test_attempts_in_courses_outside_the_remit_are_neither_shown_nor_granted(
    house, enrol, sign_in, client
):
    trainer = sign_in(Role.TRAINER)
    attempt = begin(enrol())
    enrolment, learner = attempt.enrolment, attempt.enrolment.learner
    CourseRemitFactory(user=trainer)

    page = client.get(reverse("desk:exams:learner", args=[learner.key]))
    url = reverse("desk:exams:grant-attempt", args=[learner.key, enrolment.key])

    assert page.context["lines"] == []
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


def test_attempts_take_the_same_queries_for_any_number_of_courses(
    house, enrol, sign_in, client
):
    sign_in(Role.TRAINER)
    learner = begin(enrol()).enrolment.learner
    url = reverse("desk:exams:learner", args=[learner.key])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    queries()
    one = queries()
    for _number in range(2):
        begin(exam_enrolment(learner=learner))

    assert queries() == one


def test_a_further_attempt_is_granted_once(house, enrol, sign_in, client):
    sign_in(Role.TRAINER)
    enrolment = enrol()
    Attempt.objects.bulk_create(failed(begin(enrolment)))
    url = reverse(
        "desk:exams:grant-attempt", args=[enrolment.learner.key, enrolment.key]
    )
    data = {"spoken_on": f"{timezone.localdate()}", "reason": "Әңгіме"}

    empty = client.post(url, {"spoken_on": "", "reason": ""})
    granted = client.post(url, data)
    again = client.post(url, data)

    assert set(empty.context["form"].errors) == {"spoken_on", "reason"}
    assert granted.status_code == 302
    assert again.context["form"].non_field_errors()
    page = client.get(granted.url)
    assert "Әңгіме" in page.text
    assert not page.context["lines"][0]["may_grant"]


def failed(first):
    """Make ``first`` a failed attempt and return two more like it."""
    end = {
        "handed_in_at": NOW,
        "marked_at": NOW,
        "ended_by": "learner",
        "score": 0,
        "passed": False,
        "must_pass_failed": False,
    }
    Attempt.objects.filter(pk=first.pk).update(**end)
    return [
        Attempt(
            enrolment=first.enrolment,
            paper=first.paper,
            number=number,
            language="kk",
            started_at=NOW,
            ends_at=NOW,
            **end,
        )
        for number in (2, 3)
    ]


def test_extra_time_is_granted_and_ended_with_reasons(house, enrol, sign_in, client):
    sign_in(Role.FACILITY_HR)
    learner = enrol().learner
    url = reverse("desk:exams:extra-time", args=[learner.key])
    today = f"{timezone.localdate()}"
    data = {"starts_on": today, "ends_on": today, "reason": "Шешім № 12"}

    nothing = client.post(url, data)
    wrong = client.post(url, data | {"minutes": "-1", "percent": "x"})
    client.post(url, data | {"minutes": "10"})
    granted = ExtraTime.objects.get()
    end = reverse("desk:exams:end-extra-time", args=[learner.key, granted.pk])
    unreasoned = client.post(end, {"reason": ""})
    ended = client.post(end, {"reason": "Енді қажет емес"})

    assert nothing.context["form"].non_field_errors()
    assert set(wrong.context["form"].errors) >= {"minutes", "percent"}
    assert unreasoned.context["form"].errors
    assert ended.url == url
    assert Entry.objects.filter(action="assessment.extra_time_ended").count() == 1

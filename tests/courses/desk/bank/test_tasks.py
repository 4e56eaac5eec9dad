"""Questions that answers speak against, as tasks at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.assessment.bank import review_tasks
from courses.assessment.models import QuestionNumbers, ReviewTask
from elearning.accounts.roles import Role
from tests.factories.assessment import NOW
from tests.factories.statistics import asked_in

pytestmark = pytest.mark.django_db


def reviewed(edition, count=1):
    """Tasks about the first questions of an edition."""
    for question in asked_in(edition)[:count]:
        QuestionNumbers.objects.create(
            question=question, n=40, facility="0.5", discrimination="-0.2"
        )
    review_tasks.open_review_tasks(NOW)
    return list(ReviewTask.objects.order_by("pk"))


def test_task_says_what_the_numbers_show_and_is_closed_by_a_trainer(
    client, enter, edition
):
    (task,) = reviewed(edition)
    user = enter(Role.TRAINER)
    url = reverse("desk:bank:close-task", args=[task.pk])

    page = client.get(reverse("desk:bank:tasks")).content.decode()
    assert url in page
    assert "−0,20" in page
    assert client.post(url, {"reason": " "}).status_code == 400
    assert client.post(url, {"reason": "Кілт дұрыс емес еді"}).status_code == 302

    assert task.closing.by == user
    assert url not in client.get(reverse("desk:bank:tasks")).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Кто знает больше, отвечал хуже"), ("en", "those who know more did worse")],
)
def test_history_says_what_the_platform_found_in_the_language_of_the_reader(
    client, enter, edition, language, words
):
    (task,) = reviewed(edition)
    enter(Role.TRAINER)
    with translation.override(language):
        url = reverse("desk:bank:question", args=[task.question.version.unit.key])

    history = client.get(url).content.decode().split('id="history"')[1]

    assert words in history


def test_reviewer_reads_tasks_and_closes_none(client, enter, edition):
    (task,) = reviewed(edition)
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:bank:close-task", args=[task.pk])

    assert url not in client.get(reverse("desk:bank:tasks")).content.decode()
    assert client.post(url, {"reason": "Себеп"}).status_code == 404
    assert (
        reverse("desk:bank:tasks") in client.get(reverse("desk:home")).content.decode()
    )


def test_list_of_tasks_asks_as_often_for_one_as_for_three(client, enter, edition):
    enter(Role.TRAINER)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("desk:bank:tasks"))
        return len(captured)

    reviewed(edition)
    queries()
    one = queries()
    for question in asked_in(edition)[1:3]:
        QuestionNumbers.objects.create(
            question=question, n=40, facility="0.5", discrimination="-0.2"
        )
    review_tasks.open_review_tasks(NOW)

    assert queries() == one

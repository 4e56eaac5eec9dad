"""Two trainers who bring the same file at the same moment."""

import threading

import pytest
from django.db import connection

from content.questions.exchange.question_import import import_questions
from content.questions.models import QuestionDraft
from tests.content.exchange.test_importing import plain, written
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_add_each_question_once():
    course, by = CoursePages(lessons=[]).course, UserFactory()
    content = written(*(plain(code=f"T1-Q{n}", stem=f"С {n}?") for n in range(5)))
    added, barrier = [], threading.Barrier(2)

    def confirm():
        barrier.wait()
        brought = import_questions(content, "t.csv", course, language="kk", by=by)
        added.append(len(brought.ready))
        connection.close()

    threads = [threading.Thread(target=confirm) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(added) == [0, 5]
    assert QuestionDraft.objects.count() == 5

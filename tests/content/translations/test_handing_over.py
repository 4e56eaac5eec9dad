"""A translation is handed over to be read, and who has to know is told."""

import pytest
from django.utils import translation

from courses.models import SubmittedTranslation
from courses.release import submitted_translations
from elearning.accounts.roles import Role
from elearning.notices.models import Notice
from tests.content.translations.sheets import TEXT, row, sent, url, words, write
from tests.factories.accounts import UserFactory
from tests.factories.content import text_block
from tests.factories.courses import CourseFactory, CourseRemitFactory

pytestmark = pytest.mark.django_db


def test_submitted_translation_waits_until_it_is_published(studio, pages, trainer):
    studio.post(url(), sent(studio.get(url()), submit=""))

    waiting = SubmittedTranslation.objects.waiting().get()
    latest = row(pages).latest_revision_id
    assert (waiting.by, waiting.reference) == (trainer, str(latest))
    assert studio.get(url()).context["task"].waiting == waiting
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert not SubmittedTranslation.objects.waiting().exists()


def test_submitted_translation_can_be_given_back(studio, pages):
    studio.post(url(), sent(studio.get(url()), submit=""))

    answer = studio.post(url() + "back/")

    assert answer.url == url()
    assert not SubmittedTranslation.objects.waiting().exists()


def test_other_trainers_of_the_course_are_told_of_a_submitted_translation(
    studio, pages, trainer
):
    reader, elsewhere = (UserFactory(roles=[Role.TRAINER]) for _each in range(2))
    CourseRemitFactory(user=elsewhere, course=CourseFactory(code="OTHER"))
    UserFactory(roles=[Role.MINISTRY_HR])

    for _twice in range(2):
        studio.post(url(), sent(studio.get(url()), submit=""))

    told = Notice.objects.filter(kind=submitted_translations.SUBMITTED)
    assert {notice.user for notice in told} == {reader}
    notice = told.first()
    with translation.override("en"):
        assert notice.subject == "A translation of T1 is waiting to be checked: Русский"
    assert notice.url == "/desk/parity/?course=T1&language=ru&state=in-review"


def test_translator_is_told_once_that_the_source_has_changed(studio, pages, trainer):
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, TEXT, "<p>Текст</p>")))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    write(pages, "kk", text_block("l1", "Тағы да жаңа"))

    (notice,) = Notice.objects.filter(kind=submitted_translations.BEHIND)
    assert (notice.user, notice.context) == (trainer, {"code": "T1", "language": "ru"})

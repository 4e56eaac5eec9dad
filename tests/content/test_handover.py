"""Where an author stands after handing a page over, and after taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import LessonPage
from elearning.accounts.roles import Role
from tests.content.test_studio import form_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in, pages):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    user.client.get("/ru/my/")
    return user


@pytest.fixture
def release(pages):
    return f"/ru/desk/release/{pages.course.slug}/"


def words(answer):
    """The messages on the page that was led to."""
    return [str(message) for message in answer.context["messages"]]


def test_author_stands_at_the_release_after_handing_over(trainer, pages, release):
    lesson = pages.lessons["l1"]["ru"]
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    answer = trainer.client.post(edit, form_of(lesson, "<p>Текст</p>"), follow=True)

    assert answer.redirect_chain == [(release, 302)]
    (said,) = words(answer)
    assert said.startswith(f"«{lesson.title}» (Русский)")
    assert "второй человек" in said
    assert f'<a href="{edit}">' in said
    assert said in answer.text


def test_author_of_a_new_lesson_stands_there_too(trainer, pages, release):
    add = reverse(
        "wagtailadmin_pages:add", args=["content", "lessonpage", pages.modules["kk"].pk]
    )
    draft = LessonPage(title="Жаңа", slug="new", summary="Қысқаша", minutes=5)

    answer = trainer.client.post(add, form_of(draft, "<p>Мәтін</p>"))

    assert answer.url == release


def test_handing_over_later_leaves_the_author_in_the_studio(trainer, pages):
    lesson = LessonPage.objects.get(pk=pages.lessons["l1"]["ru"].pk)
    lesson.go_live_at = timezone.now() + timedelta(days=1)
    lesson.save()
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    answer = trainer.client.post(edit, form_of(lesson, "<p>Текст</p>"))

    assert answer.url == reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])


def test_author_reads_which_languages_are_still_handed_over(trainer, pages, release):
    lessons = pages.lessons["l1"]

    said = []
    for language in ("ru", "en", "kk"):
        back = reverse("wagtailadmin_pages:unpublish", args=[lessons[language].pk])
        answer = trainer.client.post(back, follow=True)
        assert answer.redirect_chain == [(release, 302)]
        said += words(answer)

    assert "English, Қазақша" in said[0]
    assert "English" not in said[1].split("</a>")[0].replace("(English)", "")
    assert "языках" not in said[2]

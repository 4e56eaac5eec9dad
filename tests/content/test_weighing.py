"""Authors see what their pages weigh: in the preview, and in the list of a course."""

import json
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels
from wagtail.images import get_image_model

from content.guidelines.models import GuidelinePage
from content.models import LessonPage
from content.models.weight_panel import TextWeightPanel, list_lesson_weights
from content.questions.draft_content import QuestionDraftContent
from content.questions.models import QuestionDraft
from courses.models import UnitVersion
from courses.page_weight import PageWeight
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.content import figure_block, publish, text_block
from tests.factories.guidelines import page_in
from tests.factories.provisions import released_instrument

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def budget(settings):
    settings.PAGE_BUDGET_KB = 20


@pytest.fixture
def photograph(tmp_path, settings):
    """A picture that no format makes small."""
    settings.MEDIA_ROOT = tmp_path
    path = tmp_path / "p.jpg"
    side = 400
    Pixels.frombytes("RGB", (side, side), secrets.token_bytes(3 * side * side)).save(
        path, "JPEG", quality=95
    )
    file = SimpleUploadedFile("p.jpg", path.read_bytes(), "image/jpeg")
    return get_image_model().objects.create(title="P", file=file)


def shown(pages, *blocks):
    lesson = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    lesson.body = json.dumps(list(blocks))
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


def test_pictures_weigh_what_readers_get_of_them(pages, photograph):
    plain = shown(pages, text_block())
    assert plain.details()["pictures"] == 0

    heavy = shown(pages, text_block(), figure_block(photograph))

    rendition = photograph.get_rendition("max-1200x900")
    assert heavy.details()["pictures"] == rendition.file.size


def test_picture_whose_file_is_gone_weighs_nothing(pages, photograph):
    lesson = shown(pages, figure_block(photograph))
    photograph.file.storage.delete(photograph.file.name)

    assert lesson.details()["pictures"] == 0


def test_weight_of_a_version_has_its_pictures(pages, photograph):
    lesson = shown(pages, text_block(), figure_block(photograph))

    publish(lesson)

    version = UnitVersion.objects.filter(unit__slug="l1").newest().get()
    pictures = photograph.get_rendition("max-1200x900").file.size
    assert version.text("kk").weight == lesson.size() + pictures


@pytest.mark.parametrize(
    ("is_heavy", "words"), [(False, "callout"), (True, "callout callout-warning")]
)
def test_preview_says_what_the_page_weighs(pages, photograph, is_heavy, words):
    blocks = [figure_block(photograph)] if is_heavy else [text_block()]
    lesson = shown(pages, *blocks)

    page = lesson.make_preview_request().content.decode()

    assert f'class="{words}"' in page
    assert "128" in page


def test_course_lists_its_lessons_with_their_weight_in_each_language(pages):
    rows = list_lesson_weights(pages.course, "ru")

    version = UnitVersion.objects.filter(unit__slug="l1").newest().get()
    assert rows == [
        (
            "Сабақ l1 ru",
            [PageWeight(version.text(code).weight, 20) for code in ("kk", "ru", "en")],
        )
    ]


def test_list_of_three_lessons_takes_as_many_queries_as_that_of_one(
    pages, django_assert_num_queries
):
    with django_assert_num_queries(2):
        list_lesson_weights(pages.course, "kk")
    for slug in ("l2", "l3"):
        pages.lesson(slug, [text_block(slug)])

    with django_assert_num_queries(2):
        assert len(list_lesson_weights(pages.course, "kk")) == 3


def test_preview_of_a_question_says_what_it_weighs_and_its_version_keeps_it(pages):
    question = pages.question()["kk"]

    page = question.make_preview_request().content.decode()

    version = UnitVersion.objects.filter(unit__slug="t1-q01").newest().get()
    assert version.text("kk").weight == QuestionDraftContent(question).size() > 0
    assert 'class="callout"' in page
    assert "128" in page


def test_preview_of_a_guideline_says_what_it_weighs_and_its_version_keeps_it():
    released_instrument("1")
    guideline = page_in("ru")

    page = guideline.make_preview_request().content.decode()

    version = guideline.document.versions.latest("number")
    assert version.weights == {"ru": guideline.size()}
    assert 'class="callout"' in page
    assert "128" in page


@pytest.fixture
def studio(pages, sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


def bound(model, instance):
    """What the panel of weights shows in the editor of ``instance``."""
    panel = TextWeightPanel().bind_to_model(model)
    found = panel.get_bound_panel(instance=instance)
    context = found.get_context_data({}) if found.is_shown() else {"weights": []}
    return [(code, weight.size) for code, _name, weight in context["weights"]]


def test_editor_of_what_was_never_published_shows_no_weights(pages):
    fresh = LessonPage(title="?", slug="l9", summary="x")
    pages.modules["kk"].add_child(instance=fresh)

    assert bound(LessonPage, LessonPage(title="?")) == []
    assert bound(LessonPage, fresh) == []


def test_editor_of_a_guideline_says_what_each_language_weighs(studio):
    released_instrument("1")
    page = page_in("ru")
    version = page.document.versions.get()

    assert bound(GuidelinePage, page) == [("ru", version.weights["ru"])]
    shown = studio.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "128 кбит/с" in shown


def test_editor_of_a_question_says_what_each_language_weighs(studio, pages):
    question = pages.question(languages=["kk", "ru"])["kk"]
    newest = UnitVersion.objects.filter(unit__key=question.translation_key).newest()

    assert dict(bound(QuestionDraft, question)) == newest.get().weights
    shown = studio.get(reverse("studio_questions:edit", args=[question.pk])).text
    assert "128 кбит/с" in shown

"""A course from nothing, in the studio."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.models import CoursePage, ExamPage, LessonPage, ModulePage
from content.models.site_setup import ensure_site
from content.privacy.national_ids import compute_check_digit
from courses.models import Course, Outcome
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.languages import CODES
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, CourseRemitFactory

pytestmark = pytest.mark.django_db
IIN = f"90010130012{compute_check_digit('90010130012')}"
NEW = "/studio/courses/new/"
KINDS = (CoursePage, ModulePage, LessonPage, ExamPage)
FACTS = {
    "code": "night-1",
    "source": "ru",
    "title_kk": "Түнгі кезекшілік",
    "title_ru": "Ночное дежурство",
    "title_en": "Night duty",
    "public_title_kk": "Кезекшілік",
    "public_title_ru": "Дежурство",
    "public_title_en": "Duty",
    "outcomes_kk": "Қабылдайды\nТексереді",
    "outcomes_ru": "Принимает смену\r\n\r\n  Проверяет  посты ",
    "outcomes_en": "Takes over a shift\nChecks posts",
    "hours": "1.5",
    "validity_months": "24",
}


@pytest.fixture(scope="module")
def site(module_db):
    """The pages that a course is put below, where trainers may write."""
    ensure_site()


@pytest.fixture
def trainer(site, sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    user.client.get("/ru/my/")
    return user


def make(trainer, **changed):
    return trainer.client.post(NEW, FACTS | changed)


def faults(answer):
    """The errors of a refused form, by field."""
    assert answer.status_code == 200
    return {
        name: str(fault) for name, (fault, *_) in answer.context["form"].errors.items()
    }


def test_course_is_made_with_drafts_in_three_languages(trainer):
    answer = make(trainer)

    course = Course.objects.get()
    assert (course.code, course.slug, course.hours) == ("NIGHT-1", "night-1", 1.5)
    assert [one.texts for one in course.outcomes.all()] == [
        {"kk": "Қабылдайды", "ru": "Принимает смену", "en": "Takes over a shift"},
        {"kk": "Тексереді", "ru": "Проверяет посты", "en": "Checks posts"},
    ]
    for kind in KINDS:
        pages = kind.objects.order_by("pk")
        assert [page.language for page in pages] == ["ru", "kk", "en"]
        assert len({page.translation_key for page in pages}) == 1
        assert {
            (page.live, page.owner, page.latest_revision.user) for page in pages
        } == {(False, trainer, trainer)}
    titles = {page.language: page.title for page in LessonPage.objects.all()}
    assert titles == {"kk": "1-сабақ", "ru": "Урок 1", "en": "Lesson 1"}
    entry = Entry.objects.get(action="courses.created")
    assert entry.by == trainer
    front = CoursePage.objects.get(locale__language_code="ru")
    parts = reverse("wagtailadmin_explore", args=[front.pk])
    assert answer.url == f"{parts}?ordering=ord"


def test_author_goes_on_where_the_parts_are(trainer):
    shown = trainer.client.post(NEW, FACTS, follow=True)

    front = CoursePage.objects.get(locale__language_code="ru")
    edit = reverse("wagtailadmin_pages:edit", args=[front.pk])
    assert f'<a href="{edit}">' in shown.text
    assert [page.title for page in shown.context["object_list"]] == [
        "Модуль 1",
        "Итоговый экзамен",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_draft_opens_and_is_previewed(trainer, kind):
    make(trainer)

    for page in kind.objects.all():
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        assert trainer.client.get(edit).status_code == 200
        assert trainer.client.get(draft).status_code == 200


@pytest.mark.parametrize("kind", [CoursePage, LessonPage])
def test_draft_is_saved_unwritten_but_not_handed_over(trainer, kind):
    make(trainer)
    page = kind.objects.get(locale__language_code="ru")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = dict.fromkeys(("audience", "cites", "outcomes", "change_reason"), "")
    sent |= {"title": "Новое", "slug": page.slug, "summary": "", "minutes": "10"}
    sent |= {"course": Course.objects.get().pk, "change_weight": "editorial"}
    sent |= {"body-count": "0", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}

    saved = trainer.client.post(edit, sent)
    refused = trainer.client.post(edit, sent | {"action-publish": "1"})

    assert saved.url == edit
    assert list(refused.context["form"].errors) == ["summary"]
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Новое"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"code": ""}, "code", ""),
        ({"code": "ночь"}, "code", "латинскими буквами"),
        ({"code": "-A"}, "code", "латинскими буквами"),
        ({"code": "A" * 33}, "code", ""),
        ({"title_en": " "}, "title_en", ""),
        ({"public_title_kk": ""}, "public_title_kk", ""),
        ({"outcomes_kk": ""}, "outcomes_kk", ""),
        ({"outcomes_ru": "Одно"}, "outcomes_ru", "Строк здесь: 1"),
        ({"outcomes_en": "x" * 301 + "\ny"}, "outcomes_en", "300"),
        ({"hours": "0"}, "hours", "получаса"),
        ({"validity_months": "0"}, "validity_months", ""),
        ({"validity_months": "1201"}, "validity_months", ""),
        ({"source": "de"}, "source", ""),
        ({"title_ru": f"Иванов, ИИН {IIN}"}, "title_ru", IIN),
    ],
)
def test_bad_facts_are_refused_in_words_and_nothing_is_kept(
    trainer, changed, field, words
):
    before = Page.objects.count()

    answer = make(trainer, **changed)

    found = faults(answer)
    assert list(found) == [field]
    assert words in found[field]
    assert (Course.objects.count(), Outcome.objects.count()) == (0, 0)
    assert Page.objects.count() == before
    for name, typed in (FACTS | changed).items():
        assert str(answer.context["form"][name].value()) == typed


@pytest.mark.parametrize("taken", ["NIGHT-1", "night-1", "X"])
def test_code_in_use_is_refused_in_any_case(trainer, taken):
    CourseFactory(code=taken, slug="night-1" if taken == "X" else "other")

    found = faults(make(trainer))

    assert list(found) == ["code"]
    assert Course.objects.count() == 1
    assert not CoursePage.objects.exists()


def test_course_is_made_once_when_the_button_is_pressed_twice(trainer):
    make(trainer)

    assert list(faults(make(trainer))) == ["code"]
    assert CoursePage.objects.count() == len(CODES)


def test_trainer_bound_to_courses_adds_none(trainer):
    CourseRemitFactory(user=trainer)

    answers = [trainer.client.get(NEW), make(trainer)]

    assert {answer.url for answer in answers} == {reverse("wagtailadmin_home")}
    assert not Course.objects.filter(code="NIGHT-1").exists()
    assert NEW not in trainer.client.get("/studio/").text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_nobody_else_adds_a_course(site, sign_in, role):
    client = sign_in(UserFactory(roles=[role]))

    answer = client.post(NEW, FACTS)

    assert answer.status_code == 302
    assert not Course.objects.exists()


def test_menu_and_packages_lead_to_a_new_course(trainer):
    assert NEW in trainer.client.get("/studio/").text
    assert f'href="{NEW}"' in trainer.client.get("/studio/course-packages/").text

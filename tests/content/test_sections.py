"""The page lists of the studio with hundreds of sections, and whose pages are whose."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from content.curriculum.page_tree import insert_page_tree
from content.models import CoursePage, HomePage
from content.models.site_setup import ensure_site
from content.studio.trainer_permissions import recreate_trainer_permissions
from courses.models import Course
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages
from tests.factories.courses import CourseFactory, CourseRemitFactory

COURSES = 167  # in three languages: 501 sections
#: However many sections there are, no query joins more conditions than this by OR.
MOST_ORS = 60


@pytest.fixture(scope="module")
def built(module_db):
    """Many courses, planted first, and one with a module and a lesson."""
    Course.objects.bulk_create(
        CourseFactory.build(code=f"M{n}") for n in range(COURSES)
    )
    many = Course.objects.filter(code__startswith="M")
    for code, home in ensure_site().items():
        insert_page_tree(
            home,
            [
                (
                    CoursePage(
                        course=one,
                        slug=one.slug,
                        title=f"{one.code} {code}",
                        summary="Қ",
                        locale=home.locale,
                    ),
                    [],
                )
                for one in many
            ],
        )
    return CoursePages(lessons=["l1"])


@pytest.fixture
def other(pages):
    """A course of somebody else."""
    return CoursePages(code="T2", lessons=["l1"])


@pytest.fixture
def open_as(sign_in):
    """Return a function that signs a trainer in, of these courses or of all."""

    def enter(*courses):
        user = UserFactory(roles=[Role.TRAINER])
        for course in courses:
            CourseRemitFactory(user=user, course=course)
        user.client = sign_in(user)
        return user

    return enter


def lists(pages):
    """The addresses of all that lists pages."""
    lesson, home = pages.lessons["l1"]["kk"], pages.homes["kk"]
    chooser = reverse("wagtailadmin_choose_page_child", args=[home.pk])
    found = reverse("wagtailadmin_choose_page_search")
    api = reverse("wagtailadmin_api:pages:listing")
    usage = ["coursepage", "modulepage", "lessonpage", "exampage"]
    return {
        "root": reverse("wagtailadmin_explore_root"),
        "home": reverse("wagtailadmin_explore", args=[home.pk]),
        "course": reverse("wagtailadmin_explore", args=[pages.fronts["kk"].pk]),
        "search": reverse("wagtailadmin_pages:search") + "?q=M1",
        "chooser": chooser,
        "chooser of lessons": f"{chooser}?page_type=content.lessonpage",
        "chooser search": f"{found}?q=M1",
        "editor": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
        "used by": reverse("wagtailadmin_pages:usage", args=[lesson.pk]),
        "move": reverse("wagtailadmin_pages:move", args=[lesson.pk]),
        "copy": reverse("wagtailadmin_pages:copy", args=[lesson.pk]),
        "dashboard": reverse("wagtailadmin_home"),
        "site history": reverse("wagtailadmin_reports:site_history"),
        "ageing": reverse("wagtailadmin_reports:aging_pages"),
        "types": reverse("wagtailadmin_reports:page_types_usage"),
        "api": api,
        "api of a home": f"{api}?child_of={home.pk}&for_explorer=1",
    } | {
        name: reverse("wagtailadmin_pages:type_use", args=["content", name])
        for name in usage
    }


@pytest.mark.slow
@pytest.mark.parametrize("is_bound", [False, True])
def test_lists_of_pages_ask_as_much_with_hundreds_of_sections(pages, open_as, is_bound):
    trainer = open_as(*([pages.course] if is_bound else []))
    refused, asked = {}, {}

    for name, address in lists(pages).items():
        with CaptureQueriesContext(connection) as queries:
            answer = trainer.client.get(address)
        if answer.status_code != 200:
            refused[name] = (answer.status_code, answer.get("Location"))
        ors = max(one["sql"].count(" OR ") for one in queries)
        if ors > MOST_ORS:
            asked[name] = ors

    assert CoursePage.objects.count() > 3 * COURSES
    assert (refused, asked) == ({}, {})


def doors(page, destination):
    """The addresses that show or change ``page``, or put something below it."""
    pages = "wagtailadmin_pages"
    api = "wagtailadmin_api:pages:action"
    found = {
        name: reverse(f"{pages}:{name}", args=[page.pk])
        for name in ("edit", "copy", "delete", "history", "move", "unpublish", "usage")
    }
    found |= {
        f"api {name}": reverse(api, args=[page.pk, name])
        for name in ("copy", "delete", "move", "publish", "unpublish")
    }
    revision = page.latest_revision_id
    parent = page.get_parent()
    return (
        found
        | {
            "add": reverse(f"{pages}:add", args=["content", "lessonpage", parent.pk]),
            "api": reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
            "move here": reverse(
                f"{pages}:move_confirm", args=[page.pk, destination.pk]
            ),
            "order": reverse(f"{pages}:set_page_position", args=[page.pk]),
            "preview": reverse(f"{pages}:view_draft", args=[page.pk]),
            "revert": reverse(f"{pages}:revisions_revert", args=[page.pk, revision]),
            "revision": reverse(f"{pages}:revisions_view", args=[page.pk, revision]),
            "submit": reverse(
                "wagtail_localize:submit_page_translation", args=[page.pk]
            ),
        }
        | {
            f"bulk {name}": reverse(
                "wagtail_bulk_action", args=["wagtailcore", "page", name]
            )
            + f"?id={page.pk}"
            for name in ("delete", "move", "publish", "unpublish")
        }
    )


def state():
    """What a trainer could have changed."""
    return list(Page.objects.order_by("pk").values())


def test_trainer_bound_to_a_course_reaches_no_page_of_another(pages, other, open_as):
    trainer = open_as(pages.course)
    lesson = other.lessons["l1"]["kk"]
    before, opened = state(), {}

    for name, address in doors(lesson, other.fronts["kk"]).items():
        for method in (trainer.client.get, trainer.client.post):
            answer = method(address, follow=True)
            is_home = answer.request["PATH_INFO"] == reverse("wagtailadmin_home")
            if not is_home and answer.status_code not in {403, 404, 405}:
                opened[name] = (method.__name__, answer.status_code)
    explored = trainer.client.get(
        reverse("wagtailadmin_explore", args=[pages.homes["kk"].pk])
    )
    found = trainer.client.get(reverse("wagtailadmin_pages:search") + "?q=l1")

    assert state() == before
    assert {name for name in opened if not name.startswith("bulk")} == set()
    shown = [page.title for page in explored.context["object_list"]]
    assert shown == [pages.fronts["kk"].title]
    assert {page.pk for page in found.context["page_obj"]} <= {
        page.pk for page in pages.lessons["l1"].values()
    }


def test_trainer_without_a_remit_in_force_reaches_the_guidelines_only(pages, open_as):
    trainer = open_as()
    CourseRemitFactory(user=trainer, course=None, ends_on="2020-01-02")
    lesson = pages.lessons["l1"]["kk"]

    answer = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    listed = trainer.client.get(reverse("wagtailadmin_explore_root"))

    assert answer.url == reverse("wagtailadmin_home")
    assert listed.status_code == 200


def test_trainer_moves_no_lesson_into_a_course_of_somebody_else(pages, other, open_as):
    trainer = open_as(pages.course)
    lesson, module = pages.lessons["l1"]["kk"], other.modules["kk"]
    move = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, module.pk])
    copy = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    before = state()

    trainer.client.post(move)
    trainer.client.post(
        copy, {"new_title": "К", "new_slug": "k", "new_parent_page": module.pk}
    )

    assert state() == before


def test_front_page_stays_with_its_course(pages, other):
    front = CoursePage.objects.get(pk=pages.fronts["kk"].pk)
    front.course = other.course

    with pytest.raises(ValidationError) as refused:
        front.full_clean()

    assert list(refused.value.message_dict) == ["course"]


def test_trainer_adds_nothing_under_the_front_page_of_the_platform(pages, open_as):
    trainer = open_as()
    home = pages.homes["kk"]
    add_course = ["content", "coursepage", home.pk]
    before = state()

    answers = [
        trainer.client.post(address, {"title": "К", "slug": "k"})
        for address in (
            reverse("wagtailadmin_pages:add", args=add_course),
            reverse("wagtailadmin_pages:add_subpage", args=[home.pk]),
            reverse("wagtailadmin_pages:edit", args=[home.pk]),
            reverse("wagtailadmin_pages:set_page_position", args=[home.pk]),
        )
    ]

    assert {answer.get("Location") for answer in answers} <= {
        reverse("wagtailadmin_home"),
        None,
    }
    assert state() == before


def test_rows_of_earlier_versions_go_with_the_next_migrate(pages):
    front = Page.objects.get(pk=pages.fronts["kk"].pk)
    known = GroupPagePermission.objects.filter(group__name=Role.TRAINER).first()
    GroupPagePermission.objects.create(
        group=known.group, permission=known.permission, page=front
    )

    recreate_trainer_permissions()

    rows = GroupPagePermission.objects.filter(group=known.group)
    assert {row.page_id for row in rows} == set(
        HomePage.objects.values_list("pk", flat=True)
    )
    assert rows.count() == 3 * 3

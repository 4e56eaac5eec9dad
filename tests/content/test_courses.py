"""The front page, the catalogue and the outline of a course."""

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import StandardPage
from content.models.site_setup import ensure_site
from courses.enrolment import enrol_learner
from tests.factories.compliance import RequirementFactory
from tests.factories.content import CoursePages, add, publish
from tests.factories.courses import CourseFactory
from tests.factories.provisions import released_instrument
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


@pytest.fixture
def learner(client):
    learner = StaffMemberFactory()
    client.force_login(learner.user)
    return learner


def test_front_page_is_open_and_leads_to_the_door(client):
    ensure_site()

    page = words(client.get("/kk/"))

    assert reverse("account_login") in page
    assert 'lang="kk"' in page


def test_front_page_of_an_empty_database_is_not_found(client):
    assert client.get("/kk/").status_code == 404


def plain_page(**facts):
    homes = ensure_site()
    page = StandardPage(title="Құпиялық", slug="privacy", body="<p>Мәтін</p>", **facts)
    return add(homes["kk"], page, "pages/privacy")


def test_plain_page_that_is_not_open_asks_to_sign_in(client):
    plain_page()

    response = client.get("/kk/privacy/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_plain_page_that_is_open_is_read_by_anybody(client):
    plain_page(is_open=True)

    assert "Мәтін" in words(client.get("/kk/privacy/"))


def test_plain_page_missing_in_a_language_is_labelled(client):
    plain_page(is_open=True)

    page = words(client.get("/en/privacy/"))

    assert "Not yet available in your language. Shown in Kazakh." in page
    assert '<div lang="kk">' in page


def test_unknown_page_is_ours(client):
    ensure_site()

    response = client.get("/kk/nothing-here/")

    assert response.status_code == 404
    assert "site.css" in words(response)


def test_catalogue_without_courses_says_how_they_come(client, learner):
    assert client.get(reverse("content:catalogue")).status_code == 200


def test_catalogue_leaves_out_what_nobody_released(client, learner):
    CoursePages("T1", lessons=["l1"])
    CoursePages("T2", lessons=["l1"]).release()

    page = words(client.get(reverse("content:catalogue")))

    assert "/courses/t2/" in page
    assert "/courses/t1/" not in page


def test_catalogue_puts_what_is_made_of_a_course_under_it(client, learner):
    for code in ("T1", "T10", "T1-R", "T1-M2", "T2-R"):
        CoursePages(code, lessons=["l1"]).release()

    found = client.get(reverse("content:catalogue")).context

    assert [
        (family.head["overline"], [part["overline"] for part in family.parts])
        for family in found["families"]
    ] == [("T1", ["T1-M2", "T1-R"]), ("T10", []), ("T2-R", [])]
    assert found["mine"] == []


def test_catalogue_begins_with_what_her_post_asks_and_what_she_began(client, learner):
    asked, begun, other = [
        CoursePages(code, lessons=["l1"]) for code in ("T1", "T2", "T3")
    ]
    for pages in (asked, begun, other):
        pages.release()
    post = AppointmentFactory(staff_member=learner).post
    RequirementFactory(post=post, course=asked.course)
    enrolment = enrol_learner(learner, begun.course, by=None)
    enrolment.last_seen_at = timezone.now()
    enrolment.save()

    mine = client.get(reverse("content:catalogue")).context["mine"]

    assert [(card["overline"], card["state"]) for card in mine] == [
        ("T2", "in-progress"),
        ("T1", "not-started"),
    ]


def test_catalogue_takes_as_many_queries_for_three_courses(
    client, learner, django_assert_max_num_queries
):
    CoursePages("T1", lessons=["l1"]).release()
    client.get(reverse("content:catalogue"))
    with django_assert_max_num_queries(25) as one:
        client.get(reverse("content:catalogue"))
    CoursePages("T2", lessons=["l1"]).release()
    CoursePages("T3", lessons=["l1"]).release()
    with django_assert_max_num_queries(25) as three:
        client.get(reverse("content:catalogue"))

    assert len(one) == len(three)


def test_course_nobody_released_is_not_found(client, learner):
    course = CourseFactory()

    assert client.get(course.get_absolute_url()).status_code == 404


def test_outline_offers_enrolment_and_no_lesson_links(client, learner):
    pages = CoursePages(lessons=["l1"])
    pages.release()

    page = words(client.get(pages.course.get_absolute_url()))

    assert reverse("learner:enrol", args=["t1"]) in page
    assert "Сабақ l1 kk" in page
    assert reverse("content:lesson", args=["t1", "l1"]) not in page


def test_outline_of_a_learner_has_ticks_minutes_and_sizes(client, learner):
    pages = CoursePages()
    pages.release()
    enrol_learner(learner, pages.course, by=learner.user)
    client.post(reverse("content:lesson", args=["t1", "l1"]), {"action": "done"})

    response = client.get(pages.course.get_absolute_url())

    lessons = response.context["outline"][0]["children"]
    assert [(one["done"], one["minutes"]) for one in lessons] == [
        (True, 10),
        (False, 10),
    ]
    assert all(one["note"] for one in lessons)
    assert response.context["continue_url"] == reverse(
        "content:lesson", args=["t1", "l2"]
    )


def test_legal_basis_is_listed_in_the_order_of_its_document(client, learner):
    released_instrument("2", "10", "76(1)(a)", "76(1)(b)")
    pages = CoursePages(lessons=["l1"])
    for front in pages.fronts.values():
        front.cites = "NMR 76(1)(b), NMR 10, NMR 76(1)(a), NMR 2"
        publish(front)
    pages.release()

    (cited,) = (
        client.get(pages.course.get_absolute_url()).context["legal_basis"].values()
    )

    codes = ["NMR 2", "NMR 10", "NMR 76(1)(a)", "NMR 76(1)(b)"]
    assert [one.code for one in cited] == codes


def test_outline_takes_a_constant_number_of_queries(
    client, learner, django_assert_max_num_queries
):
    short, long = CoursePages("T1", lessons=["l1"]), CoursePages("T2")
    for pages in (short, long):
        pages.release()
        enrol_learner(learner, pages.course, by=learner.user)
    for pages in (short, long):  # the first look is put on record
        client.get(pages.course.get_absolute_url())
    with django_assert_max_num_queries(25) as one:
        client.get(short.course.get_absolute_url())
    with django_assert_max_num_queries(25) as two:
        client.get(long.course.get_absolute_url())

    assert len(one) == len(two)


def test_page_in_the_studio_leads_to_our_own_views():
    pages = CoursePages(lessons=["l1"])

    assert pages.fronts["ru"].get_url() == "/ru/courses/t1/"
    assert pages.lessons["l1"]["kk"].get_url() == "/kk/courses/t1/l1/"

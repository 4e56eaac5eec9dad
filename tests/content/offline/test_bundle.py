"""What a device downloads: the list of it, and pages that are the same for everybody."""

import gzip
import hashlib
import re
from urllib.parse import unquote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.enrolment import enrol_learner, leave_course
from courses.models import Enrolment
from tests.factories import pictures
from tests.factories.content import CoursePages, figure_block, name, text_block
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
LIST = "/kk/offline/courses/t1/"


@pytest.fixture(autouse=True)
def _forget():
    caches["files"].clear()
    yield
    caches["files"].clear()


def listed(client, url=LIST):
    return client.get(url).json()


def fetched(client, url=LIST):
    """The pages of a course by the address they stand for."""
    return {
        page["path"]: client.get(page["url"]).content
        for page in listed(client, url)["pages"]
    }


def test_list_is_closed_to_strangers_and_to_who_is_not_on_the_course(client, pages):
    assert client.get(LIST).status_code == 302
    client.force_login(StaffMemberFactory().user)
    for path in (
        "",
        "so-far/",
        "practice/",
        "pages/lesson/l1/",
        "pages/course/course/",
    ):
        assert client.get(LIST + path).status_code == 404, path
    assert client.get("/kk/offline/courses/t9/").status_code == 404


def test_list_is_closed_to_who_left_or_finished(reader, learner):
    enrolment = Enrolment.objects.get(learner=learner)
    leave_course(enrolment, by=learner.user)

    assert reader.get(LIST).status_code == 404


def test_list_names_every_page_with_its_bytes_and_its_digest(reader):
    told = listed(reader)

    kk = "/kk/courses/t1/"
    assert [(one["kind"], one["path"], one["unit"]) for one in told["pages"]] == [
        ("course", kk, ""),
        ("lesson", f"{kk}l1/", "l1"),
        ("lesson", f"{kk}l2/", "l2"),
        ("lesson", f"{kk}s1/", "s1"),
        ("practice", "/kk/offline/courses/t1/practice/", ""),
    ]
    for page in told["pages"]:
        html = reader.get(page["url"]).content
        assert page["digest"] == hashlib.sha256(html).hexdigest()
        assert page["bytes"] == len(gzip.compress(html, mtime=0))
    everything = [*told["pages"], *told["assets"]]
    assert told["bytes"] == sum(one["bytes"] for one in everything)
    assert {key: told[key] for key in ("course", "title", "edition", "language")} == {
        "course": "t1",
        "title": "Курс kk",
        "edition": 1,
        "language": "kk",
    }
    assert re.fullmatch("[0-9a-f]{64}", told["digest"])
    assert "/static/elearning/css/site.css" in [one["path"] for one in told["assets"]]


def test_pages_are_equal_for_two_people_and_hold_nothing_of_either(
    client, learner, pages
):
    other = StaffMemberFactory()
    enrol_learner(other, pages.course, by=other.user)
    found = []
    for person in (learner, other):
        caches["files"].clear()
        client = Client()
        client.force_login(person.user)
        found.append(fetched(client))
    assert found[0] == found[1]
    personal = ["csrfmiddlewaretoken", "csrftoken", "account/logout"]
    for person in (learner, other):
        enrolment = Enrolment.objects.get(learner=person)
        personal += [person.staff_number, str(person.key), str(enrolment.key)]
        personal += [person.family_name, person.given_name]
    for path, html in found[0].items():
        assert [one for one in personal if one and one in html.decode()] == [], path


def test_pages_hold_the_answers_of_practice_and_none_of_the_exam(reader):
    everything = "".join(page.decode() for page in fetched(reader).values())

    assert name("T1-Q02") in everything
    assert name("T1-Q03") in everything
    assert "Түсіндірме b" in everything  # the note of a choice not taken yet
    for secret in (name("T1-Q01"), name("T1-Q01", "a"), "Емтихан сұрағы", "құпиясы"):
        assert secret not in everything


def test_pages_show_every_way_of_a_scenario(reader):
    html = fetched(reader)["/kk/courses/t1/s1/"].decode()

    ways = re.findall(r'data-step="(\w+)" data-choice="[^"]+" data-to="(\w+)"', html)
    assert ways == [("n1", "n2"), ("n1", "y"), ("n2", "n1"), ("n2", "z")]
    assert html.count("data-ends") == 2


def test_pages_have_each_language_and_say_where_a_text_is_missing(reader):
    kk, ru = (reader.get(f"/{one}/offline/courses/t1/").json() for one in ("kk", "ru"))

    assert kk["digest"] != ru["digest"]
    assert [one["title"] for one in ru["pages"]][1] == "Сабақ l1 ru"


def test_outline_says_why_the_exam_needs_a_connection(reader):
    html = fetched(reader)["/kk/courses/t1/"].decode()

    with translation.override("kk"):
        assert translation.gettext("The final exam needs a connection") in html
        assert "/exams/" not in html


def test_practice_leads_online_to_the_practice_of_the_course(reader, learner):
    enrolment = Enrolment.objects.get(learner=learner)

    response = reader.get(f"{LIST}practice/")

    assert response.url == f"/kk/exams/{enrolment.key}/practice/"


def test_so_far_tells_what_was_done_as_acts(reader, learner):
    lesson, scenario = "/kk/courses/t1/l2/", "/kk/courses/t1/s1/"
    check = {"action": "check", "block": name("check")}
    reader.post(lesson, check | {"choice": name("check", "b")})
    number = {"action": "check", "block": name("asks", name("T1-Q03")), "number": "15"}
    reader.post(lesson, number)
    reader.post(f"{lesson}place/", {"block": name("quote")})
    reader.post(lesson, {"action": "done"})
    choice = name("scenario", "n1", "a")
    reader.post(scenario, {"action": "decide", "choice": choice})
    reader.post(scenario, {"action": "back"})

    acts = listed(reader, f"{LIST}so-far/")["acts"]
    html = fetched(reader)["/kk/courses/t1/l2/"].decode()
    served = re.findall(rf'id="{name("check")}-(\w+)"', html)

    assert [
        {key: value for key, value in act.items() if key not in {"at", "language"}}
        for act in acts
    ] == [
        {"course": "t1", "unit": unit} | act
        for unit, act in [
            ("l2", {"kind": "start"}),
            (
                "l2",
                {
                    "kind": "check",
                    "block": name("check"),
                    "fields": {"choice": [served[1]]},
                },
            ),
            (
                "l2",
                {
                    "kind": "check",
                    "block": name("asks", name("T1-Q03")),
                    "fields": {"number": ["15"]},
                },
            ),
            ("l2", {"kind": "place", "block": name("quote")}),
            ("l2", {"kind": "done"}),
            ("s1", {"kind": "start"}),
            ("s1", {"kind": "decide", "block": name("scenario"), "choice": choice}),
            ("s1", {"kind": "back", "block": name("scenario")}),
        ]
    ]


@pytest.fixture
def drawn(client, settings, tmp_path):
    """Somebody's browser, on a course of as many lessons with a picture each."""
    settings.MEDIA_ROOT = tmp_path

    def drawn(code, lessons):
        pages = CoursePages(code=code, lessons=[])
        for number in range(lessons):
            picture = figure_block(pictures.image(), f"{code}{number}")
            pages.lesson(f"l{number}", [text_block(f"{code}{number}-text"), picture])
        pages.release()
        learner = StaffMemberFactory()
        enrol_learner(learner, pages.course, by=learner.user)
        client.force_login(learner.user)
        return client

    return drawn


# Wagtail leaves the file of a thumbnail open
_OPEN = "ignore::pytest.PytestUnraisableExceptionWarning"


@pytest.mark.filterwarnings(_OPEN)
def test_picture_is_listed_with_its_bytes_and_without_it_once_it_is_gone(
    drawn, settings
):
    reader, url = drawn("P1", 1), "/kk/offline/courses/p1/"
    told = listed(reader, url)

    (picture,) = [
        one for one in told["assets"] if one["path"].startswith(settings.MEDIA_URL)
    ]
    html = fetched(reader, url)["/kk/courses/p1/l0/"].decode()
    assert f'src="{picture["path"]}"' in html
    file = settings.MEDIA_ROOT / unquote(
        picture["path"].removeprefix(settings.MEDIA_URL)
    )
    assert picture["bytes"] == file.stat().st_size

    file.unlink()
    caches["files"].clear()
    left = listed(reader, url)
    assert picture not in left["assets"]
    assert left["digest"] != told["digest"]
    assert fetched(reader, url)["/kk/courses/p1/l0/"].decode() == html


@pytest.mark.filterwarnings(_OPEN)
def test_queries_do_not_grow_with_the_pictures(drawn):
    counted = []
    for code, lessons in (("P1", 1), ("P2", 3)):
        reader = drawn(code, lessons)
        reader.get("/kk/my/")
        with CaptureQueriesContext(connection) as queries:
            listed(reader, f"/kk/offline/courses/{code.lower()}/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_queries_do_not_grow_with_the_lessons(client):
    counted = []
    for code, lessons in (("A1", 1), ("A2", 3)):
        pages = CoursePages(code=code, lessons=[])
        for number in range(lessons):
            pages.lesson(f"l{number}", [text_block(f"{code}{number}")])
        pages.release()
        learner = StaffMemberFactory()
        enrol_learner(learner, pages.course, by=learner.user)
        client.force_login(learner.user)
        client.get("/kk/my/")
        with CaptureQueriesContext(connection) as queries:
            listed(client, f"/kk/offline/courses/{code.lower()}/")
        counted.append(len(queries))
    assert counted[0] == counted[1]

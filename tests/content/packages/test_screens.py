"""Course packages as trainers meet them in the studio."""

import re

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import LessonPage
from content.packages import import_queue
from content.packages.models import CourseImport
from content.packages.package_import import create_course_from_package
from content.questions.exchange import upload_store
from courses import course_remits
from courses.models import Course
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.zip_files import build_zip
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def trainer(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    return client


def work():
    import_queue.run_due_imports(timezone.now())


def upload(client, content):
    file = SimpleUploadedFile("t1.zip", content)
    return client.post(reverse("packages:all"), {"file": file}, follow=True)


@pytest.mark.parametrize("tried", [{}, {"rehearsal": {"title": {}, "pages": 1}}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_package_that_another_release_tried_is_asked_for_again(
    trainer, files, method, tried
):
    content, session = build_zip(files), trainer.session
    kept = upload_store.store_upload(
        session, content, "t1.zip", purpose="packages", **tried
    )
    session.save()

    page = getattr(trainer, method)(
        reverse("packages:check", args=[kept.token]), follow=True
    )

    assert page.redirect_chain == [(reverse("packages:all"), 302)]
    assert "The file is no longer here." in page.text
    assert not CourseImport.objects.exists()


@pytest.mark.parametrize("role", [Role.MINISTRY_HR, None])
def test_nobody_else_comes_in(sign_in, role):
    client = sign_in(UserFactory(roles=[role] if role else []))

    assert client.get(reverse("packages:all")).status_code == 302


def test_a_package_is_tried_confirmed_and_made(trainer, files, folder):
    page = upload(trainer, build_zip(files))
    assert "Create this course" in page.text
    assert not Course.objects.exists()

    address = page.redirect_chain[-1][0]

    waits, again = (
        trainer.post(address, follow=True),
        trainer.post(address, follow=True),
    )

    assert "The package is waiting its turn." in waits.text
    assert again.redirect_chain == waits.redirect_chain
    work()
    done = trainer.get(waits.redirect_chain[-1][0])
    assert (
        "Course T1 has been added and handed over for release in your name."
        in done.text
    )
    assert Course.objects.get().code == "T1"
    assert CourseImport.objects.count() == 1


def test_progress_is_shown_and_an_import_is_called_off_in_time(trainer, files):
    page = upload(trainer, build_zip(files))
    made_at = trainer.post(page.redirect_chain[-1][0], follow=True).redirect_chain[-1][
        0
    ]
    one = CourseImport.objects.get()
    cancel = reverse("packages:cancel", args=[one.pk])
    upload_store.record_upload_progress(one.token, 12, 60)
    CourseImport.objects.update(started_at=timezone.now())

    shown, late = trainer.get(made_at), trainer.post(cancel, follow=True)

    assert "Texts handed over: 12 of 60" in shown.text
    assert "The course is already being created, or this import has ended." in late.text
    CourseImport.objects.update(started_at=None)
    assert "cancelled before it began" in trainer.post(cancel, follow=True).text
    assert "Called off" in trainer.get(reverse("packages:all")).text
    assert trainer.get(cancel).status_code == 405


def test_an_import_is_shown_to_whoever_confirmed_it_alone(trainer, files):
    other = UserFactory(roles=[Role.TRAINER])
    facts = {"name": "t1.zip", "sha256": "0" * 64, "code": "T1", "at": timezone.now()}
    theirs = CourseImport.objects.create(token="0" * 32, by=other, **facts)

    for name in ("packages:import", "packages:cancel"):
        address = reverse(name, args=[theirs.pk])
        assert trainer.get(address).status_code in {404, 405}
        assert trainer.post(address).status_code in {404, 405}
    assert CourseImport.objects.open().exists()
    assert "t1.zip" not in trainer.get(reverse("packages:all")).text


def test_what_is_in_the_way_is_listed_and_nothing_can_be_confirmed(trainer, files):
    CourseFactory(code="T1")

    page = upload(trainer, build_zip(files))

    assert "A course with this code or address already exists: T1." in page.text
    assert "Create this course" not in page.text


def test_looking_at_a_package_never_tries_it_again_and_writes_nothing(trainer, files):
    address = upload(trainer, build_zip(files)).redirect_chain[-1][0]

    with CaptureQueriesContext(connection) as asked:
        page = trainer.get(address)

    assert "Create this course" in page.text
    assert page.context["rehearsal"].lessons == 2
    written = re.compile(r"\s*(INSERT|UPDATE|DELETE|SAVEPOINT|BEGIN)", re.IGNORECASE)
    assert [one["sql"] for one in asked if written.match(one["sql"])] == []


def test_package_with_faults_is_not_confirmed_by_its_address(trainer, files):
    CourseFactory(code="T1")
    page = upload(trainer, build_zip(files))
    address = page.redirect_chain[-1][0]

    answer = trainer.post(address, follow=True)

    assert "A course with this code or address already exists: T1." in answer.text
    assert not CourseImport.objects.exists()


@pytest.mark.parametrize("title", ["T", ["kk"], 5, None, {"kk": "T" * 60_000}])
def test_title_of_any_kind_is_a_fault_and_no_broken_page(trainer, changed, title):
    page = upload(trainer, changed("course.json", lambda v: v.update(title=title)))

    assert page.status_code == 200
    assert "course:" in page.text
    assert len(page.text) < 100_000


def test_a_wrong_file_is_said_beside_the_field(trainer):
    page = upload(trainer, b"no")

    assert "The file is damaged" in page.text
    assert not page.redirect_chain


def test_a_file_that_nobody_has_any_more_is_asked_for_again(trainer):
    page = trainer.get(reverse("packages:check", args=["0" * 32]), follow=True)

    assert "Choose it again. Nothing was saved." in page.text


def test_the_course_is_given_as_a_file(trainer, files):
    create_course_from_package(build_zip(files), by=UserFactory())
    address = reverse("packages:export", args=["t1"])

    page, file = trainer.get(address), trainer.post(address)

    assert "It contains no names, results or approvals." in page.text
    assert file.content == build_zip(dict(sorted(files.items())))
    assert file.headers["Content-Disposition"] == 'attachment; filename="t1.zip"'
    assert Entry.objects.filter(action="courses.exported").count() == 1


def test_a_trainer_of_some_courses_takes_those_along_and_brings_none_in(sign_in, files):
    own, other = CourseFactory(code="A1"), CourseFactory(code="B1")
    user = UserFactory(roles=[Role.TRAINER], language="en")
    course_remits.grant_course_remit(user, own, starts_on=timezone.localdate(), by=None)
    client = sign_in(user)

    page = client.get(reverse("packages:all"))

    assert list(page.context["courses"]) == [own]
    assert page.context["form"] is None
    upload(client, build_zip(files))
    assert not Course.objects.filter(code="T1").exists()
    assert client.get(reverse("packages:export", args=[other.slug])).status_code == 404


def test_an_earlier_version_of_a_lesson_is_brought_back_on_the_screens(trainer, files):
    create_course_from_package(build_zip(files), by=UserFactory())
    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    first, title = page.latest_revision_id, page.title
    page.title = "Басқа атау"
    page.save_revision(clean=False, log_action=True).publish()
    again = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first])

    history = trainer.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text
    editor = trainer.get(again).text

    assert again in history
    assert title in editor
    assert "Hand over for release" in editor
    assert "Publish this version" not in editor

"""A confirmed package is made into a course by the worker: once, whole, or not at all."""

import pytest
from django.conf import settings as configured
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from content.models import CoursePage
from content.packages import import_queue
from content.packages.errors import PackageError
from content.packages.models import CourseImport
from content.questions.exchange import upload_store
from courses.models import Course
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.zip_files import build_zip
from tests.factories.accounts import UserFactory
from tests.factories.assessment import begin

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def trainer(db):
    return UserFactory(roles=[Role.TRAINER], language="en")


@pytest.fixture
def confirm(files, trainer):
    """Upload and confirm a package, that of the sample course or another."""

    def confirm(content=None, by=trainer):
        session = {}
        content = content or build_zip(files)
        upload = upload_store.store_upload(
            session, content, "t1.zip", purpose="packages", code="T1"
        )
        made = import_queue.confirm_import(upload, "T1", by=by)
        upload_store.keep_upload_for_worker(session, "packages")
        return made

    return confirm


def work():
    return import_queue.run_due_imports(timezone.now())


def ended(made):
    made.refresh_from_db()
    return made.outcome, made.reason


def test_package_that_is_not_to_be_taken_is_refused_with_the_reason(confirm):
    made = confirm(build_zip({"a.txt": b"a"}))

    assert work() == 1

    assert ended(made) == (
        "refused",
        "This is not a course package: the file “course.json” is missing.",
    )
    assert Notice.objects.get().subject == "The import of T1 was refused"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others write meanwhile")
def test_no_course_is_made_while_somebody_sits_an_exam(confirm, sign_in, trainer):
    made, attempt = confirm(), begin(at=timezone.now())
    address = reverse("packages:import", args=[made.pk])

    assert work() == 0
    client = sign_in(trainer)
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    assert "Someone is sitting an exam now." in client.get(address).text

    assert import_queue.run_due_imports(attempt.ends_at) == 1
    made.refresh_from_db()
    assert made.outcome == CourseImport.Outcome.DONE


def test_file_that_is_gone_is_asked_for_again(confirm, folder):
    made = confirm()
    (folder / made.token).unlink()

    work()

    assert ended(made)[1] == (
        "The file is no longer here. Choose it again. Nothing was saved."
    )


def test_file_that_somebody_changed_is_not_taken(confirm, folder):
    made = confirm()
    (folder / made.token).write_bytes(b"another")

    work()

    assert ended(made)[0] == "refused"
    assert not Course.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}])
def test_whoever_may_not_add_courses_any_more_adds_none(confirm, trainer, change):
    made = confirm()
    if "roles" in change:
        trainer.groups.clear()
    else:
        type(trainer).objects.filter(pk=trainer.pk).update(**change)

    work()

    assert ended(made)[1] == (
        "The person who confirmed this import may no longer add courses."
    )


def test_work_that_is_always_broken_off_is_given_up(confirm):
    made = confirm()
    CourseImport.objects.update(starts=import_queue.STARTS, started_at=timezone.now())

    work()

    assert ended(made)[1] == (
        "The import was interrupted 3 times, and nothing was saved. Tell the "
        "administrators before you try again."
    )


def test_import_is_called_off_before_it_begins_and_not_later(confirm, trainer, folder):
    made = confirm()

    import_queue.cancel_import(made, by=trainer)

    assert ended(made) == ("cancelled", "")
    assert work() == 0
    assert not Course.objects.exists()
    with pytest.raises(PackageError) as error:
        import_queue.cancel_import(made, by=trainer)
    assert "this import has ended" in str(error.value)
    assert not CourseImport.objects.open().exists()


def test_import_that_has_begun_is_not_called_off(confirm, trainer):
    made = confirm()
    CourseImport.objects.update(started_at=timezone.now())

    with pytest.raises(PackageError):
        import_queue.cancel_import(made, by=trainer)

    assert ended(made) == ("", "")


def test_the_same_package_confirmed_twice_waits_once_and_is_made_once(confirm, trainer):
    first, second, other = (
        confirm(),
        confirm(),
        confirm(by=UserFactory(roles=[Role.TRAINER], language="en")),
    )
    assert first == second

    assert work() == 2

    assert ended(first) == ("done", "")
    assert "already exists: T1" in ended(other)[1]
    assert Course.objects.count() == 1
    assert CoursePage.objects.count() == 3
    told = Entry.objects.filter(action__startswith="courses.import").order_by("pk")
    assert [(one.action, one.by) for one in told] == [
        ("courses.import_confirmed", trainer),
        ("courses.import_confirmed", other.by),
        ("courses.imported", trainer),
        ("courses.import_refused", other.by),
    ]


def test_course_is_made_and_its_author_is_told(
    confirm, trainer, folder, django_capture_on_commit_callbacks
):
    made = confirm()

    with django_capture_on_commit_callbacks(execute=True):
        work()

    made.refresh_from_db()
    assert (made.outcome, made.course.code, made.starts) == ("done", "T1", 1)
    assert not any(folder.iterdir())
    notice = Notice.objects.get()
    with translation.override("en"):
        said = import_queue.render_import_notice(notice.context)
    assert (notice.user, said.subject) == (trainer, "The import of T1 is done")
    assert notice.url == reverse("packages:import", args=[made.pk])
    assert work() == 0

"""A worker that is killed while it makes a course leaves nothing of it, and nothing is lost."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from content.models import CoursePage
from content.packages import import_queue
from content.packages.models import CourseImport
from content.packages.package_writer import build_course_package
from content.questions.exchange import upload_store
from content.studio.trainer_permissions import recreate_trainer_permissions
from courses.models import Course, UnitVersion
from elearning.accounts.roles import Role
from elearning.zip_files import build_zip
from tests import databases
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages
from tests.processes import WORKER, Process, environment
from tests.waiting import until

pytestmark = pytest.mark.slow


def start(folder):
    """Start a worker of the platform, as it runs in production."""
    address = databases.url(connection.settings_dict["NAME"])
    return Process(WORKER, environment(folder, address), folder / "worker.log").start()


def wait_until(claim, folder):
    until(claim, every=0.01, told=(folder / "worker.log").read_text)


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_no_part_of_a_course_and_the_next_makes_all(
    settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    call_command("createcachetable", "cache", "cache_files")  # tests have none
    recreate_trainer_permissions()
    with transaction.atomic():
        built = CoursePages(code="T2", lessons=[f"l{n}" for n in range(12)])
        files = build_course_package(Course.objects.get(pk=built.course.pk)).files
        transaction.set_rollback(True)
    session, by = {}, UserFactory(roles=[Role.TRAINER])
    upload = upload_store.store_upload(
        session, build_zip(files), "t2.zip", purpose="packages"
    )
    made = import_queue.confirm_import(upload, "T2", by=by)
    upload_store.keep_upload_for_worker(session, "packages")

    worker = start(tmp_path)
    try:
        wait_until(
            lambda: (upload_store.find_upload_progress(made.token) or (0, 0))[0] > 2,
            tmp_path,
        )
    finally:
        worker.kill()
    done, total = upload_store.find_upload_progress(made.token)
    assert 2 < done < total
    assert not Course.objects.exists()
    assert not CoursePage.objects.exists()
    assert not UnitVersion.objects.exists()
    assert CourseImport.objects.open().get().starts == 1

    worker = start(tmp_path)
    try:
        wait_until(lambda: not CourseImport.objects.open().exists(), tmp_path)
    finally:
        worker.kill()
    made.refresh_from_db()
    assert (made.outcome, made.reason, made.starts) == ("done", "", 2)
    assert build_course_package(Course.objects.get()).files == files

"""A worker that is killed while it makes a course leaves nothing of it, and nothing is lost."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from content.models import CoursePage
from content.packages import importing
from content.packages.models import CourseImport
from content.packages.writing import package_of
from content.questions.exchange import keeping
from content.questions.exchange.packing import zipped
from content.studio.permissions import recreate
from courses.models import Course, UnitVersion
from elearning.accounts.roles import Role
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
    recreate()
    with transaction.atomic():
        built = CoursePages(code="T2", lessons=[f"l{n}" for n in range(12)])
        files = package_of(Course.objects.get(pk=built.course.pk)).files
        transaction.set_rollback(True)
    session, by = {}, UserFactory(roles=[Role.TRAINER])
    upload = keeping.keep(session, zipped(files), "t2.zip", purpose="packages")
    made = importing.confirm(upload, "T2", by=by)
    keeping.hand_over(session, "packages")

    worker = start(tmp_path)
    try:
        wait_until(lambda: (keeping.progress_of(made.token) or (0, 0))[0] > 2, tmp_path)
    finally:
        worker.kill()
    done, total = keeping.progress_of(made.token)
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
    assert package_of(Course.objects.get()).files == files

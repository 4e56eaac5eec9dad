"""What loading costs: counted, so that no text is asked for by itself again."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from content.curriculum.bundle_reader import read_library
from content.curriculum.curriculum_loader import load_course
from tests.factories.curriculum import load_approved

pytestmark = pytest.mark.django_db

#: What a lesson in three languages may ask. Five queries for each text: its own row, what
#: was remarked on it (twice, by Wagtail), and the provisions that its page shows, which is
#: weighed (two). Two more put it into the outline and into lists that are written in
#: pieces. Published by itself, each text asked 44.
A_LESSON = 17


def with_lessons(bundles, names):
    """Make the course of the sample one of these lessons, all like the first."""
    folder = bundles / "courses" / "t1"
    for path in list(folder.glob("l1.*.md")):
        for name in names:
            path.with_name(path.name.replace("l1", name)).write_bytes(path.read_bytes())
    top = folder / "course.yaml"
    listed = ", ".join([*names, "s1"])
    text = re.sub(r"lessons: \[.*\]", f"lessons: [{listed}]", top.read_text("utf-8"))
    top.write_text(text, "utf-8")


def counted(bundles):
    """Load the course, and return how many queries that took."""
    (course,) = read_library(bundles).courses
    with CaptureQueriesContext(connection) as queries:
        load_course(course, lambda text: None)
    return len(queries)


def without_course(bundles):
    """Load all but the course."""
    folder, aside = bundles / "courses" / "t1", bundles.with_name("t1")
    folder.rename(aside)
    load_approved(bundles)
    aside.rename(folder)


@pytest.fixture
def prepared(bundles, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    without_course(bundles)
    return bundles


def test_two_lessons_more_cost_few_queries(prepared):
    numbers = []
    for names in (["l1"], ["l1"], ["l1", "l2", "l3"]):
        with_lessons(prepared, names)
        with transaction.atomic():
            numbers.append(counted(prepared))
            transaction.set_rollback(True)

    _first, one, three = numbers
    assert three - one <= 2 * A_LESSON

"""A task that says when it has begun, and waits until it may ask the database."""

from pathlib import Path

from django.tasks import task
from django_tasks_db.models import DBTaskResult

from tests.waiting import until


@task()
def wait_and_ask(folder):
    """Note each beginning in ``folder``, wait there for ``go``, then ask the database."""
    with (Path(folder) / "begun").open("a") as begun:
        begun.write("x")
    until((Path(folder) / "go").exists, every=0.02)
    return DBTaskResult.objects.count()

"""What every test may use."""

import gc
import os
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from tests import databases
from tests.browser import chromium
from tests.stores import store  # noqa: F401 — one store serves all that speak HTTP

_RUN = pytest.StashKey()
_HERE = Path(__file__).parent
#: Fixtures that start processes of the platform; who uses one takes a minute or so.
_LONG = {"platform", "peer"}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser brings a loop
hypothesis.settings.register_profile(
    "suite",  # the same on a busy machine and on an idle one
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "long", hypothesis.settings.get_profile("suite"), max_examples=100
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config):
    """Number the run, once for all its workers."""
    if not hasattr(config, "workerinput"):
        config.stash[_RUN] = databases.claim()


def pytest_sessionstart(session):
    """Compile the translations once, before any worker reads them.

    Starting Django has read Kazakh already: what was compiled since is read again.
    """
    if not hasattr(session.config, "workerinput"):
        from elearning.interface.translation_catalogues import compile_catalogues

        for made in compile_catalogues():
            translation_file_changed(None, made)


def pytest_unconfigure(config):
    """Leave nothing behind that the next run does not want."""
    if _RUN in config.stash and not config.getoption("reuse_db"):
        databases.forget_run()


def pytest_collection_modifyitems(config, items):
    """Mark what is told by where a test stands and what it asks for, and start with the long.

    With the browser first, whose tests share a platform, no worker is at a long one at the
    end while the others have nothing left.
    """
    missing = not chromium.path() and not os.environ.get("CI")
    for item in items:
        if item.path.is_relative_to(_HERE / "browser"):
            item.add_marker("browser")
            if missing:
                item.add_marker(pytest.mark.skip(reason=chromium.MISSING))
        if item.path.name.endswith("_js.py"):
            item.add_marker("node")
        asked = item.get_closest_marker("django_db")
        if asked and asked.kwargs.get("transaction"):  # it races, or is killed
            item.add_marker("database_vendor")
    items.sort(key=lambda item: _LONG.isdisjoint(item.fixturenames))
    items.sort(key=lambda item: "platform" not in item.fixturenames)


def pytest_collection_finish():
    """Collect garbage seldom, and do not go through what the whole run needs."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(autouse=True)
def no_demonstration():
    """Have pages remember that this is no demonstration, whatever a test made before."""
    from elearning.installation import demonstration_flag  # once Django is set up

    demonstration_flag.remember_demonstration(known=False, seconds=float("inf"))


@pytest.fixture(scope="session")
def shared_folder(request, tmp_path_factory):
    """A folder that all workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def django_db_setup(
    shared_folder,
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
):
    """Give this worker its copy of the database that is migrated once."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        databases.migrate_once(shared_folder, keep=keep)
    with databases.copied("own") as name, pytest.MonkeyPatch.context() as patch:
        databases.use(name)
        patch.setattr(TransactionTestCase, "_fixture_teardown", _renewed(name))
        yield
        connection.close()


def _renewed(name):
    """Undo what a test committed by copying again.

    Flushing takes ten times as long, and leaves out what migrations have put in.
    """
    from elearning.lrs.statements import activity_definitions, id_lookup

    def renew(_case):
        connection.close()
        databases.renew(name)
        id_lookup.clear_id_cache()
        activity_definitions.clear_definition_cache()

    return renew


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """Let a module's fixtures build once what all its tests may change.

    Each test is rolled back to what is built here, and all of it when the module is
    through: publishing three languages takes longer than most tests. A test with
    ``transaction=True`` would end the module's transaction and needs another module.
    """
    with django_db_blocker.unblock(), translation.override("kk"), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _kazakh():
    """Every test starts in the language of the state."""
    with translation.override("kk"):
        yield


@pytest.fixture(autouse=True)
def _keys_of_today():
    """No test inherits keys of a day to which another has travelled."""
    from elearning.lrs import statement_keys

    statement_keys.renew_process_number()


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test inherits another's rate limits, or what its editions list."""
    from django.core.cache import caches

    from courses import outline_cache
    from courses.assessment.papers import question_draw

    for cache in caches.all():  # also those that only another thread has used
        cache.clear()
    question_draw.clear_listing_cache()
    outline_cache.clear_outlines()


@pytest.fixture
def sign_in(client):
    """Sign a user in as the sign-in pages would leave them, the second step included."""
    from tests.factories.accounts import pass_both_steps  # once Django is set up

    return partial(pass_both_steps, client)


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Keep nothing from the test before: its database has begun anew."""
    from content import lesson_cache
    from content.studio import file_access

    lesson_cache.clear_lesson_cache()
    file_access.clear_access_cache()

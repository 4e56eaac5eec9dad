"""What every test may use."""

import gc
import os

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from tests import databases
from tests.stores import store  # noqa: F401 — one store serves all that speak HTTP

_RUN = pytest.StashKey()
#: Fixtures that start processes of the platform; who uses one takes a minute or so.
_LONG = {"platform", "peer"}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser brings a loop
hypothesis.settings.register_profile(
    "suite",  # the same on a busy machine and on an idle one
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser):
    """Let a second run, on another database, leave out what asks no database."""
    parser.addoption(
        "--of-database",
        action="store_true",
        help="run only the tests that ask the database; the others do not depend on it",
    )


def pytest_configure(config):
    """Number the run, once for all its workers."""
    if not hasattr(config, "workerinput"):
        config.stash[_RUN] = databases.claim()


def pytest_sessionstart(session):
    """Compile the translations once, before any worker reads them.

    Starting Django has read Kazakh already: what was compiled since is read again.
    """
    if not hasattr(session.config, "workerinput"):
        from elearning.interface.catalogues import compile_catalogues

        for made in compile_catalogues():
            translation_file_changed(None, made)


def pytest_unconfigure(config):
    """Leave nothing behind that the next run does not want."""
    if _RUN in config.stash and not config.getoption("reuse_db"):
        databases.forget_run()


def pytest_collection_modifyitems(config, items):
    """Start with the browser, whose tests share a platform, and with what is long as well.

    So no worker is at a long one at the end, while the others have nothing left.
    """
    items.sort(key=lambda item: _LONG.isdisjoint(item.fixturenames))
    items.sort(key=lambda item: "platform" not in item.fixturenames)
    if config.getoption("of_database"):
        others = [item for item in items if not _asks_database(item)]
        items[:] = [item for item in items if _asks_database(item)]
        config.hook.pytest_deselected(items=others)


def pytest_collection_finish():
    """Have no collection of garbage go through what the whole run needs."""
    gc.freeze()


def _asks_database(item):
    """Tell whether a test is marked for the database, or uses what is made of it.

    Any other that asks it is refused by pytest-django, in every run.
    """
    return bool(item.get_closest_marker("django_db")) or not {
        "_django_db_helper",
        "django_db_setup",
    }.isdisjoint(item.fixturenames)


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
    from elearning.lrs import canonical, resolving

    def renew(_case):
        connection.close()
        databases.renew(name)
        resolving.forget()
        canonical.forget()

    return renew


@pytest.fixture(autouse=True)
def _kazakh():
    """Every test starts in the language of the state."""
    with translation.override("kk"):
        yield


@pytest.fixture(autouse=True)
def _keys_of_today():
    """No test inherits keys of a day to which another has travelled."""
    from elearning.lrs import keys

    keys.begin()


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test inherits another's rate limits, or what its editions list."""
    from django.core.cache import caches

    from courses import outlines
    from courses.assessment.papers import drawing

    for cache in caches.all(initialized_only=True):
        cache.clear()
    drawing.forget()
    outlines.forget()


@pytest.fixture
def sign_in(client):
    """Sign a user in as the door would leave her: with her second factor done."""

    def sign_in(user):
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Keep no lesson from the test before: its database has begun anew."""
    from content import shown

    shown.forget()

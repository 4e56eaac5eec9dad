"""What every test may use."""

import os

import pytest
from django.utils import translation

from tests.stores import store  # noqa: F401 — one store serves all that speak HTTP

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser brings a loop


def pytest_sessionstart(session):
    """Compile the translations once, before any worker reads them."""
    if not hasattr(session.config, "workerinput"):
        from elearning.interface.catalogues import compile_catalogues

        compile_catalogues()


def pytest_collection_modifyitems(items):
    """Have a test database made for every test that runs a store on a copy of it."""
    for item in items:
        if "store" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _kazakh():
    """Every test starts in the language of the state."""
    with translation.override("kk"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test inherits another's rate limits."""
    from django.core.cache import cache

    cache.clear()


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

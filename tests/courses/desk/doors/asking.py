"""Ask at a door without leaving anything behind."""

from contextlib import contextmanager

from django.core.cache import caches
from django.db import transaction
from django.urls import reverse

#: What an address may answer: 409 where an exam went on in another window, 422 where no
#: paper was named, 503 where nothing to sign with was set up.
_ANSWERS = {200, 302, 400, 404, 405, 409, 422, 503}


def ways(client, name, keys, query=None):
    """Tell in which ways something answers there; "not found" and "not so" do not."""
    address, open_ways = reverse(name, args=keys, query=query), set()
    for way in ("get", "post"):
        with undone():
            answer = getattr(client, way)(address)
            assert answer.status_code in _ANSWERS, (name, way)
            assert reverse("account_login") not in answer.headers.get("Location", "")
            if answer.status_code not in {404, 405}:
                open_ways.add(way)
            if answer.streaming:
                list(answer.streaming_content)
    return open_ways


@contextmanager
def undone():
    """Undo what is done within, so that one door leaves nothing behind for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for cache in caches.all(initialized_only=True):
        cache.clear()

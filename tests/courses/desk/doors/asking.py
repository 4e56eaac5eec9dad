"""Ask at a door without leaving anything behind."""

from contextlib import contextmanager

from django.core.cache import caches
from django.db import transaction
from django.urls import reverse

from elearning.accounts.roles import Role

#: What an address may answer: 409 where an exam went on in another window, 422 where no
#: paper was named, 503 where nothing to sign with was set up.
_ANSWERS = {200, 302, 400, 404, 405, 409, 422, 503}


def opened(client, enter, addresses, *, posted=()):
    """Tell by name which roles find what is at each address; ``posted`` are posted to."""
    found = {name: set() for name in addresses}
    for role in Role:
        enter(role)
        for name, address in addresses.items():
            with undone():
                ask = client.post if name in posted else client.get
                answer = ask(address)
            assert answer.status_code in {200, 302, 400, 404}, (role, name)
            assert not _leads_to_the_door(answer), (role, name)
            if answer.status_code != 404:
                found[name].add(role)
    return found


def turned_away(client, addresses):
    """Return the names of the pages that lead whoever is signed out to the sign-in."""
    return {
        name
        for name, address in addresses.items()
        if _leads_to_the_door(client.get(address))
    }


def _leads_to_the_door(answer):
    return reverse("account_login") in answer.headers.get("Location", "")


def ways(client, name, keys, query=None):
    """Tell in which ways something answers there; "not found" and "not so" do not."""
    address, open_ways = reverse(name, args=keys, query=query), set()
    for way in ("get", "post"):
        with undone():
            answer = getattr(client, way)(address)
            assert answer.status_code in _ANSWERS, (name, way)
            assert not _leads_to_the_door(answer), (name, way)
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

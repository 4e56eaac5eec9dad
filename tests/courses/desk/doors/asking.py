"""Ask at a door without leaving anything behind."""

from contextlib import contextmanager

from django.core.cache import caches
from django.db import transaction
from django.urls import reverse

from elearning.accounts.roles import Role

#: What an address may answer: 409 where an exam went on in another window, 422 where no
#: paper was named, 503 where nothing to sign with was set up.
_ANSWERS = {200, 302, 400, 404, 405, 409, 422, 503}
#: What a GET does not show, and its answer instead.
_NOT_SHOWN = {
    "assessment:move": 302,
    "assessment:question": 409,
    "assessment:sheet": 409,
    "assessment:overview": 409,
    "assessment:hand-in": 409,
    "certificates:pdf": 503,
    "certificates:card": 503,
    "certificates:credential-json": 503,
    "certificates:credential-jwt": 503,
    "desk:marking:next": 302,
    "desk:records:download-export": 302,
    "desk:rules:example": 302,
    "learner:whole-pdf": 503,
    "learner:whole-json": 503,
    "notices:follow": 302,
}


def asked(table):
    """Tell by address which roles ask there: one of each kind that it admits, one that not.

    That it admits the others of a kind, and refuses all others, its view says (`test_roles`).
    The roles take turns from address to address.
    """
    turns = {}
    for number, (name, row) in enumerate(sorted(table.items())):
        kinds = [*row.kinds, frozenset(Role) - row.roles]
        turns[name] = {sorted(kind)[number % len(kind)] for kind in kinds if kind}
    return turns


def turned_away(client, addresses):
    """Return the names of the pages that lead whoever is signed out to the sign-in."""
    return {
        name
        for name, address in addresses.items()
        if _leads_to_the_door(client.get(address))
    }


def _leads_to_the_door(answer):
    return answer.headers.get("Location", "").startswith(reverse("account_login"))


def ways(client, name, keys, query=None):
    """Tell in which ways something answers there; "not found" and "not so" do not."""
    address, open_ways = reverse(name, args=keys, query=query), set()
    for way in ("get", "post"):
        with undone():
            answer = getattr(client, way)(address)
            assert answer.status_code in _ANSWERS, (name, way)
            if way == "get" and answer.status_code not in {200, 404, 405}:
                assert answer.status_code == _NOT_SHOWN[name], name
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

"""Learner × thing × verb: what is theirs is theirs alone, at every address outside the desk."""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import turned_away, undone, ways
from tests.courses.desk.doors.learners import HERS, OF_NOBODY, WITHOUT_KEY
from tests.courses.desk.doors.test_lists import marks

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(places):
    """What is a learner's own, here and there."""
    for things in places:
        keys_of(things)
    return places


SPACES = ("learner", "assessment", "updating", "certificates", "notices")


def test_every_address_of_a_learner_has_a_row():
    found = {
        name
        for space in SPACES
        for name in named(get_resolver().namespace_dict[space][1].url_patterns, space)
    }

    assert found == HERS.keys() | OF_NOBODY | WITHOUT_KEY.keys()


def test_learner_finds_what_is_hers_and_nothing_of_another(client, inside, outside):
    theirs, others = keys_of(inside), keys_of(outside)
    client.force_login(inside.person.user)

    found = {
        name: (ways(client, name, theirs[name]), ways(client, name, others[name]))
        for name in HERS
    }

    assert found == {name: (door.ways, set()) for name, door in HERS.items()}


@pytest.mark.parametrize("role", Role)
def test_officer_finds_of_a_learner_what_her_role_may(
    client, inside, outside, enter, role
):
    near, far = keys_of(inside), keys_of(outside)
    enter(role)

    found = {
        name: (ways(client, name, near[name]), ways(client, name, far[name]))
        for name in HERS
    }

    assert found == {
        name: (door.ways if role in door.officers else set(), set())
        for name, door in HERS.items()
    }


def test_pages_and_files_without_a_key_hold_nothing_of_another(client, inside, outside):
    client.force_login(inside.person.user)

    found = {name: ways(client, name, []) for name in WITHOUT_KEY}
    told = {
        name: read(client, name) for name, way in WITHOUT_KEY.items() if "get" in way
    }

    assert found == WITHOUT_KEY
    strange = {name: marks(text, outside, inside) for name, text in told.items()}
    assert {name for name, seen in strange.items() if "person inside" in seen} == set()


def test_strangers_find_nothing_of_a_learner(client, inside):
    keys = keys_of(inside) | {name: [] for name in WITHOUT_KEY}
    del keys["certificates:verify-form"]  # open to everybody

    addresses = {name: reverse(name, args=found) for name, found in keys.items()}

    assert turned_away(client, addresses) == addresses.keys()


def keys_of(things):
    """Return what stands in each address, the things themselves made."""
    return {name: door.keys(things) for name, door in HERS.items()}


def read(client, name):
    with undone():
        answer = client.get(reverse(name))
        body = answer.streaming_content if answer.streaming else [answer.content]
        return b"".join(body).decode(errors="replace")


def named(patterns, space):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{space}:{pattern.namespace}")
        else:
            yield f"{space}:{pattern.name}"

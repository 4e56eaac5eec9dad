"""What one deed brings with it is done at its end, once, or not at all."""

import pytest
from django.db import transaction

from courses.transactions import defer_batch, unit_of_work
from elearning.staff.models import StaffMember
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What was written, one list for each time that somebody wrote."""
    return []


@pytest.fixture
def write(written):
    def write(things):
        written.append(list(things))

    return write


def test_act_that_fails_does_nothing_at_its_end(write, written):
    with pytest.raises(RuntimeError), unit_of_work():
        defer_batch(write, [1])
        raise RuntimeError

    with unit_of_work():
        defer_batch(write, [2])
    assert written == [[2]]


def test_end_that_fails_takes_the_act_with_it():
    def refuse(things):
        raise RuntimeError

    with pytest.raises(RuntimeError), unit_of_work():
        StaffMemberFactory()
        defer_batch(refuse, [1])

    assert not StaffMember.objects.exists()


def test_part_that_fails_takes_only_its_own_back(write, written):
    with unit_of_work():
        defer_batch(write, [1])
        with pytest.raises(RuntimeError), unit_of_work():
            defer_batch(write, [2, 3])
            raise RuntimeError
        defer_batch(write, [4])

    assert written == [[1, 4]]


def test_act_inside_an_act_ends_with_it(write, written):
    with unit_of_work():
        defer_batch(write, [1])
        with unit_of_work():
            defer_batch(write, [2])
        assert written == []

    assert written == [[1, 2]]


def test_outside_of_an_act_it_is_done_at_once(write, written):
    defer_batch(write, [1])
    defer_batch(write, [2])

    assert written == [[1], [2]]


def test_end_is_inside_the_transaction():
    seen = []

    def look(things):
        seen.append(transaction.get_connection().in_atomic_block)

    with unit_of_work():
        defer_batch(look, [1])

    assert seen == [True]

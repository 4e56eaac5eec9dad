"""Queries that are put together once and asked many times."""

import pytest
from django.contrib.auth.models import Group

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.prepared_queries import PreparedQuery, QueryParameter
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return []


@pytest.fixture
def holders(built):
    """A prepared query for those who hold a role, by the names of their languages."""

    def build():
        built.append(True)
        names = QueryParameter("role", Group, "name")
        language = QueryParameter("language", User, "language")
        found = User.objects.with_roles().filter(groups__name=names, language=language)
        return found.order_by("pk")

    return PreparedQuery(build)


def test_rows_are_those_of_the_query_itself(holders):
    ours = [UserFactory(roles=[Role.TRAINER], language="kk") for _ in range(3)]
    UserFactory(roles=[Role.TRAINER], language="ru")
    UserFactory(roles=[Role.MINISTRY_HR], language="kk")

    found = holders.ask(role=Role.TRAINER, language="kk")

    assert found == ours
    assert {user.roles for user in found} == {frozenset({Role.TRAINER})}


def test_query_is_put_together_once_and_asked_each_time(
    holders, built, django_assert_num_queries
):
    trainer = UserFactory(roles=[Role.TRAINER], language="kk")
    officer = UserFactory(roles=[Role.MINISTRY_HR], language="ru")

    with django_assert_num_queries(3):
        assert holders.ask(role=Role.TRAINER, language="kk") == [trainer]
        assert holders.ask(role=Role.MINISTRY_HR, language="ru") == [officer]
        assert holders.ask(role=Role.TRAINER, language="ru") == []
    assert len(built) == 1


def test_a_changed_row_is_read_anew(holders):
    user = UserFactory(roles=[Role.TRAINER], language="kk", email="before@example.kz")
    (before,) = holders.ask(role=Role.TRAINER, language="kk")
    User.objects.filter(pk=user.pk).update(email="after@example.kz")

    (after,) = holders.ask(role=Role.TRAINER, language="kk")

    assert (before.email, after.email) == ("before@example.kz", "after@example.kz")


def test_a_row_brings_the_rows_it_is_joined_with(django_assert_num_queries):
    person = StaffMemberFactory()
    key = QueryParameter("key", StaffMember, "key")
    people = PreparedQuery(
        lambda: StaffMember.objects.select_related("user").filter(key=key)
    )

    with django_assert_num_queries(1):
        (found,) = people.ask(key=person.key)
        assert (found, found.user) == (person, person.user)


def test_rows_can_be_values_of_one_field():
    users = UserFactory.create_batch(2, language="kk")
    UserFactory(language="ru")
    language = QueryParameter("language", User, "language")
    found = User.objects.filter(language=language).order_by("pk")
    keys = PreparedQuery(lambda: found.values_list("pk", flat=True))

    assert keys.ask(language="kk") == [user.pk for user in users]


def test_a_value_too_few_is_an_error_of_the_caller(holders):
    with pytest.raises(KeyError, match="language"):
        holders.ask(role=Role.TRAINER)

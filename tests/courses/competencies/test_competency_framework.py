"""Domains, profiles and levels are set once, and a change is written down."""

import pytest
from django.db import IntegrityError, transaction

from courses.competencies.competency_framework import (
    set_domain,
    set_profile,
    set_target,
)
from courses.competencies.models import CompetencyLevel, Domain, Target
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.competencies import DomainFactory, TargetFactory, in_all
from tests.factories.staff import PostFactory

pytestmark = pytest.mark.django_db


def trail():
    return list(Entry.objects.order_by("pk").values_list("action", "details"))


def test_same_domain_set_twice_is_one_domain_and_one_entry():
    said = {"titles": in_all("Law"), "practices": in_all("Names the rule"), "place": 1}

    first = set_domain("K1", **said, by=None)
    again = set_domain("K1", **said, by=None)

    assert (first, again) == (True, False)
    assert str(Domain.objects.get()) == "Law (kk)"
    assert [action for action, _details in trail()] == ["competencies.domain_set"]


def test_new_level_keeps_the_earlier_one_in_the_trail():
    user = UserFactory()
    target = TargetFactory(level=CompetencyLevel.AWARE)

    assert set_target(target.post, target.domain, CompetencyLevel.LEAD, by=user)

    assert Target.objects.get().named is CompetencyLevel.LEAD
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.details) == (
        "competencies.target_set",
        user,
        {"before": {"level": 1}, "after": {"level": 4}},
    )


def test_profile_of_a_post_is_replaced_whole():
    post = PostFactory()
    texts = {"evidences": in_all("Shifts"), "nevers": in_all("Judge belief")}
    set_profile(post, purposes=in_all("Watch"), **texts, by=None)

    assert set_profile(post, purposes=in_all("Keep safe"), **texts, by=None)

    assert post.profile.purposes["en"] == "Watch"
    post.refresh_from_db()
    assert post.profile.purposes["en"] == "Keep safe"


def test_level_that_does_not_exist_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetFactory(domain=DomainFactory(), level=5)

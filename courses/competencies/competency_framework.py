"""Changes of domains, profiles and targets; setting the same again changes nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models, transaction

from courses.competencies.models import CompetencyLevel, Domain, Profile, Target
from elearning.audit import audit_log
from elearning.staff.models import Post

if TYPE_CHECKING:
    from elearning.accounts.models import User

Texts = dict[str, str]
_ACTIONS: dict[type[models.Model], str] = {
    Domain: "competencies.domain_set",
    Profile: "competencies.profile_set",
    Target: "competencies.target_set",
}


def set_domain(
    code: str, *, titles: Texts, practices: Texts, place: int, by: "User | None"
) -> bool:
    """Set the texts of the domain ``code``; return whether anything changed."""
    domain = Domain.objects.filter(code=code).first() or Domain(code=code)
    texts = {"titles": titles, "practices": practices}
    return _set(domain, texts | {"place": place}, by=by)


def set_profile(
    post: Post, *, purposes: Texts, evidences: Texts, nevers: Texts, by: "User | None"
) -> bool:
    """Set the profile of ``post``; return whether anything changed."""
    profile = Profile.objects.filter(post=post).first() or Profile(post=post)
    texts = {"purposes": purposes, "evidences": evidences, "nevers": nevers}
    return _set(profile, texts, by=by)


def set_target(
    post: Post, domain: Domain, level: CompetencyLevel, *, by: "User | None"
) -> bool:
    """Require ``level`` of ``domain`` in ``post``; return whether that is new."""
    return bool(set_targets(post, {domain: level}, by=by))


def set_targets(
    post: Post, levels: Mapping[Domain, CompetencyLevel], *, by: "User | None"
) -> int:
    """Require the ``levels`` in ``post``; return how many are new or changed."""
    there = {one.domain_id: one for one in Target.objects.filter(post=post)}
    return sum(
        _set(
            there.get(domain.pk) or Target(post=post, domain=domain),
            {"level": level.value},
            by=by,
        )
        for domain, level in levels.items()
    )


def _set(
    row: Domain | Profile | Target, values: Mapping[str, object], *, by: "User | None"
) -> bool:
    is_new = row.pk is None
    before = {} if is_new else {name: getattr(row, name) for name in values}
    if before == dict(values):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save()
        audit_log.record_action(
            _ACTIONS[type(row)], by=by, on=row, before=before, after=values
        )
    return True

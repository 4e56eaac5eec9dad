"""Requirements of posts on a day: competency levels, courses and guidelines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from courses.acknowledgements.models import ReadingRule
from courses.competencies.models import CompetencyLevel, Profile, Target
from courses.compliance.models import Requirement
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    StaffMember,
    in_force,
)


@dataclass(frozen=True)
class PostRequirements:
    """The requirements of one post; ``profile`` is set if the framework describes it."""

    post: Post
    profile: Profile | None
    targets: Sequence[Target]
    requirements: Sequence[Requirement]
    readings: Sequence[ReadingRule]

    @property
    def levels(self) -> list[Target]:
        """The targets above “not required”, the highest first."""
        asked = [
            one for one in self.targets if one.level > CompetencyLevel.NOT_REQUIRED
        ]
        return sorted(asked, key=lambda one: (-one.level, one.domain.place))

    @property
    def is_empty(self) -> bool:
        rules = self.requirements or self.readings
        return self.profile is None and not self.levels and not rules


def list_post_requirements(
    posts: Iterable[Post], *, on: date
) -> list[PostRequirements]:
    """Return the requirements of each of ``posts``, anywhere in the service; four queries."""
    posts = list(posts)
    profiles = {one.post_id: one for one in Profile.objects.filter(post__in=posts)}
    targets = _by_post(
        Target.objects.filter(post__in=posts).select_related("domain", "post")
    )
    rules = (
        Requirement.objects.filter(in_force(on))
        .select_related("course", "establishment")
        .order_by("course__code", "months", "pk")
    )
    requirements = {
        post.pk: [rule for rule in rules if rule.covers_post(post)] for post in posts
    }
    readings = _by_post(
        ReadingRule.objects.filter(in_force(on), post__in=posts)
        .select_related("document", "establishment")
        .order_by("document__code", "days", "pk")
    )
    return [
        PostRequirements(
            post,
            profiles.get(post.pk),
            targets[post.pk],
            requirements[post.pk],
            readings[post.pk],
        )
        for post in posts
    ]


def list_person_requirements(
    person: StaffMember, *, on: date
) -> list[PostRequirements]:
    """Return the requirements of a person’s posts on ``on``, at their places of work.

    Only the strictest rule for each course is included.
    """
    appointments = Appointment.objects.filter(in_force(on), staff_member=person)
    held = list(appointments.select_related("post", "establishment").order_by("pk"))
    asked = list_post_requirements(
        {one.post_id: one.post for one in held}.values(), on=on
    )
    places: dict[int, list[Establishment]] = defaultdict(list)
    for one in held:
        places[one.post_id].append(one.establishment)
    return [
        PostRequirements(
            one.post,
            one.profile,
            one.targets,
            _first_of_each(one.requirements, places[one.post.pk], "course_id"),
            _first_of_each(one.readings, places[one.post.pk], "document_id"),
        )
        for one in asked
    ]


def _by_post[Row: (Target, ReadingRule)](
    rows: QuerySet[Row],
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.post_id].append(row)
    return found


def _first_of_each[Row: (Requirement, ReadingRule)](
    rules: Sequence[Row], places: list[Establishment], of: str
) -> list[Row]:
    """Keep the first rule that applies at one of ``places`` for each value of ``of``."""
    found: dict[int, Row] = {}
    for rule in rules:
        if any(rule.covers_place(place) for place in places):
            found.setdefault(getattr(rule, of), rule)
    return list(found.values())

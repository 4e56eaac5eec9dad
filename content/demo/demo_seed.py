"""Seed of the demonstration apart from its courses; repeating it changes nothing."""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random

from django.utils import timezone

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.framework_loader import load_framework
from content.curriculum.framework_reader import read_valid_framework
from content.demo.certificate_changes import create_certificate_changes
from content.demo.demo_accounts import (
    DemoCredentials,
    create_demo_accounts,
    get_demo_staff_member,
    get_demo_user,
)
from content.demo.demo_classroom import create_demo_classroom
from content.demo.demo_establishments import create_establishment_tree
from content.demo.earned_certificates import create_earned_certificates
from content.demo.film_course import create_film_course
from content.demo.invented_people import create_invented_people
from content.demo.learner_questions import create_learner_questions
from content.demo.practice_attempts import create_practice_attempts
from content.demo.training_history import create_training_history
from content.demo.unmarked_exams import create_unmarked_exams
from content.recordings import ffmpeg
from courses.certificates.keys.key_creation import create_missing_keys
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.models import Requirement
from courses.compliance.periods.period_rebuild import iter_rebuilt_batches
from elearning.staff.demonstration import declare_demonstration
from elearning.staff.models import Appointment, Post, StaffMember

#: The same seed always gives the same people.
_SEED = 2026
_YEARS_OF_RULES = 6
#: Establishments with a specialised section, by the end of their code (curriculum E.2).
_SPECIALISED = "-n2"
#: The number of people whose exams wait for a trainer.
_WRITERS = 5


def seed_demonstration(say: Callable[[str], None]) -> dict[str, DemoCredentials]:
    """Create the service, its people and their history; return the credentials by role.

    Raises ``StaffError`` if the database has people who are not part of a
    demonstration.
    """
    declare_demonstration()
    today = timezone.localdate()
    chance = Random(_SEED)  # noqa: S311 — invented people, no secrets
    say("Establishments and posts …")
    places = create_establishment_tree()
    rules = load_framework(
        read_valid_framework(DEFAULT),
        starts_on=date(today.year - _YEARS_OF_RULES, 1, 1),
        read_from=today,
        specialised=[
            place for code, place in places.items() if code.endswith(_SPECIALISED)
        ],
    )
    if rules.changed:  # reports of past months include them
        Requirement.objects.update(known_on=None)
    made = create_missing_keys(by=None)
    say(f"Signing keys: {len(made)} new")
    posts = {post.code: post for post in Post.objects.all()}
    say(f"Rules: {rules.changed} new")
    accounts = create_demo_accounts(posts, places, today=today)
    held = create_invented_people(posts, places, chance=chance, today=today)
    say(f"People: {len(held)} new")
    if held:
        say("Their training so far …")
        create_training_history(
            held, by=get_demo_user("ministry-hr"), chance=chance, today=today
        )
    learner = get_demo_staff_member("learner")
    say(
        f"Passes of the learner: {create_earned_certificates(learner, today=today)} new"
    )
    waiting = create_unmarked_exams([learner, *_writers(held)], at=timezone.now())
    say(f"Exams that wait for a trainer: {waiting} new")
    say(f"Courses assigned: {assign_due_courses(timezone.now())}")
    say(
        f"Certificates revoked and renamed: {create_certificate_changes(timezone.now())} new"
    )
    create_practice_attempts(learner, at=timezone.now())
    say(
        f"Questions to a trainer: {create_learner_questions(learner, at=timezone.now())} new"
    )
    if ffmpeg.is_installed():
        say(f"Courses with a film: {create_film_course(at=timezone.now())} new")
    else:
        say("No film: ffmpeg is not installed")
    say(f"Sessions in a classroom: {create_demo_classroom(at=timezone.now())} new")
    say(f"Standings reckoned: {sum(iter_rebuilt_batches())} people")
    return accounts


def _writers(held: Iterable[Appointment]) -> list[StaffMember]:
    """Return the first few people among the holders of posts."""
    return [row.staff_member for row in held][:_WRITERS]

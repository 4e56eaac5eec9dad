"""Everything the demonstration needs besides its courses; repeating it changes nothing."""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random

from django.utils import timezone

from content.curriculum.bundles import DEFAULT
from content.curriculum.framework import load_framework
from content.curriculum.framework_file import framework_under
from content.demo.accounts import (
    Access,
    make_accounts,
    staff_member_of,
    user_of,
)
from content.demo.answers import make_answers
from content.demo.classroom import make_classroom
from content.demo.earned import make_certificates
from content.demo.film import make_film
from content.demo.history import make_history
from content.demo.papers import make_papers
from content.demo.people import make_people
from content.demo.places import make_tree
from content.demo.questions import make_questions
from content.demo.trials import make_trials
from content.recordings import ffmpeg
from courses.certificates.keys.making import make_missing
from courses.compliance.assigning import assign_due
from courses.compliance.models import Requirement
from courses.compliance.periods.refreshing import refresh_all
from elearning.staff.demonstration import declare
from elearning.staff.models import Appointment, Post, StaffMember

#: The same numbers each time give the same people.
_SEED = 2026
_YEARS_OF_RULES = 6
#: The establishments with a specialised section, by the end of their code (curriculum E.2).
_SPECIALISED = "-n2"
#: How many of them handed in an exam that a trainer marks.
_WRITERS = 5


def seed(say: Callable[[str], None]) -> dict[str, Access]:
    """Make the service, its people and their history; return how to sign in, by role.

    Raises ``StaffError`` where people are here who are not of a demonstration.
    """
    declare()
    today = timezone.localdate()
    chance = Random(_SEED)  # noqa: S311 — invented people, no secrets
    say("Establishments and posts …")
    places = make_tree()
    rules = load_framework(
        framework_under(DEFAULT),
        starts_on=date(today.year - _YEARS_OF_RULES, 1, 1),
        read_from=today,
        specialised=[
            place for code, place in places.items() if code.endswith(_SPECIALISED)
        ],
    )
    if rules.changed:  # reports of past months know them too
        Requirement.objects.update(known_on=None)
    made = make_missing(by=None)
    say(f"Signing keys: {len(made)} new")
    posts = {post.code: post for post in Post.objects.all()}
    say(f"Rules: {rules.changed} new")
    accounts = make_accounts(posts, places, today=today)
    held = make_people(posts, places, chance=chance, today=today)
    say(f"People: {len(held)} new")
    if held:
        say("Their training so far …")
        make_history(held, by=user_of("ministry-hr"), chance=chance, today=today)
    learner = staff_member_of("learner")
    say(f"Passes of the learner: {make_certificates(learner, today=today)} new")
    waiting = make_answers([learner, *_writers(held)], at=timezone.now())
    say(f"Exams that wait for a trainer: {waiting} new")
    say(f"Courses assigned: {assign_due(timezone.now())}")
    say(f"Certificates revoked and renamed: {make_papers(timezone.now())} new")
    make_trials(learner, at=timezone.now())
    say(f"Questions to a trainer: {make_questions(learner, at=timezone.now())} new")
    if ffmpeg.is_there():
        say(f"Courses with a film: {make_film(at=timezone.now())} new")
    else:
        say("No film: ffmpeg is not installed")
    say(f"Sessions in a classroom: {make_classroom(at=timezone.now())} new")
    say(f"Standings reckoned: {sum(refresh_all())} people")
    return accounts


def _writers(held: Iterable[Appointment]) -> list[StaffMember]:
    """Return a few of the invented people, whoever of them is in a post."""
    return [row.staff_member for row in held][:_WRITERS]

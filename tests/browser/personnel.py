"""People of a walk's own, at the place that the facility's personnel officer looks after."""

from datetime import UTC, datetime, timedelta

from tests.browser import looking, walking

_MAKE = """
import json
from datetime import date, timedelta
from django.utils import timezone
from elearning.staff.models import (
    Absence, Appointment, Post, Remit, StaffMember,
)
place = Remit.objects.filter(role="facility-hr").first().establishment
post, _made = Post.objects.get_or_create(code={post!r}, defaults={{
    "titles": dict.fromkeys(("kk", "ru", "en"), {title!r})
}})
today = timezone.localdate()
since = {{"": today - timedelta(days=400), "unknown": date(1900, 1, 1)}}

def add(number, name, kind):
    person = StaffMember.objects.create(
        staff_number=number, family_name=name, given_name="Айсұлу", language="kk"
    )
    Appointment.objects.create(
        staff_member=person, establishment=place, post=post,
        starts_on=since.get(kind, since[""]),
    )
    if kind == "away":
        Absence.objects.create(
            staff_member=person, kind="parental",
            starts_on=today - timedelta(days=20),
        )
    return str(person.key)

print(json.dumps({{number: add(number, *about) for number, about in {people!r}.items()}}))
"""


def make(platform, post, title, people):
    """Make ``people`` (name and “”, “away” or “unknown” by number); return their keys."""
    program = _MAKE.format(post=post, title=title, people=people)
    return walking.facts(platform, program)


def day(number):
    """Return the day that lies ``number`` days ahead."""
    return (datetime.now(tz=UTC) + timedelta(days=number)).date()


def send(page):
    """Send the main form of the page."""
    walking.press(page.locator("main form.form button[type=submit]"))


def wrong_on(page, language, name):
    """What is wrong with the open page; pictures of it are kept.

    That a refused form is answered by 400 is noted by the console, and no fault.
    """
    found = [
        fault
        for fault in looking.faults(page, language, name)
        if "status of 400" not in fault
    ]
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return [f"{name}: {fault}" for fault in found]

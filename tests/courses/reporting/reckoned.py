"""How people stand, reckoned again from raw rows: nothing here asks the code of standings.

For a service as ``compliance.simulating`` makes it: whole days, no exemptions, rules that
count from the last valid day, and certificates that last as long as the rules.
"""

from collections import Counter
from datetime import timedelta

from courses.compliance.models import Requirement
from courses.models import Enrolment
from courses.records.models import Completion
from elearning.staff.models import Absence, Appointment

_LATE = ("expired", "grace")


def standings(on):
    """Return the state of each person with each course that a rule asks of them on ``on``."""
    found = {}
    for held in Appointment.objects.values():
        if not _holds(held, on):
            continue
        for rule in Requirement.objects.filter(post=held["post_id"]).values():
            if _holds(rule, on):
                key = held["staff_member_id"], rule["course_id"]
                found[key] = _state(*key, rule, on)
    return found


def totals(on):
    """Return how many standings are in each state, what is lapsed with what has expired."""
    return Counter(standings(on).values())


def late_people(on):
    """Return how many people are late with a course."""
    return len({who for (who, _what), state in standings(on).items() if state in _LATE})


def _holds(row, on):
    return row["starts_on"] <= on and (row["ends_on"] is None or on <= row["ends_on"])


def _state(person, course, rule, on):
    away = list(Absence.objects.filter(staff_member=person).values())
    if any(_holds(row, on) for row in away):
        return "paused"
    over = [row for row in away if row["ends_on"] < on]
    served = Appointment.objects.filter(staff_member=person).order_by("starts_on")
    begun = served.values_list("starts_on", flat=True).first()
    since = max(begun, rule["starts_on"])
    days = rule["first_due_days"] if begun == since else max(60, rule["first_due_days"])
    due = _moved(since + timedelta(days=days), over)
    passed = Completion.objects.filter(learner=person, course=course, passed_on__lte=on)
    until = max(passed.values_list("expires_on", flat=True), default=None)
    if until is not None:
        due = max(due, _moved(until, over))
    left = (due - on).days
    if left < 0:
        return "grace" if -left <= rule["grace_days"] else "expired"
    if left <= rule["window_days"]:
        return "due"
    if until is not None and until >= on:
        return "valid"
    begun = Enrolment.objects.filter(learner=person, course=course)
    return "in-progress" if begun.exclude(started_at=None).exists() else "not-started"


def _moved(day, away):
    for row in sorted(away, key=lambda row: row["starts_on"]):
        is_long = (row["ends_on"] - row["starts_on"]).days >= 365
        back = row["ends_on"] + timedelta(days=60 if is_long else 30)
        if row["starts_on"] <= day < back:
            day = back
    return day

"""A small service that lives day by day, and what standings say of it."""

from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.status import list_standings
from elearning.staff.models import StaffMember


def reckoned(on):
    """What the standings of ``on`` are, reckoned from the facts."""
    return {
        (
            one.person.pk,
            one.course.code,
            one.appointment and one.appointment.establishment_id,
            one.appointment and one.appointment.post_id,
            one.state.value,
            one.due_on,
            one.completion and one.completion.passed_on,
            one.expires_on,
            one.update_due_on,
            one.update_minutes,
            one.requirement is not None,
        )
        for one in list_standings(StaffMember.objects.all(), on=on)
    }


def spread_out(on):
    """The same as the stretches of standings have it, or those of today by themselves."""
    return set(
        list_periods_on(on).values_list(
            "learner",
            "course__code",
            "establishment",
            "post",
            "state",
            "due_on",
            "passed_on",
            "expires_on",
            "update_due_on",
            "update_minutes",
            "is_required",
        )
    )

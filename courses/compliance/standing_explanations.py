"""Explanations of standings: one sentence, or the steps to the due day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.compliance.deadlines import TRANSFER_DAYS
from courses.compliance.status import CourseStanding, StandingState
from courses.validity import add_days, add_months

#: States whose sentence says no more than the steps.
_TOLD = (
    StandingState.VALID,
    StandingState.NOT_REQUIRED,
    StandingState.DUE,
    StandingState.NOT_STARTED,
)


def explain_standing(standing: CourseStanding) -> str:
    """Return the sentence that explains ``standing``, in the current language.

    It has dates and months, but no names of people or courses, so it may be shown
    anywhere.
    """
    return _SENTENCES[standing.state](standing).strip()


def format_validity(until: date, renew_by: date | None) -> str:
    """Return the validity of a certificate, with the renewal day of a stricter post.

    Both days are always shown in this sentence, so that they never contradict each
    other.
    """
    if renew_by is None:
        return _("Valid until %(day)s.") % {"day": _day(until)}
    return _(
        "The certificate is valid until %(day)s, but the position "
        "requires renewal by %(renewal)s."
    ) % {"day": _day(until), "renewal": _day(renew_by)}


def list_explanation_steps(standing: CourseStanding) -> list[str]:
    """Return the steps to the due day of ``standing``, one sentence each."""
    return [step for step in _steps(standing) if step]


def _steps(one: CourseStanding) -> Iterator[str]:
    held, rule = one.appointment, one.requirement
    if held is not None:
        yield _("Position: %(post)s, %(place)s, since %(day)s.") % {
            "post": held.post.title,
            "place": held.establishment.title,
            "day": _day(held.starts_on),
        }
    if rule is None or one.asked_since is None:
        yield _("No rule requires it.")
    else:
        yield _("The course has been required of this person since %(day)s.") % {
            "day": _day(one.asked_since)
        }
        yield _first_step(one)
    yield _pass_step(one)
    if one.renew_by is not None:
        yield _post_step(one)
    if one.renewal_due_on is not None:
        yield _due_step(one)
    if one.state not in _TOLD:
        yield explain_standing(one)


def _first_step(one: CourseStanding) -> str:
    if one.first_due_on is None or one.requirement is None or one.asked_since is None:
        return ""
    days = one.requirement.first_due_days
    plain = (one.first_due_on - one.asked_since).days
    values = {"days": plain, "day": _day(one.first_due_on)}
    if plain == days:
        return (
            ngettext(
                "A new appointee has %(days)d day: by %(day)s.",
                "A new appointee has %(days)d days: by %(day)s.",
                plain,
            )
            % values
        )
    if plain == max(days, TRANSFER_DAYS):
        return (
            ngettext(
                "Someone already in service has %(days)d day: by %(day)s.",
                "Someone already in service has %(days)d days: by %(day)s.",
                plain,
            )
            % values
        )
    return _("First due by %(day)s: an absence or a decision moved the day.") % values


def _pass_step(one: CourseStanding) -> str:
    if one.completion is None:
        return _("Not passed yet.")
    until = one.certified_until
    if until is None:
        return ""
    if one.is_certified:
        if one.renew_by is not None or one.expires_on != until:
            return format_validity(until, one.renew_by)
        words = _("Valid until %(day)s: %(why)s.")
    elif one.expires_on != until:
        words = _("Ended on %(day)s.")
    else:
        words = _("Ended on %(day)s: %(why)s.")
    return words % {"day": _day(until), "why": _why(one)}


def _post_step(one: CourseStanding) -> str:
    if one.expires_on is None:
        return ""
    return _("For the position it counts until %(day)s: %(why)s.") % {
        "day": _day(one.expires_on),
        "why": _why(one),
    }


def _due_step(one: CourseStanding) -> str:
    if one.renewal_due_on is None or one.requirement is None:
        return ""
    due, rule = one.renewal_due_on, one.requirement
    return _(
        "To be done by %(day)s; “due” from %(opens)s, days of grace until %(grace)s."
    ) % {
        "day": _day(due),
        "opens": _day(due - timedelta(days=rule.window_days)),
        "grace": _day(add_days(due, rule.grace_days)),
    }


def _why(one: CourseStanding) -> str:
    """Return what determines the last valid day: pass, months and counting."""
    passed, until = one.completion, one.expires_on
    if passed is None or until is None:
        return ""
    rule, months = one.requirement, one.course.validity_months
    if rule is not None:
        months = min(months, rule.months)
    plain = add_months(passed.passed_on, months)
    values = {"day": _day(passed.passed_on), "months": months}
    if rule is not None and rule.is_fixed and until != plain:
        return _("passed on %(day)s, counted until the fixed day") % values
    if until > plain:
        return (
            _(
                "passed in time on %(day)s, counted from the last day of the "
                "previous pass"
            )
            % values
        )
    if until < plain:
        return _("passed on %(day)s, no longer than the certificate") % values
    words = ngettext(
        "passed on %(day)s, %(months)d month",
        "passed on %(day)s, %(months)d months",
        months,
    )
    return words % values


def _not_required(one: CourseStanding) -> str:
    plain = _("No rule requires it.")
    return plain if one.completion is None else f"{plain} {_pass_step(one)}"


def _valid(one: CourseStanding) -> str:
    return _pass_step(one)


def _to_do(one: CourseStanding) -> str:
    if one.due_on is None:
        return _pass_step(one)
    if one.renew_by is not None and one.is_certified:
        return _pass_step(one)
    if one.is_held:
        return _("To be renewed by %(day)s. %(pass)s") % {
            "day": _day(one.due_on),
            "pass": _pass_step(one),
        }
    if one.asked_since is None:
        return _assigned(one, one.due_on)
    return _("To be passed by %(day)s; required since %(since)s.") % {
        "day": _day(one.due_on),
        "since": _day(one.asked_since),
    }


def _assigned(one: CourseStanding, due_on: date) -> str:
    """Return who assigned a course that no rule requires: an officer or the platform."""
    words = _("Assigned by hand, to be passed by %(day)s.")
    if one.enrolment is not None and one.enrolment.enrolled_by_id is None:
        words = _("Assigned by the platform, to be passed by %(day)s.")
        if one.course.refreshes_id is not None:
            words = _(
                "Assigned by the platform as the way to renew a course, to be passed by "
                "%(day)s."
            )
    return words % {"day": _day(due_on)}


def _in_grace(one: CourseStanding) -> str:
    if one.due_on is None or one.grace_until is None:
        return ""
    return _("Was due by %(day)s; days of grace until %(grace)s.") % {
        "day": _day(one.due_on),
        "grace": _day(one.grace_until),
    }


def _expired(one: CourseStanding) -> str:
    if one.update_due_on is not None and one.update_due_on < one.on:
        return _(
            "The certificate should have been updated by %(day)s; it counts "
            "again once it is."
        ) % {"day": _day(one.update_due_on)}
    if one.due_on is None or one.grace_until is None:
        return ""
    return _("Was due by %(day)s; the days of grace ended on %(grace)s. %(pass)s") % {
        "day": _day(one.due_on),
        "grace": _day(one.grace_until),
        "pass": _pass_step(one),
    }


def _lapsed(one: CourseStanding) -> str:
    if one.expires_on is None:
        return ""
    if one.renew_by is not None:
        whole = _("The whole course must be taken.")
        return f"{_pass_step(one)} {whole}"
    return _(
        "Ended on %(day)s, more than 180 days ago: the whole course must be taken."
    ) % {"day": _day(one.expires_on)}


def _waived(one: CourseStanding) -> str:
    exemption = one.exemption
    if exemption is None:
        return ""
    values = {
        "since": _day(exemption.starts_on),
        "ground": exemption.get_kind_display(),
    }
    if exemption.ends_on is None:
        return _("Exempt since %(since)s: %(ground)s.") % values
    values["day"] = _day(exemption.ends_on)
    return _("Exempt from %(since)s to %(day)s: %(ground)s.") % values


def _paused(one: CourseStanding) -> str:
    if one.waits_for_decision and one.exception is not None:
        return _(
            "No due date is possible (%(ground)s): the personnel office decides."
        ) % {"ground": one.exception.get_ground_display()}
    return _(
        "Away, so the clock has stopped. After their return they have at "
        "least 30 days, or 60 after an absence of more than a year."
    )


def _update_due(one: CourseStanding) -> str:
    if one.update_due_on is None:
        return ""
    return _("What the certificate is based on has changed: update it by %(day)s.") % {
        "day": _day(one.update_due_on)
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


_SENTENCES = {
    StandingState.LAPSED: _lapsed,
    StandingState.EXPIRED: _expired,
    StandingState.GRACE: _in_grace,
    StandingState.UPDATE_DUE: _update_due,
    StandingState.DUE: _to_do,
    StandingState.NOT_STARTED: _to_do,
    StandingState.IN_PROGRESS: _to_do,
    StandingState.VALID: _valid,
    StandingState.PAUSED: _paused,
    StandingState.WAIVED: _waived,
    StandingState.NOT_REQUIRED: _not_required,
}

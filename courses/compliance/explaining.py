"""Why somebody stands as she does, in a sentence, and how her day was reckoned, in steps."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.compliance.deadlines import TRANSFER_DAYS
from courses.compliance.standing import Standing, State
from courses.validity import add_months, days_after

#: States whose sentence says no more than the steps.
_TOLD = (State.VALID, State.NOT_REQUIRED, State.DUE, State.NOT_STARTED)


def explain(standing: Standing) -> str:
    """Return the sentence that says why ``standing`` is what it is, in today's language.

    It names dates and months, nobody and no course, so it may stand anywhere.
    """
    return _SENTENCES[standing.state](standing).strip()


def steps(standing: Standing) -> list[str]:
    """Return how the day of ``standing`` was reckoned, a sentence for each step."""
    return [step for step in _steps(standing) if step]


def _steps(one: Standing) -> Iterator[str]:
    held, rule = one.appointment, one.requirement
    if held is not None:
        yield _("Position: %(post)s, %(place)s, since %(day)s.") % {
            "post": held.post.title,
            "place": held.establishment.title,
            "day": _day(held.starts_on),
        }
    if rule is None or one.asked_since is None:
        yield _("No rule asks for it.")
    else:
        yield _("The course is asked of this person since %(day)s.") % {
            "day": _day(one.asked_since)
        }
        yield _first_step(one)
    yield _pass_step(one)
    if one.renewal_due_on is not None:
        yield _due_step(one)
    if one.state not in _TOLD:
        yield explain(one)


def _first_step(one: Standing) -> str:
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
                "Whoever served before has %(days)d day: by %(day)s.",
                "Whoever served before has %(days)d days: by %(day)s.",
                plain,
            )
            % values
        )
    return (
        _("By %(day)s for the first time: an absence or a decision moved the day.")
        % values
    )


def _pass_step(one: Standing) -> str:
    if one.completion is None:
        return _("Not passed yet.")
    if one.expires_on is None:
        return ""
    values = {"day": _day(one.expires_on), "why": _why(one)}
    if one.expires_on < one.on:
        return _("Ended on %(day)s: %(why)s.") % values
    return _("Valid until %(day)s: %(why)s.") % values


def _due_step(one: Standing) -> str:
    if one.renewal_due_on is None or one.requirement is None:
        return ""
    due, rule = one.renewal_due_on, one.requirement
    return _(
        "To be done by %(day)s; “due” from %(opens)s, days of grace until %(grace)s."
    ) % {
        "day": _day(due),
        "opens": _day(due - timedelta(days=rule.window_days)),
        "grace": _day(days_after(due, rule.grace_days)),
    }


def _why(one: Standing) -> str:
    """Return what the last valid day follows from: the pass, the months, the way."""
    passed, until = one.completion, one.expires_on
    if passed is None or until is None:
        return ""
    rule, months = one.requirement, one.course.validity_months
    if rule is not None:
        months = min(months, rule.months)
    plain = add_months(passed.passed_on, months)
    values = {"day": _day(passed.passed_on), "months": months}
    if rule is not None and rule.is_fixed and until != plain:
        return _("passed %(day)s, counted until the fixed day") % values
    if until > plain:
        return _("passed %(day)s in time, counted from the last day before") % values
    if until < plain:
        return _("passed %(day)s, no longer than the certificate") % values
    words = ngettext(
        "passed %(day)s, %(months)d month", "passed %(day)s, %(months)d months", months
    )
    return words % values


def _not_required(one: Standing) -> str:
    plain = _("No rule asks for it.")
    return plain if one.completion is None else f"{plain} {_pass_step(one)}"


def _valid(one: Standing) -> str:
    return _pass_step(one)


def _to_do(one: Standing) -> str:
    """Return by when a course is to be passed that she does not hold, or to be renewed."""
    if one.due_on is None:
        return _pass_step(one)
    if one.is_held:
        return _("To be renewed by %(day)s. %(pass)s") % {
            "day": _day(one.due_on),
            "pass": _pass_step(one),
        }
    if one.asked_since is None:
        return _("Assigned by hand, to be passed by %(day)s.") % {
            "day": _day(one.due_on)
        }
    return _("To be passed by %(day)s; asked since %(since)s.") % {
        "day": _day(one.due_on),
        "since": _day(one.asked_since),
    }


def _in_grace(one: Standing) -> str:
    if one.due_on is None or one.grace_until is None:
        return ""
    return _("Was due by %(day)s; days of grace until %(grace)s.") % {
        "day": _day(one.due_on),
        "grace": _day(one.grace_until),
    }


def _expired(one: Standing) -> str:
    if one.update_due_on is not None and one.update_due_on < one.on:
        return _(
            "The certificate was to be updated by %(day)s; it counts again once it is."
        ) % {"day": _day(one.update_due_on)}
    if one.due_on is None or one.grace_until is None:
        return ""
    return _("Was due by %(day)s; the days of grace ended on %(grace)s. %(pass)s") % {
        "day": _day(one.due_on),
        "grace": _day(one.grace_until),
        "pass": _pass_step(one),
    }


def _lapsed(one: Standing) -> str:
    if one.expires_on is None:
        return ""
    return _(
        "Ended on %(day)s, more than 180 days ago: the whole course is to be taken."
    ) % {"day": _day(one.expires_on)}


def _waived(one: Standing) -> str:
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


def _paused(one: Standing) -> str:
    if one.waits_for_decision and one.exception is not None:
        return _("No possible day (%(ground)s): the personnel office decides.") % {
            "ground": one.exception.get_ground_display()
        }
    return _(
        "Away, so the clock has stopped. After the return there are 30 days at least, "
        "60 after more than a year."
    )


def _update_due(one: Standing) -> str:
    if one.update_due_on is None:
        return ""
    return _("What the certificate rests on has changed: to be updated by %(day)s.") % {
        "day": _day(one.update_due_on)
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


_SENTENCES = {
    State.LAPSED: _lapsed,
    State.EXPIRED: _expired,
    State.GRACE: _in_grace,
    State.UPDATE_DUE: _update_due,
    State.DUE: _to_do,
    State.NOT_STARTED: _to_do,
    State.IN_PROGRESS: _to_do,
    State.VALID: _valid,
    State.PAUSED: _paused,
    State.WAIVED: _waived,
    State.NOT_REQUIRED: _not_required,
}

"""What a learner is told after a refresher: by the codes of the courses alone (R16)."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.compliance.renewing import NOT_RENEWED, RENEWED, Bar
from elearning.notices import wording
from elearning.notices.wording import Wording


def register() -> None:
    """Say what the notices about refreshers say."""
    wording.register(RENEWED, _say_renewed)
    wording.register(NOT_RENEWED, _say_not_renewed)


def why_not(bar: Bar, code: str, opens_on: str = "") -> str:
    """Return the sentence that says why a refresher does not renew the course ``code``."""
    sentences = {
        Bar.FIRST: _(
            "%(code)s was not passed before. The first time the whole course is taken."
        ),
        Bar.LAPSED: _(
            "%(code)s ended more than 180 days ago. The whole course is to be taken."
        ),
        Bar.SECOND: _(
            "%(code)s was renewed by its refresher last time. Every second renewal is "
            "the whole course."
        ),
        Bar.EARLY: _(
            "%(code)s is valid for longer. Its refresher renews it from %(day)s on."
        ),
    }
    return sentences[bar] % {"code": code, "day": _day(opens_on)}


def _say_renewed(context: Mapping[str, Any]) -> Wording:
    words = _("Course %(code)s is renewed until %(day)s")
    sooner = _day(context.get("renew_by", ""))
    return Wording(
        words % {"code": context["code"], "day": _day(context["day"])},
        _("The position asks for renewal by %(day)s.") % {"day": sooner}
        if sooner
        else "",
    )


def _say_not_renewed(context: Mapping[str, Any]) -> Wording:
    words = _("%(refresher)s is passed, but it does not renew %(code)s")
    why = why_not(Bar(context["bar"]), context["code"], context.get("day", ""))
    return Wording(words % context, why)


def _day(told: str) -> str:
    day = parse_date(told) if told else None
    return date_format(day, "DATE_FORMAT") if day else ""

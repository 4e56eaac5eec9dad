"""Notices for learners after a refresher, with the codes of courses only (R16)."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.compliance.renewals import NOT_RENEWED, RENEWED, RenewalBar
from elearning.notices import notice_texts
from elearning.notices.notice_texts import NoticeText


def register() -> None:
    """Register the texts of the notices about refreshers."""
    notice_texts.register_notice_text(RENEWED, _say_renewed)
    notice_texts.register_notice_text(NOT_RENEWED, _say_not_renewed)


def explain_no_renewal(bar: RenewalBar, code: str, opens_on: str = "") -> str:
    """Return the sentence why a refresher does not renew the course ``code``."""
    sentences = {
        RenewalBar.FIRST: _(
            "%(code)s was not passed before. The first time the whole course is taken."
        ),
        RenewalBar.LAPSED: _(
            "%(code)s ended more than 180 days ago. The whole course is to be taken."
        ),
        RenewalBar.SECOND: _(
            "%(code)s was renewed by its refresher last time. Every second renewal is "
            "the whole course."
        ),
        RenewalBar.EARLY: _(
            "%(code)s is valid for longer. Its refresher renews it from %(day)s on."
        ),
    }
    return sentences[bar] % {"code": code, "day": _day(opens_on)}


def _say_renewed(context: Mapping[str, Any]) -> NoticeText:
    words = _("Course %(code)s is renewed until %(day)s")
    sooner = _day(context.get("renew_by", ""))
    return NoticeText(
        words % {"code": context["code"], "day": _day(context["day"])},
        _("The position asks for renewal by %(day)s.") % {"day": sooner}
        if sooner
        else "",
    )


def _say_not_renewed(context: Mapping[str, Any]) -> NoticeText:
    words = _("%(refresher)s is passed, but it does not renew %(code)s")
    why = explain_no_renewal(
        RenewalBar(context["bar"]), context["code"], context.get("day", "")
    )
    return NoticeText(words % context, why)


def _day(told: str) -> str:
    day = parse_date(told) if told else None
    return date_format(day, "DATE_FORMAT") if day else ""

"""Notices for learners after a refresher, with the codes of courses only (R16)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from courses.compliance.renewals import NOT_RENEWED, RENEWED, RenewalBar
from elearning.notices import notice_texts
from elearning.notices.notice_texts import NoticeText, format_notice_day


def register() -> None:
    """Register the texts of the notices about refreshers."""
    notice_texts.register_notice_text(RENEWED, _say_renewed)
    notice_texts.register_notice_text(NOT_RENEWED, _say_not_renewed)


def explain_no_renewal(bar: RenewalBar, code: str, opens_on: str = "") -> str:
    """Return the sentence why a refresher does not renew the course ``code``."""
    sentences = {
        RenewalBar.FIRST: _(
            "%(code)s has not been passed before. The first time, the whole "
            "course must be taken."
        ),
        RenewalBar.LAPSED: _(
            "%(code)s ended more than 180 days ago. The whole course must be taken."
        ),
        RenewalBar.SECOND: _(
            "%(code)s was last renewed by its refresher. Every second "
            "renewal must be the whole course."
        ),
        RenewalBar.EARLY: _(
            "%(code)s is still valid. Its refresher can renew it from %(day)s."
        ),
    }
    return sentences[bar] % {"code": code, "day": format_notice_day(opens_on)}


def _say_renewed(context: Mapping[str, Any]) -> NoticeText:
    words = _("Course %(code)s has been renewed until %(day)s")
    sooner = format_notice_day(context.get("renew_by", ""))
    return NoticeText(
        words % {"code": context["code"], "day": format_notice_day(context["day"])},
        _("The position requires renewal by %(day)s.") % {"day": sooner}
        if sooner
        else "",
    )


def _say_not_renewed(context: Mapping[str, Any]) -> NoticeText:
    words = _("%(refresher)s has been passed, but it does not renew %(code)s")
    why = explain_no_renewal(
        RenewalBar(context["bar"]), context["code"], context.get("day", "")
    )
    return NoticeText(words % context, why)

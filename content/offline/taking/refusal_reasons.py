"""Reasons why an act is not accepted, with advice."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

UNREADABLE = "unreadable"
UNKNOWN = "unknown"
CHANGED = "changed"
LEFT = "left"
GONE = "gone"
NO_ANSWER = "no-answer"
MOVED = "moved"
UNFINISHED = "unfinished"

WORDS: "dict[str, StrPromise]" = {
    UNREADABLE: _("This cannot be read. Open the lesson and do it again."),
    UNKNOWN: _("You are not on this course. Enrol on it, then do it again."),
    CHANGED: _("Something else was received for this before. What was received stays."),
    LEFT: _(
        "You are no longer on this course. What you did is kept; it does not count. "
        "Enrol again to go on."
    ),
    GONE: _(
        "This part is no longer in your course. Take the course along anew, and go on there."
    ),
    NO_ANSWER: _("This is no answer to the question as it is now. Answer it again."),
    MOVED: _("This choice is not in the scenario as it is now. Play it again."),
    UNFINISHED: _("Play the scenario to one of its endings, then go on."),
}

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
    CHANGED: _(
        "Something else has already been received for this. What was "
        "received first stays."
    ),
    LEFT: _(
        "You are no longer on this course. Your work is kept but does "
        "not count. Enrol again to continue."
    ),
    GONE: _(
        "This part is no longer in your course. Download the course "
        "again and continue there."
    ),
    NO_ANSWER: _(
        "This answer does not fit the question as it is now. Answer it again."
    ),
    MOVED: _(
        "This choice is not in the scenario as it is now. Work through "
        "the scenario again."
    ),
    UNFINISHED: _("Work through the scenario to one of its endings, then continue."),
}

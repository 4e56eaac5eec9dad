"""Warnings about concurrent edits: both texts are kept, and the later editor is told.

Wagtail keeps every revision and lets the later editor save over the earlier one without
a warning; only its autosave stops. The first editor’s changes would go unnoticed.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision

if TYPE_CHECKING:
    from django.http import HttpRequest


def detect_edit_conflict(request: "HttpRequest", thing: Any) -> None:
    """Store on the request a revision that somebody else saved since the form was opened."""
    if request.method != "POST" or not request.accepts("text/html"):
        return
    seen = request.POST.get("overwrite_revision_id") or request.POST.get(
        "loaded_revision_id", ""
    )
    latest: Revision | None = thing.latest_revision
    if latest is None or latest.user_id == request.user.pk:
        return
    if seen.isdigit() and latest.pk > int(seen):
        request.earlier = latest  # type: ignore[attr-defined]  # the only object that both hooks share


def warn_of_edit_conflict(request: "HttpRequest", thing: Any) -> None:
    """Warn after saving that somebody else saved meanwhile, with a link to the difference."""
    earlier: Revision | None = getattr(request, "earlier", None)
    if earlier is None:
        return
    thing.refresh_from_db(fields=["latest_revision"])
    words = _(
        "Someone else saved this text while you were writing. Your text "
        "is the newest draft, and theirs has been kept as well. Compare "
        "them and add what is missing."
    )
    address = _difference(thing, earlier)
    buttons = [messages.button(address, _("Compare the two texts"))] if address else []
    messages.warning(request, words, buttons=buttons)


def _difference(thing: Any, earlier: Revision) -> str:
    """Return the URL of the comparison between their text and the newest, or ``""``."""
    both = [earlier.pk, thing.latest_revision_id]
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:revisions_compare", args=[thing.pk, *both])
    name = thing.snippet_viewset.get_url_name("revisions_compare")
    try:
        return reverse(name, args=[quote(thing.pk), *both])
    except NoReverseMatch:
        return ""

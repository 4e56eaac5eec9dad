"""Redirects to the release page after a page is handed over or withdrawn."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.guidelines.models import GuidelinePage
from content.models import UnitPage
from content.publishing import edit_conflicts
from courses.desk.kit import access
from courses.provisions import guideline_approval
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page


def redirect_after_handover(
    request: "HttpRequest", page: "Page"
) -> "HttpResponse | None":
    """Explain the next step and redirect; scheduled pages keep Wagtail’s message."""
    if page.go_live_at and page.go_live_at > timezone.now():
        return None
    address = find_release_url(page, request.user)
    if not address:
        return None
    words = _(
        "“%(title)s” (%(language)s) has been handed over for release. "
        "Next: a second person approves it, the reviewer answers the "
        "questions on safeguards, and the edition is released. Learners "
        "see it after that."
    )
    _say(request, page, words)
    edit_conflicts.warn_of_edit_conflict(request, page)
    return redirect(address)


def redirect_after_withdrawal(
    request: "HttpRequest", page: "Page"
) -> "HttpResponse | None":
    """Name the languages still handed over: the part leaves when all are withdrawn."""
    address = find_release_url(page, request.user)
    if not address:
        return None
    same: Any = page.get_translations().filter(live=True)
    codes = same.values_list("locale__language_code", flat=True)
    words = _("“%(title)s” (%(language)s) has been taken back from release.")
    if left := ", ".join(OWN_NAMES[code] for code in sorted(codes)):
        words += " " + _(
            "It leaves the course only once it has been taken back in every "
            "language. Still handed over: %(left)s."
        )
    _say(request, page, words, left=left)
    return redirect(address)


def find_release_url(page: "Page", user: Any) -> str:
    """Return the URL of the release that ``page`` waits for, or ``""``."""
    thing: Any = page.specific
    if not user.has_role(*access.RELEASERS):
        return ""
    if isinstance(thing, GuidelinePage):
        there = guideline_approval.list_published_guidelines().filter(
            pk=thing.document_id
        )
        return _to("document", thing.document.slug) if there.exists() else ""
    course = thing.unit_course if isinstance(thing, UnitPage) else None
    if course is None or not course.proposed_entries.exists():
        return ""
    return _to("course", course.slug)


def _to(name: str, slug: str) -> str:
    return reverse(f"desk:release-{name}", args=[slug])


def _say(request: "HttpRequest", page: "Page", words: str, **more: str) -> None:
    thing: Any = page.specific
    facts = {"title": thing.get_admin_display_title()} | more
    facts["language"] = OWN_NAMES[thing.language]
    draft = reverse("wagtailadmin_pages:edit", args=[page.pk])
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>', words % facts, draft, _("Go to the text")
        ),
    )

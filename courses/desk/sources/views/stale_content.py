"""Lessons and pages made stale by a changed clause: the list, and confirmation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import version_texts
from courses.desk.kit import access
from courses.desk.kit.decision_page import reload_if_outdated
from courses.desk.kit.form_page import render_form, submit_form
from courses.desk.kit.list_page import paginate_rows
from courses.desk.kit.reaffirmation_form import ReaffirmationForm
from courses.desk.sources import stale_blocks
from courses.provisions.errors import ProvisionError
from courses.provisions.lesson_reaffirmation import reaffirm_lesson
from courses.provisions.staleness import (
    list_changes_by_block,
    merge_block_changes,
)
from courses.traceability import stale_lessons
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language

_PAGE = 25
#: Longer blocks, in characters, are folded, so that the question comes first.
_LONG = 1500


@require_safe
@access.require_role(*access.RELEASERS)
def list_stale_content(request: SignedInRequest) -> HttpResponse:
    """List the lessons that rest on a changed clause, block by block."""
    found = stale_lessons.list_stale_lessons(
        access.list_releasable_courses(request.user)
    )
    page = paginate_rows(request, list(found), _PAGE)
    context = {
        "title": _("Stale lessons and pages"),
        "page": page,
        "lessons": stale_blocks.build_stale_lessons(
            {key: found[key] for key in page.object_list}
        ),
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/stale.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
@reload_if_outdated
def confirm_still_right(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm that a block of a lesson, or all of it, fits the changed clauses."""
    block = request.GET.get("block", "")
    rows = stale_lessons.list_newest_lesson_versions(
        access.list_releasable_courses(request.user)
    )
    version = get_object_or_404(rows.select_related("unit__course"), unit__key=key)
    found = list_changes_by_block([version.pk])
    if block not in found.get(version.pk, {}):
        raise Http404
    changes = merge_block_changes(found[version.pk], block)
    form = ReaffirmationForm(request.POST or None, version, changes)

    def act(given: dict[str, Any]) -> str:
        reaffirm_lesson(
            version,
            block,
            read=form.list_read_changes(),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return _("Saved. The text needs no change there.")

    if done := submit_form(request, form, act, ProvisionError, "desk:stale"):
        return done
    (line,) = stale_blocks.build_stale_lessons({version.pk: {block: changes}})
    blocks = (
        version_texts.get_text_source().render_blocks(version, get_current_language())
        if block
        else []
    )
    shown = next((one for one in blocks if one.id == block), None)
    context = {
        "version": version,
        "language": version.text(get_current_language()).language,
        "stale": line.blocks[0],
        "text_url": line.url,
        "shown": shown,
        "is_long": shown is not None and len(shown.words) > _LONG,
        "form": form,
        "consequences": _consequences(block),
    }
    return render_form(request, "desk/still_right.html", context)


def _consequences(block: str) -> list[str]:
    if block:
        return [
            _("Your reason is saved with your name."),
            _("The mark is removed from this block and stays on the others."),
        ]
    return [
        _("Your reason is saved with your name."),
        _("You vouch for every part of the text: all the marks are removed."),
    ]

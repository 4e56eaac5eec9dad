"""Redirect to the editor of a question, and restoration of an older version."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from content.questions.models import QuestionDraft
from content.questions.versions import version_restoration
from courses.models import Course, Unit, UnitVersion
from elearning.accounts.signed_in_request import SignedInRequest

_for_authors = permission_required(
    "questions.change_questiondraft", raise_exception=True
)


@require_safe
@_for_authors
def open_question_editor(
    request: SignedInRequest, key: UUID, language: str
) -> HttpResponse:
    """Redirect to the editor of a question in ``language``, else in the nearest.

    From there, a missing language can be translated.
    """
    theirs = QuestionDraft.objects.visible_to(request.user)
    rows = theirs.filter(translation_key=key).order_by("locale")
    found = rows.filter(locale__language_code=language).first() or rows.first()
    row = get_object_or_404(rows, pk=found.pk if found else None)
    return redirect("studio_questions:edit", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_authors
def restore_question_version(
    request: SignedInRequest, key: UUID, number: int
) -> HttpResponse:
    """Ask whether to restore a version; on confirmation, save it as drafts."""
    version = get_object_or_404(
        UnitVersion.objects.select_related("unit"),
        unit__key=key,
        unit__course__in=Course.objects.in_remit_of(request.user).values("pk"),
        unit__kind=Unit.Kind.QUESTION,
        number=number,
    )
    back = reverse("desk:bank:versions", args=[key])
    if request.method == "POST":
        restored = version_restoration.restore_version_drafts(version, by=request.user)
        if not restored:
            messages.info(request, _("Every language already says this."))
            return redirect(back)
        words = ngettext(
            "%(n)s language has a new draft. Read it, then publish it.",
            "%(n)s languages have a new draft. Read them, then publish them.",
            len(restored),
        )
        messages.success(request, words % {"n": len(restored)})
        return redirect("studio_questions:edit", restored[0].pk)
    context = {
        "title": version.title,
        "question": _("Restore version %(number)s?") % {"number": number},
        "consequences": [
            _("Its texts become drafts of a new version, in every language."),
            _("Drafts that were not published are replaced; the studio keeps them."),
            _("Nothing is published, and no exam changes."),
        ],
        "back": back,
    }
    return render(request, "content/questions/restore.html", context)

"""Views of the translation page: show, save and submit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.questions.models import QuestionDraft
from content.studio.translations.changed_values import list_value_changes
from content.studio.translations.concurrent_edits import (
    ConcurrentEdits,
    rebase_on_newest_draft,
)
from content.studio.translations.forms import TranslationForm
from content.studio.translations.translation_drafts import save_translation_draft
from content.studio.translations.translation_pairs import (
    TranslationTask,
    has_translation_layout,
    is_page,
)
from content.studio.translations.translation_subjects import (
    GuidelineSubject,
    TranslationSubject,
    UnitSubject,
)
from courses.compliance.answer_key_access import record_key_view
from courses.errors import TranslationError
from courses.models import Course, Unit
from courses.provisions import guideline_approval
from courses.release import submitted_translations
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import CODES, OWN_NAMES

_MAY_CHANGE = "questions.change_questiondraft"


@require_http_methods(["GET", "HEAD", "POST"])
def translate_unit(request: SignedInRequest, key: UUID, language: str) -> HttpResponse:
    """Show a translation beside its source; save the words as a draft."""
    return _translate(request, _unit(request.user, key), language)


@require_http_methods(["GET", "HEAD", "POST"])
def translate_guideline(
    request: SignedInRequest, slug: str, language: str
) -> HttpResponse:
    """Show or save the translation of a guideline."""
    return _translate(request, _guideline(slug), language)


@require_POST
def return_unit_translation(
    request: SignedInRequest, key: UUID, language: str
) -> HttpResponse:
    """Record that the submitted draft needs more work."""
    return _give_back(request, _unit(request.user, key), language)


@require_POST
def return_guideline_translation(
    request: SignedInRequest, slug: str, language: str
) -> HttpResponse:
    """Record that the submitted draft of a guideline needs more work."""
    return _give_back(request, _guideline(slug), language)


def _unit(user: User, key: UUID) -> TranslationSubject:
    units = Unit.objects.filter(
        course__in=Course.objects.in_remit_of(user).values("pk")
    )
    return UnitSubject(get_object_or_404(units.select_related("course"), key=key))


def _guideline(slug: str) -> TranslationSubject:
    return GuidelineSubject(
        get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    )


def _translate(
    request: SignedInRequest, subject: TranslationSubject, language: str
) -> HttpResponse:
    task = _task(request.user, subject, language)
    if task is None:
        messages.error(
            request,
            _(
                "The source of this text has not been published yet. Publish it first, "
                "then translate it."
            ),
        )
        return redirect("desk:parity")
    if request.method != "POST":
        return _page(request, task, _form(task))
    form, late = _form(task, request.POST), None
    if form.is_valid() and not (
        "submit" in request.POST and form.refuse_missing_words()
    ):
        try:
            revision = _save(request, task, form)
        except TranslationError as error:
            reason = str(error)
            if error.is_late:
                task = TranslationTask(subject, language)
                late = rebase_on_newest_draft(request.POST, form, task)
                form = _form(task, late.data)
                form.is_valid()
                reason = reason if late.differing else _nothing_differs()
            form.add_error(None, reason)
        else:
            return _saved(request, task, str(revision.pk))
    return _page(request, task, form, late=late)


def _give_back(
    request: SignedInRequest, subject: TranslationSubject, language: str
) -> HttpResponse:
    task = _task(request.user, subject, language)
    if task is not None and task.waiting is not None:
        submitted_translations.return_translation(task.waiting, by=request.user)
        messages.success(request, _("The translation is open again."))
    return redirect(subject.url("translate", language))


def _task(
    user: User, subject: TranslationSubject, language: str
) -> TranslationTask | None:
    """Return the task if ``user`` may work on it; ``None`` if there is no source."""
    if language not in CODES:
        raise Http404
    task = TranslationTask(subject, language)
    if not task.source_language:
        return None
    if not has_translation_layout(task.source):
        raise Http404
    thing = task.row or type(task.source).objects.get(pk=task.source.pk)
    may = (
        thing.permissions_for_user(user).can_edit()
        if is_page(thing)
        else user.has_perm(_MAY_CHANGE)
    )
    if not may:
        raise PermissionDenied
    return task


def _form(task: TranslationTask, data: Any = None) -> TranslationForm:
    initial = {"source": task.version.pk, "seen": task.seen}
    return TranslationForm(
        data, pairs=task.pairs(), language=task.language, initial=initial
    )


def _save(
    request: SignedInRequest, task: TranslationTask, form: TranslationForm
) -> Any:
    source = task.subject.version(form.cleaned_data["source"])
    if source is None:
        raise Http404
    return save_translation_draft(
        task,
        form.words,
        form.right,
        seen=form.cleaned_data["seen"],
        source=source.parity,
        by=request.user,
    )


def _saved(
    request: SignedInRequest, task: TranslationTask, reference: str
) -> HttpResponse:
    if "submit" in request.POST:
        thing = task.subject.translated
        submitted_translations.submit_translation(
            thing, task.language, reference, by=request.user
        )
        messages.success(
            request,
            _("Saved and submitted for review. The reviewer publishes it."),
        )
    else:
        messages.success(request, _("Saved as a draft. Nothing is published yet."))
    return redirect(task.subject.url("translate", task.language))


def _page(
    request: SignedInRequest,
    task: TranslationTask,
    form: TranslationForm,
    *,
    late: ConcurrentEdits | None = None,
) -> HttpResponse:
    if isinstance(task.source, QuestionDraft):
        key = task.subject.key(task.source)
        record_key_view(request.user, task.source.course, key)
    rows = form.rows()
    if late is not None:
        for row in rows:
            place = row["pair"].source.place
            row |= {"differs": place in late.differing, "taken": place in late.taken}
    source, own = OWN_NAMES[task.source_language], OWN_NAMES[task.language]
    context = {
        "task": task,
        "give_back": task.subject.url("give-back", task.language),
        "table": f"{reverse('desk:parity')}?{task.subject.translated.listed}",
        "form": form,
        "rows": rows,
        "facts": list_value_changes(task),
        "open": sum(row["pair"].is_open for row in rows),
        "done": sum(row["pair"].is_done for row in rows),
        "source_name": source,
        "own_name": own,
        "page_title": _("Translate"),
        "page_subtitle": f"{source} → {own}",
        "header_icon": "translate",
        "editor": _editor(task),
        "is_late": late is not None,
        "breadcrumbs_items": [
            {"url": reverse("desk:parity"), "label": _("Languages")},
            {"url": "", "label": task.version.title},
        ],
    }
    return render(request, "content/studio/translate.html", context)


def _nothing_differs() -> str:
    return _(
        "Someone else saved this translation while you were writing. "
        "Their text is now included below, and yours does not differ "
        "from it. Check it and save again."
    )


def _editor(task: TranslationTask) -> str:
    """Return the URL of the editor where the draft is published."""
    if task.row is None:
        return ""
    name = "wagtailadmin_pages:edit" if is_page(task.row) else "studio_questions:edit"
    return reverse(name, args=[task.row.pk])

"""The page of a translation, beside its source; where it is saved and handed over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.studio.translating.facts import changed_facts
from content.studio.translating.forms import TranslationForm
from content.studio.translating.pairs import Task, is_page, is_translated
from content.studio.translating.saving import save
from content.studio.translating.subjects import (
    GuidelineSubject,
    Subject,
    UnitSubject,
)
from courses import translating
from courses.errors import TranslationError
from courses.models import Course, Unit
from courses.provisions import proposing
from elearning.accounts.models import User
from elearning.accounts.requests import SignedInRequest
from elearning.languages import CODES, OWN_NAMES

_MAY_CHANGE = "questions.change_questiondraft"


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: SignedInRequest, key: UUID, language: str) -> HttpResponse:
    """Show a translation beside its source; save what was written as a draft."""
    return _translate(request, _unit(request.user, key), language)


@require_http_methods(["GET", "HEAD", "POST"])
def translate_guideline(
    request: SignedInRequest, slug: str, language: str
) -> HttpResponse:
    """Do the same for a guideline."""
    return _translate(request, _guideline(slug), language)


@require_POST
def give_back(request: SignedInRequest, key: UUID, language: str) -> HttpResponse:
    """Note that the submitted draft needs more work."""
    return _give_back(request, _unit(request.user, key), language)


@require_POST
def give_back_guideline(
    request: SignedInRequest, slug: str, language: str
) -> HttpResponse:
    """Do the same for a guideline."""
    return _give_back(request, _guideline(slug), language)


def _unit(user: User, key: UUID) -> Subject:
    units = Unit.objects.filter(
        course__in=Course.objects.in_remit_of(user).values("pk")
    )
    return UnitSubject(get_object_or_404(units.select_related("course"), key=key))


def _guideline(slug: str) -> Subject:
    return GuidelineSubject(get_object_or_404(proposing.proposed(), slug=slug))


def _translate(
    request: SignedInRequest, subject: Subject, language: str
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
    form, is_late = _form(task, request.POST), False
    if form.is_valid():
        try:
            revision = _save(request, task, form)
        except TranslationError as error:
            if is_late := error.is_late:
                form = _form(Task(subject, language), _renewed(request, task))
                form.is_valid()
            form.add_error(None, str(error))
        else:
            return _saved(request, task, str(revision.pk))
    return _page(request, task, form, is_late=is_late)


def _give_back(
    request: SignedInRequest, subject: Subject, language: str
) -> HttpResponse:
    task = _task(request.user, subject, language)
    if task is not None and task.waiting is not None:
        translating.give_back(task.waiting, by=request.user)
        messages.success(request, _("The translation is open again."))
    return redirect(subject.url("translate", language))


def _task(user: User, subject: Subject, language: str) -> Task | None:
    """Return the translation if ``user`` may work at it; ``None`` without a source."""
    if language not in CODES:
        raise Http404
    task = Task(subject, language)
    if not task.source_language:
        return None
    if not is_translated(task.source):
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


def _form(task: Task, data: Any = None) -> TranslationForm:
    initial = {"source": task.version.pk, "seen": task.seen}
    return TranslationForm(
        data, pairs=task.pairs(), language=task.language, initial=initial
    )


def _renewed(request: SignedInRequest, task: Task) -> Any:
    """Return what was sent, as if it had been written beside the draft of now."""
    data = request.POST.copy()
    data["seen"] = Task(task.subject, task.language).seen
    return data


def _save(request: SignedInRequest, task: Task, form: TranslationForm) -> Any:
    source = task.subject.version(form.cleaned_data["source"])
    if source is None:
        raise Http404
    return save(
        task,
        form.words,
        form.right,
        seen=form.cleaned_data["seen"],
        source=source.parity,
        by=request.user,
    )


def _saved(request: SignedInRequest, task: Task, reference: str) -> HttpResponse:
    if "submit" in request.POST:
        thing = task.subject.translated
        translating.submit(thing, task.language, reference, by=request.user)
        messages.success(
            request,
            _("Saved and submitted for review. Whoever reads it publishes it."),
        )
    else:
        messages.success(request, _("Saved as a draft. Nothing is published yet."))
    return redirect(task.subject.url("translate", task.language))


def _page(
    request: SignedInRequest,
    task: Task,
    form: TranslationForm,
    *,
    is_late: bool = False,
) -> HttpResponse:
    rows = form.rows()
    source, own = OWN_NAMES[task.source_language], OWN_NAMES[task.language]
    context = {
        "task": task,
        "give_back": task.subject.url("give-back", task.language),
        "table": f"{reverse('desk:parity')}?{task.subject.translated.listed}",
        "form": form,
        "rows": rows,
        "facts": changed_facts(task),
        "open": sum(row["pair"].is_open for row in rows),
        "done": sum(row["pair"].is_done for row in rows),
        "source_name": source,
        "own_name": own,
        "page_title": _("Translate"),
        "page_subtitle": f"{source} → {own}",
        "header_icon": "translate",
        "editor": _editor(task),
        "is_late": is_late,
        "breadcrumbs_items": [
            {"url": reverse("desk:parity"), "label": _("Languages")},
            {"url": "", "label": task.version.title},
        ],
    }
    return render(request, "content/studio/translate.html", context)


def _editor(task: Task) -> str:
    """Return the address of the editor where the draft is published."""
    if task.row is None:
        return ""
    name = "wagtailadmin_pages:edit" if is_page(task.row) else "studio_questions:edit"
    return reverse(name, args=[task.row.pk])

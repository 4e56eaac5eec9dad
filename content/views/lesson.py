"""A lesson of the reader's edition: to read, to check herself, to play, to finish."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from content import answering
from content.answering import Opened
from content.aside import aside
from content.models.lesson import LessonText
from content.reading import Reader, course_of, lesson_text, reader_of
from content.shown import Shown, shown, state_of
from courses import progress
from courses.assessment.errors import AnswerError
from courses.assessment.practice import checks
from courses.enquiries.reading import asked_on
from courses.models import EditionEntry
from courses.outline import safeguarded_one
from elearning.languages import CODES, OWN_NAMES, current

#: What the form of a question sends beside an answer.
_NO_ANSWER = frozenset({"csrfmiddlewaretoken", "action", "block"})
#: Noting each look would make every look a write.
_NOTE_EVERY = timedelta(minutes=1)


class Looked(Opened):
    """A lesson opened to be looked at; what everybody sees of it is kept."""

    @cached_property
    def shown(self) -> Shown:
        state = state_of(self.reader.course)
        text = self.entry.version.text()
        return shown(text, self.reader.edition, state, url=self.url)

    @cached_property
    def lesson(self) -> LessonText:
        return self.shown.text()


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, slug: str, unit: str) -> HttpResponse:
    """Show a lesson; a POST answers, decides, goes back or finishes."""
    user: Any = request.user
    course = course_of(user, slug)
    reader = reader_of(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None:
        raise Http404
    if reader.enrolment is None:
        messages.info(request, _("Enrol on this course to read its lessons."))
        return redirect(course)
    opened = Looked(reader, entry)
    if reader.enrolment.is_active:
        _note_start(reader, entry)
    if request.method == "POST":
        answer = _ACTIONS.get(request.POST.get("action", ""))
        if answer is None:
            raise Http404
        return answer(request, opened)
    return _show(request, opened)


@require_POST
def place(request: HttpRequest, slug: str, unit: str) -> HttpResponse:
    """Remember the block last seen."""
    user: Any = request.user
    course = course_of(user, slug)
    reader = reader_of(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None or reader.enrolment is None:
        raise Http404
    if reader.enrolment.is_active:
        block = request.POST.get("block", "")
        progress.note_place(reader.enrolment, entry.version.unit, block)
    return HttpResponse(status=204)


@require_safe
def captions(
    request: HttpRequest, slug: str, unit: str, block: str, language: str
) -> HttpResponse:
    """Give the captions of a film in ``language``, as WebVTT."""
    user: Any = request.user
    course = course_of(user, slug)
    reader = reader_of(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None or reader.enrolment is None:
        raise Http404
    text = next((t for t in entry.version.texts.all() if t.language == language), None)
    film = lesson_text(text).block(block) if text else None
    if film is None or film.block_type != "video" or not film.value["captions"]:
        raise Http404
    return HttpResponse(film.value["captions"], content_type="text/vtt; charset=utf-8")


def _captions(opened: Opened) -> dict[str, list[dict[str, str]]]:
    """Return the captions that each film has, by its block: language, name and address."""
    found: dict[str, list[dict[str, str]]] = {}
    texts = {text.language: text for text in opened.entry.version.texts.all()}
    for code in (code for code in CODES if code in texts):
        for block in texts[code].details.get("captions", ()):
            url = f"{opened.url}captions/{block}/{code}/"
            track = {"code": code, "name": OWN_NAMES[code], "url": url}
            found.setdefault(block, []).append(track)
    return found


def _note_start(reader: Reader, entry: EditionEntry) -> None:
    """Note that she opened the lesson; not again within a minute, at every look."""
    unit = entry.version.unit
    if reader.enrolment is None or _was_noted(reader, unit.pk):
        return
    reader.progress[unit.pk] = progress.start(
        reader.enrolment, unit, language=current()
    )


def _was_noted(reader: Reader, unit: int) -> bool:
    enrolment = reader.enrolment
    return (
        enrolment is not None
        and unit in reader.progress
        and enrolment.last_unit_id == unit
        and enrolment.last_seen_at is not None
        and timezone.now() - enrolment.last_seen_at < _NOTE_EVERY
    )


def _show(
    request: HttpRequest,
    opened: Looked,
    *,
    refused: dict[str, checks.Refused] | None = None,
) -> HttpResponse:
    """Show the lesson; ``refused`` are the questions answered with no answer, by block."""
    reader, text = opened.reader, opened.lesson
    steps, answered = reader.lessons, opened.notes.keys() | (refused or {}).keys()
    return render(
        request,
        "content/lesson.html",
        {
            "course": reader.course,
            "reader": reader,
            "lesson": text,
            "questions": text.questions,
            "recordings": text.recordings,
            "captions": _captions(opened),
            "refused": refused,
            "citations": opened.shown.citations,
            "legal_basis": opened.shown.legal_basis,
            "blocks": opened.shown.finished(answered, get_token(request)),
            "safeguarded": safeguarded_one(opened.entry.version.digest),
            "fallback": text.language if text.language != current() else "",
            "glossary": opened.shown.terms(),
            "number": steps.index(opened.entry) + 1,
            "total": len(steps),
            "notes": opened.notes,
            "answers_to": opened.url,
            "unit": opened.unit.slug,
            "is_finished": opened.is_finished,
            "may_finish": opened.may_finish,
            "previous": _link(opened, -1),
            "following": _link(opened, 1),
            "aside": aside(reader, opened.unit.pk),
            "enquiries": asked_on(opened.enrolment, opened.unit),
            "breadcrumbs": [
                (reverse("content:catalogue"), _("Course catalogue")),
                (reader.course.get_absolute_url(), _course_title(reader)),
            ],
        },
        status=400 if refused else 200,
    )


def _course_title(reader: Reader) -> str:
    return reader.front.version.title if reader.front else reader.course.title


def _link(opened: Opened, step: int) -> dict[str, str] | None:
    entry = opened.neighbour(step)
    if entry is None:
        return None
    return {"url": opened.reader.step_url(entry), "title": entry.version.title}


def _check(request: HttpRequest, opened: Looked) -> HttpResponse:
    """Answer a question of the lesson and return to it."""
    block = request.POST.get("block", "")
    sent = {
        name: values
        for name, values in request.POST.lists()
        if name not in _NO_ANSWER and any(values)
    }
    if not opened.reader.is_under_way:
        return redirect(f"{opened.url}#{block}")
    try:
        answering.check(opened, block, sent, language=current())
    except answering.GoneError:
        return _moved_on(request, opened)
    except AnswerError as error:
        refused = {block: checks.Refused(sent, str(error))}
        return _show(request, opened, refused=refused)
    return redirect(f"{opened.url}#{block}")


def _decide(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Take a choice in the scenario; an ending finishes the lesson."""
    block = opened.lesson.scenario
    if block is None:
        return _moved_on(request, opened)
    if opened.reader.is_under_way:
        node = block.value.play(opened.path).node["name"]
        choice = request.POST.get("choice", "")
        try:
            answering.decide(opened, node, choice, language=current())
        except answering.NoChoiceError:
            messages.warning(request, _("Choose an answer first."))
    return redirect(f"{opened.url}#{block.id}")


def _step_back(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Go one step back in the scenario, or to its start; the path taken is kept."""
    block = opened.lesson.scenario
    if block is None:
        return _moved_on(request, opened)
    if opened.reader.is_under_way:
        to_start = request.POST["action"] == "restart"
        progress.turn_back(opened.enrolment, opened.unit, block.id, to_start=to_start)
    return redirect(f"{opened.url}#{block.id}")


def _done(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Mark the lesson as done and go on."""
    if not opened.may_finish:
        messages.warning(
            request, _("Play the scenario to one of its endings, then go on.")
        )
        return redirect(opened.url)
    if opened.reader.is_under_way:
        finished = progress.finish(opened.enrolment, opened.unit, language=current())
        if finished:
            messages.success(request, _("You have completed this course."))
            return redirect(opened.reader.course)
    following = opened.neighbour(1)
    return redirect(opened.reader.step_url(following))


def _moved_on(request: HttpRequest, opened: Opened) -> HttpResponse:
    messages.warning(
        request, _("This part of the lesson is no longer there. Go on from here.")
    )
    return redirect(opened.url)


_ACTIONS: dict[str, Callable[[HttpRequest, Looked], HttpResponse]] = {
    "check": _check,
    "decide": _decide,
    "back": _step_back,
    "restart": _step_back,
    "done": _done,
}

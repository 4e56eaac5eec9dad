"""The page of a lesson: reading, self-checks, scenario and completion."""

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

from content import lesson_answers
from content.learner_view import (
    CourseReader,
    find_course_reader,
    get_visible_course,
    load_lesson_text,
)
from content.lesson_answers import OpenedLesson
from content.lesson_cache import CachedLesson, get_cache_state, get_cached_lesson
from content.models.lesson_page import LessonText
from content.outline_panel import render_outline_panel
from courses import progress
from courses.assessment.errors import AnswerError
from courses.assessment.practice import self_check_questions
from courses.enquiries.lesson_enquiries import list_lesson_enquiries
from courses.models import EditionEntry
from courses.release.content_approvals import find_safeguard_approval
from elearning.languages import CODES, OWN_NAMES, get_current_language

#: Fields of a question’s form that are not part of the answer.
_NO_ANSWER = frozenset({"csrfmiddlewaretoken", "action", "block"})
#: Recording every view would turn every view into a write.
_NOTE_EVERY = timedelta(minutes=1)


class ViewedLesson(OpenedLesson):
    """A lesson opened for viewing; content that is the same for everybody is cached."""

    @cached_property
    def shown(self) -> CachedLesson:
        state = get_cache_state(self.reader.course)
        text = self.entry.version.text()
        return get_cached_lesson(text, self.reader.edition, state, url=self.url)

    @cached_property
    def lesson(self) -> LessonText:
        return self.shown.text()


@require_http_methods(["GET", "HEAD", "POST"])
def show_lesson(request: HttpRequest, slug: str, unit: str) -> HttpResponse:
    """Show a lesson; a POST answers, decides, goes back or finishes."""
    user: Any = request.user
    course = get_visible_course(user, slug)
    reader = find_course_reader(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None:
        raise Http404
    if reader.enrolment is None:
        messages.info(request, _("Enrol on this course to read its lessons."))
        return redirect(course)
    opened = ViewedLesson(reader, entry)
    if reader.enrolment.is_active:
        _note_start(reader, entry)
    if request.method == "POST":
        answer = _ACTIONS.get(request.POST.get("action", ""))
        if answer is None:
            raise Http404
        return answer(request, opened)
    return _show(request, opened)


@require_POST
def save_reading_place(request: HttpRequest, slug: str, unit: str) -> HttpResponse:
    """Record the block last seen."""
    user: Any = request.user
    course = get_visible_course(user, slug)
    reader = find_course_reader(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None or reader.enrolment is None:
        raise Http404
    if reader.enrolment.is_active:
        block = request.POST.get("block", "")
        progress.record_reading_place(reader.enrolment, entry.version.unit, block)
    return HttpResponse(status=204)


@require_safe
def serve_captions(
    request: HttpRequest, slug: str, unit: str, block: str, language: str
) -> HttpResponse:
    """Return the captions of a film in ``language``, as WebVTT."""
    user: Any = request.user
    course = get_visible_course(user, slug)
    reader = find_course_reader(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or entry is None or reader.enrolment is None:
        raise Http404
    text = next((t for t in entry.version.texts.all() if t.language == language), None)
    film = load_lesson_text(text).block(block) if text else None
    if film is None or film.block_type != "video" or not film.value["captions"]:
        raise Http404
    return HttpResponse(film.value["captions"], content_type="text/vtt; charset=utf-8")


def _captions(opened: OpenedLesson) -> dict[str, list[dict[str, str]]]:
    """Return the caption tracks of each film, by block: language, name and URL."""
    found: dict[str, list[dict[str, str]]] = {}
    texts = {text.language: text for text in opened.entry.version.texts.all()}
    for code in (code for code in CODES if code in texts):
        for block in texts[code].details.get("captions", ()):
            url = f"{opened.url}captions/{block}/{code}/"
            track = {"code": code, "name": OWN_NAMES[code], "url": url}
            found.setdefault(block, []).append(track)
    return found


def _note_start(reader: CourseReader, entry: EditionEntry) -> None:
    """Record that the learner opened the lesson, at most once a minute."""
    unit = entry.version.unit
    if reader.enrolment is None or _was_noted(reader, unit.pk):
        return
    reader.progress[unit.pk] = progress.start_unit(
        reader.enrolment, unit, language=get_current_language()
    )


def _was_noted(reader: CourseReader, unit: int) -> bool:
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
    opened: ViewedLesson,
    *,
    refused: dict[str, self_check_questions.RefusedAnswer] | None = None,
) -> HttpResponse:
    """Show the lesson; ``refused`` are invalid answers, by block."""
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
            "safeguarded": find_safeguard_approval(opened.entry.version.digest),
            "fallback": text.language
            if text.language != get_current_language()
            else "",
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
            "aside": render_outline_panel(reader, opened.unit.pk),
            "enquiries": list_lesson_enquiries(opened.enrolment, opened.unit),
            "breadcrumbs": [
                (reverse("content:catalogue"), _("Course catalogue")),
                (reader.course.get_absolute_url(), _course_title(reader)),
            ],
        },
        status=400 if refused else 200,
    )


def _course_title(reader: CourseReader) -> str:
    return reader.front.version.title if reader.front else reader.course.title


def _link(opened: OpenedLesson, step: int) -> dict[str, str] | None:
    entry = opened.neighbour(step)
    if entry is None:
        return None
    return {"url": opened.reader.step_url(entry), "title": entry.version.title}


def _check(request: HttpRequest, opened: ViewedLesson) -> HttpResponse:
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
        lesson_answers.answer_lesson_question(
            opened, block, sent, language=get_current_language()
        )
    except lesson_answers.BlockGoneError:
        return _moved_on(request, opened)
    except AnswerError as error:
        refused = {block: self_check_questions.RefusedAnswer(sent, str(error))}
        return _show(request, opened, refused=refused)
    return redirect(f"{opened.url}#{block}")


def _decide(request: HttpRequest, opened: OpenedLesson) -> HttpResponse:
    """Take a choice in the scenario; an ending finishes the lesson."""
    block = opened.lesson.scenario
    if block is None:
        return _moved_on(request, opened)
    if opened.reader.is_under_way:
        node = block.value.play(opened.path).node["name"]
        choice = request.POST.get("choice", "")
        try:
            lesson_answers.take_scenario_choice(
                opened, node, choice, language=get_current_language()
            )
        except lesson_answers.InvalidChoiceError:
            messages.warning(request, _("Choose an answer first."))
    return redirect(f"{opened.url}#{block.id}")


def _step_back(request: HttpRequest, opened: OpenedLesson) -> HttpResponse:
    """Go one step back in the scenario, or to its start; the path taken is kept."""
    block = opened.lesson.scenario
    if block is None:
        return _moved_on(request, opened)
    if opened.reader.is_under_way:
        to_start = request.POST["action"] == "restart"
        progress.step_back_in_scenario(
            opened.enrolment, opened.unit, block.id, to_start=to_start
        )
    return redirect(f"{opened.url}#{block.id}")


def _done(request: HttpRequest, opened: OpenedLesson) -> HttpResponse:
    """Mark the lesson as done and go on."""
    if not opened.may_finish:
        messages.warning(
            request,
            _("Work through the scenario to one of its endings, then continue."),
        )
        return redirect(opened.url)
    if opened.reader.is_under_way:
        finished = progress.finish_unit(
            opened.enrolment, opened.unit, language=get_current_language()
        )
        if finished:
            messages.success(request, _("You have completed this course."))
            return redirect(opened.reader.course)
    following = opened.neighbour(1)
    return redirect(opened.reader.step_url(following))


def _moved_on(request: HttpRequest, opened: OpenedLesson) -> HttpResponse:
    messages.warning(
        request, _("This part of the lesson is no longer there. Go on from here.")
    )
    return redirect(opened.url)


_ACTIONS: dict[str, Callable[[HttpRequest, ViewedLesson], HttpResponse]] = {
    "check": _check,
    "decide": _decide,
    "back": _step_back,
    "restart": _step_back,
    "done": _done,
}

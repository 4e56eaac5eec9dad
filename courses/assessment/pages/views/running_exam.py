"""The pages of a running exam; each works without JavaScript."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.attempts import (
    answer_store,
    attempt_deadlines,
    attempt_start,
    attempt_timeline,
    exam_windows,
)
from courses.assessment.errors import AnswerError, AttemptClosedError, OtherWindowError
from courses.assessment.kinds import Sent
from courses.assessment.kinds.question_type import PICK
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, AttemptItem, Sitting
from courses.assessment.pages.attempt_questions import (
    build_exam_context,
    build_list_entry,
    is_item_answered,
    list_hand_in_consequences,
    load_attempt_questions,
)
from courses.assessment.pages.exam_code_forms import MoveCodeForm
from courses.assessment.sittings import access_codes
from elearning.accounts.signed_in_request import SignedInRequest

#: The fields of a question's form that are not part of the answer.
_NO_ANSWER = frozenset({"csrfmiddlewaretoken", "sequence", "go", "lost"})
#: The buttons that set or remove a flag; they take no step.
_FLAGS = {"flag": True, "unflag": False}
#: The anchor at which a scenario continues.
_HERE = "now"
_PLACE = "components/question_navigator.html#place"
_ENDS = "components/exam_bar.html#ends"


@require_http_methods(["GET", "HEAD", "POST"])
def move_exam(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Continue the exam in this window and close it in the previous one.

    On another device, an invigilated exam requires the attempt's own code.
    """
    attempt = _attempt(request, key)
    now = timezone.now()
    attempt = attempt_deadlines.close_overdue_attempt(attempt, at=now)
    if not attempt.is_open:
        return _ended(request, attempt)
    if request.method != "POST":  # the page that asks for the code was opened again
        return redirect("assessment:start", attempt.enrolment.key)
    room, is_known = attempt.sitting, exam_windows.is_known_device(request, attempt)
    if room and room.is_invigilated and not is_known:
        form = MoveCodeForm(request.POST if "code" in request.POST else None)
        if not _may_move(request, attempt, room, form):
            context = {
                "attempt": attempt,
                "form": form,
                "position": _number(request, "q"),
            }
            status = 400 if form.is_bound else 200
            return render(request, "assessment/move.html", context, status=status)
    try:
        attempt = attempt_start.move_attempt_to_window(
            attempt, at=now, by=request.user, is_known=is_known
        )
    except OtherWindowError:
        return _elsewhere(request, attempt)
    exam_windows.remember_window(request, attempt)
    return redirect(
        exam_windows.build_attempt_url("question", attempt, _number(request, "q"))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_exam_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show one question; save the posted answer and go on."""
    if request.method == "POST":
        return _answer(request, key)
    attempt = _attempt(request, key)
    if refused := _refusal(request, attempt):
        return refused
    return _asked(request, attempt)


@require_safe
def list_exam_questions(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Return all other questions to the script, so candidates can go on offline."""
    attempt = _attempt(request, key)
    if refused := _refusal(request, attempt):
        return refused
    asked = load_attempt_questions(attempt).all_asked(besides=_number(request, "q"))
    return render(request, "assessment/sheet.html", {"all_asked": asked})


@require_safe
def show_exam_overview(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show which questions are answered, unanswered and flagged."""
    attempt = _attempt(request, key)
    if refused := _refusal(request, attempt):
        return refused
    all_items = load_attempt_questions(attempt)
    context = build_exam_context(attempt, all_items, timezone.now()) | {
        "places": all_items.places(),
        "hand_in_url": exam_windows.build_attempt_url("hand-in", attempt),
        "back_url": exam_windows.build_attempt_url("question", attempt, 1),
    }
    return render(request, "assessment/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_exam(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask for confirmation once, then hand in and mark."""
    attempt = _attempt(request, key)
    if request.method == "POST" and not attempt.is_open:
        return redirect("learner:result", attempt.key)  # clicked twice
    if refused := _refusal(request, attempt):
        return refused
    if request.method == "POST":
        attempt_marking.mark_attempt(attempt, at=timezone.now(), by=request.user)
        return redirect("learner:result", attempt.key)
    all_items = load_attempt_questions(attempt)
    context = build_exam_context(attempt, all_items, timezone.now())
    context["consequences"] = list_hand_in_consequences(all_items)
    return render(request, "assessment/hand_in.html", context)


def _attempt(request: SignedInRequest, key: UUID) -> Attempt:
    own = Attempt.every.visible_to(request.user)
    found = own.select_related(
        "paper__version", "enrolment__course", "enrolment__learner", "sitting"
    )
    return get_object_or_404(found.prefetch_related("paper__version__texts"), key=key)


def _may_move(
    request: SignedInRequest, attempt: Attempt, room: Sitting, form: MoveCodeForm
) -> bool:
    """Return whether ``form`` holds the code that moves ``attempt``; note the error."""
    if not form.is_valid():
        return False
    learner = attempt.enrolment.learner
    if not access_codes.consume_code_try(request, learner):
        form.add_error("code", access_codes.render_code_limit_error())
    elif not access_codes.is_move_code(attempt, room, form.cleaned_data["code"]):
        form.add_error("code", access_codes.render_move_code_error())
    else:
        access_codes.reset_code_tries(request, learner)
    return form.is_valid()


def _refusal(request: SignedInRequest, attempt: Attempt) -> HttpResponse | None:
    """Return the response for an attempt that has ended or is held elsewhere."""
    attempt = attempt_deadlines.close_overdue_attempt(attempt, at=timezone.now())
    if not attempt.is_open:
        return _ended(request, attempt)
    if not exam_windows.is_current_window(request, attempt):
        return _elsewhere(request, attempt)
    return None


def _ended(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    answer = redirect("learner:result", attempt.key)
    if _wants_json(request):
        return JsonResponse({"url": answer.url}, status=409)
    if attempt.ended_by == Attempt.EndedBy.LEARNER:  # the result explains the clock
        messages.info(
            request,
            _("This exam has been handed in. Its answers can no longer be changed."),
        )
    return answer


def _elsewhere(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    context = {
        "attempt": attempt,
        "title": attempt.title,
        "position": _number(request, "q"),
    }
    if _wants_json(request):
        text = _("This exam was continued in another window.")
        return JsonResponse({"error": text, "elsewhere": True}, status=409)
    return render(request, "assessment/elsewhere.html", context, status=409)


def _asked(
    request: SignedInRequest,
    attempt: Attempt,
    *,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a question, its form filled with ``sent`` or with the saved answer."""
    sheet = load_attempt_questions(attempt)
    asked = sheet.asked(_number(request, "q"), sent)
    if asked.form.unfolds:  # a refused choice is not a step of it
        asked = sheet.asked(asked.number)
    context = build_exam_context(attempt, sheet, timezone.now()) | {
        "asked": asked,
        "places": sheet.places(asked.number),
    }
    return render(request, "assessment/question.html", context, status=status)


def _answer(request: SignedInRequest, key: UUID) -> HttpResponse:
    position, go, now = _number(request, "q"), request.POST.get("go"), timezone.now()
    try:
        sent = answer_store.SentAnswer(
            _taken(request),
            _number(request, "sequence"),
            hold=exam_windows.read_window_token(request, key),
            flagged=_FLAGS.get(go or ""),
            is_served=True,
        )
        kept = answer_store.save_answer(key, position, sent, at=now, by=request.user)
    except AnswerError as error:
        if _wants_json(request):
            told = {"error": str(error)} | _where_it_stands(request, key, position)
            return JsonResponse(told, status=400)
        messages.error(request, str(error))
        return _asked(request, _attempt(request, key), sent=_sent(request), status=400)
    except OtherWindowError:
        return _elsewhere(request, _attempt(request, key))
    except (AttemptClosedError, Attempt.DoesNotExist):
        return _ended(
            request,
            attempt_deadlines.close_overdue_attempt(_attempt(request, key), at=now),
        )
    if lost := _number(request, "lost"):
        attempt_timeline.record_connection_loss(kept.item.attempt, lost, at=now)
    if _wants_json(request):
        return JsonResponse(_saved(kept, now, go))
    if not kept.is_sent:
        messages.warning(
            request,
            _("A later answer to question %(number)s has been saved. That one counts.")
            % {"number": position},
        )
    return redirect(_next(kept.item.attempt, position, go))


def _sent(request: SignedInRequest) -> Sent:
    """Return the values sent for a question, without empty ones."""
    silent = _NO_ANSWER | {PICK} if request.POST.get("go") in _FLAGS else _NO_ANSWER
    return {
        name: values
        for name, values in request.POST.lists()
        if name not in silent and any(values)
    }


def _taken(request: SignedInRequest) -> Sent:
    """Return what was sent; raise an error for a step without a choice."""
    sent = _sent(request)
    if request.POST.get("go") == "step" and PICK not in sent:
        raise AnswerError(_("Choose what to do, then take the step."))
    return sent


def _saved(
    kept: answer_store.SavedAnswer, at: datetime, go: str | None
) -> dict[str, object]:
    """Return what the script shows after a save: the time, and the list entry."""
    page = {} if go in _FLAGS else _unfolded(kept.item.attempt, kept.item)
    kept.item.answer = kept.given
    place = build_list_entry(kept.item, answered=is_item_answered(kept.item))
    moment = timezone.localtime(kept.saved_at) if kept.saved_at else None
    return {
        "kept": kept.is_sent,
        "saved_at": time_format(moment, "H:i") if moment else "",
        "seconds_left": kept.item.attempt.seconds_left(at),
        "ends": _ends(kept.item.attempt),
        "place": render_to_string(_PLACE, {"item": place}),
    } | page


def _ends(attempt: Attempt) -> str:
    """Return the text on the end of ``attempt``, which may have been moved."""
    ends_at = time_format(timezone.localtime(attempt.ends_at), "H:i")
    facts = {"ends_at": ends_at, "extra_minutes": attempt.extra_minutes}
    return " ".join(render_to_string(_ENDS, facts).split())


def _unfolded(attempt: Attempt, item: AttemptItem) -> dict[str, object]:
    """Return the page of a question that shows more once an answer is saved."""
    if not item.question.kind.only_grows:
        return {}
    asked = load_attempt_questions(attempt).asked(item.position)
    return {"page": render_to_string("assessment/asked.html", {"asked": asked})}


def _where_it_stands(
    request: SignedInRequest, key: UUID, position: int
) -> dict[str, object]:
    """Return the page of a scenario after a refused answer."""
    attempt = _attempt(request, key)
    item = attempt.items.select_related("question").filter(position=position).first()
    if (
        item is None
        or not attempt.is_open
        or not exam_windows.is_current_window(request, attempt)
    ):
        return {}
    return _unfolded(attempt, item)


def _next(attempt: Attempt, position: int, go: str | None) -> str:
    """Return the address that the pressed button leads to."""
    step = {"next": 1, "previous": -1}.get(go or "", 0)
    if go == "step":
        return (
            f"{exam_windows.build_attempt_url('question', attempt, position)}#{_HERE}"
        )
    if go == "overview" or position + step > attempt.items.count():
        return exam_windows.build_attempt_url("overview", attempt)
    return exam_windows.build_attempt_url("question", attempt, max(1, position + step))


def _number(request: HttpRequest, name: str) -> int:
    """Return the number sent as ``name``, or 0 if it is not a number."""
    text = request.POST.get(name) or request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"

"""The list of questions, and one question: its state, its history, its leak."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.bank import leaks, reviewing, trying
from courses.assessment.models import (
    QuestionVersion,
    ReviewTask,
    State,
    StateChange,
    StateProposal,
)
from courses.compliance.summary import SMALLEST_GROUP
from courses.desk import access
from courses.desk.bank.choosing import chosen, sorts
from courses.desk.bank.forms import BankFilter, FilingForm
from courses.desk.bank.listing import LOOKS, Line, line_of, lines, tasks_of
from courses.models import UnitVersion
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.interface import figures

_PAGE = 50


@require_safe
@access.for_roles(*access.RELEASERS)
def questions(request: SignedInRequest) -> HttpResponse:
    """List the questions of all courses, by course and code."""
    form = BankFilter(request.GET, reader=request.user, sorts=sorts(request.user))
    form.is_valid()
    found = chosen(request.user, form.cleaned_data)
    columns = _columns(request.GET, form)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Question bank"),
        "form": form,
        "page": page,
        "lines": lines(page.object_list, request.user),
        "columns": columns,
        "place": FilingForm(),
        "is_filtered": any(
            value for name, value in form.cleaned_data.items() if name != "sort"
        ),
        "counts": request.user.has_role(Role.TRAINER),
        "smallest": SMALLEST_GROUP,
        "waiting": ReviewTask.objects.visible_to(request.user).open().count(),
    }
    return render(request, "desk/bank/questions.html", context)


@require_safe
@access.for_roles(*access.RELEASERS)
def question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the state of a question, how it came to it, and what may be done."""
    line = line_of(request.user, key)
    facts = list(
        StateChange.objects.visible_to(request.user)
        .filter(unit=line.unit)
        .select_related("by", "confirmed_by")
    )
    reasons = reviewing.reasons(line.unit, facts)
    context = {
        "line": line,
        "course": line.unit.course,
        "details": _details(line),
        "version": UnitVersion.objects.filter(unit=line.unit).newest().first(),
        "facts": [
            (fact, State(fact.state).label, LOOKS[State(fact.state)], reasons[fact.pk])
            for fact in facts
        ],
        "versions": QuestionVersion.objects.filter(
            version__unit=line.unit, askings__isnull=False
        )
        .select_related("version")
        .prefetch_related("corrections")
        .distinct()
        .order_by("-version__number"),
        "writes": request.user.has_role(Role.TRAINER),
        "is_quarantined": line.state == State.QUARANTINED,
        "tasks": tasks_of(
            ReviewTask.objects.visible_to(request.user)
            .open()
            .filter(question__version__unit=line.unit),
            request.user,
        ),
        "proposal": StateProposal.objects.visible_to(request.user)
        .waiting()
        .select_related("proposed_by")
        .filter(unit=line.unit)
        .first(),
        "may_lift": bool(facts) and facts[0].by_id != request.user.pk,
    }
    if trying.is_untested(line.unit):
        context |= {"trial": True, "trial_lacks": trying.trial_of(line.unit).lacks()}
    return render(
        request, "desk/bank/question.html", context | _leak(request, line, facts)
    )


def _details(line: Line) -> list[tuple[str, Any]]:
    """Return what there is to know of a question besides its words."""
    known, filed, facts = line.numbers, line.filing, line.facts
    found = [
        (_("Outcome"), facts.outcome or ""),
        (_("Legal basis"), ", ".join(facts.cites)),
        (_("Difficulty, as its author thinks"), facts.estimate),
        (_("Must-pass"), _("Yes") if facts.must_pass else ""),
        (_("Folder"), filed.folder if filed else ""),
        (_("Tags"), ", ".join(filed.tag_list) if filed else ""),
    ]
    if known and known.facility is not None:
        found += [
            (_("Measured version"), known.version),  # type: ignore[attr-defined]  # annotated
            (_("Answers"), known.n),
            (_("Facility"), f"{round(100 * known.facility)} %"),
            (
                _("Discrimination"),
                "—"
                if known.discrimination is None
                else figures.decimal(known.discrimination),
            ),
        ]
    return [(label, value) for label, value in found if value != ""]


def _columns(query: QueryDict, form: BankFilter) -> list[dict[str, Any]]:
    """Return the headings: those that may be sorted by lead to the list so sorted."""
    now = form.cleaned_data.get("sort") or ""
    order: Any = form.fields["sort"]
    may = dict(order.choices)
    headings = [
        ("", _("Question"), False),
        (None, _("State"), False),
        ("difficulty", _("Difficulty"), False),
        ("facility", _("Facility"), True),
        ("discrimination", _("Discrimination"), True),
        ("n", _("Answers"), True),
        ("times", _("Times asked"), True),
        ("last_at", _("Last asked"), False),
    ]
    found = []
    for name, label, is_number in headings:
        if name in {"facility", "discrimination", "n"} and name not in may:
            continue
        changed = query.copy()
        changed.pop("page", None)
        changed["sort"] = name or ""
        found.append(
            {
                "label": label,
                "is_number": is_number,
                "url": f"?{changed.urlencode()}" if name is not None else "",
                "is_sorted": name == now,
                "direction": "ascending"
                if name in {"", "facility", "discrimination"}
                else "descending",
            }
        )
    return found


def _leak(
    request: SignedInRequest, line: Line, facts: list[StateChange]
) -> dict[str, Any]:
    """Return the numbers and decisions of a question that is, or was, quarantined."""
    if not any(fact.state == State.QUARANTINED for fact in facts):
        return {}
    leak = leaks.leak_of(line.unit)
    return {
        "leak": leak,
        "is_small": leak.attempts - leak.under_way < SMALLEST_GROUP,
        "smallest": SMALLEST_GROUP,
        "decisions": leaks.decisions_about(facts, seen_by=request.user),
    }

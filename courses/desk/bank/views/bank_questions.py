"""The list of questions, and the page of one: state, history, leak."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.bank import question_leaks, question_trials, review_tasks
from courses.assessment.models import (
    QuestionState,
    QuestionVersion,
    ReviewTask,
    StateChange,
    StateProposal,
)
from courses.compliance.standing_summary import SMALLEST_GROUP
from courses.desk.bank.bank_filters import filter_bank_questions, list_sort_choices
from courses.desk.bank.bank_rows import (
    LOOKS,
    BankQuestionRow,
    get_bank_row,
    list_bank_rows,
    list_review_task_rows,
)
from courses.desk.bank.forms import BankFilter, FilingForm
from courses.desk.kit import access
from courses.desk.kit.list_page import (
    ColumnHeading,
    build_sorting_heading,
    paginate_rows,
)
from courses.models import UnitVersion
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface import number_formats


@require_safe
@access.require_role(*access.RELEASERS)
def list_bank_questions(request: SignedInRequest) -> HttpResponse:
    """List the questions of all courses, by course and code."""
    form = BankFilter(
        request.GET, reader=request.user, sorts=list_sort_choices(request.user)
    )
    form.is_valid()
    found = filter_bank_questions(request.user, form.cleaned_data)
    columns = _columns(request.GET, form)
    page = paginate_rows(request, found)
    context = {
        "title": _("Question bank"),
        "form": form,
        "page": page,
        "lines": list_bank_rows(page.object_list, request.user),
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
@access.require_role(*access.RELEASERS)
def show_bank_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the state of a question, its history, and the actions open to the user."""
    line = get_bank_row(request.user, key)
    facts = list(
        StateChange.objects.visible_to(request.user)
        .filter(unit=line.unit)
        .select_related("by", "confirmed_by")
    )
    reasons = review_tasks.build_change_reasons(line.unit, facts)
    context = {
        "line": line,
        "course": line.unit.course,
        "details": _details(line),
        "version": UnitVersion.objects.filter(unit=line.unit).newest().first(),
        "facts": [
            (
                fact,
                QuestionState(fact.state).label,
                LOOKS[QuestionState(fact.state)],
                reasons[fact.pk],
            )
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
        "is_quarantined": line.state == QuestionState.QUARANTINED,
        "tasks": list_review_task_rows(
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
    if question_trials.is_untested_question(line.unit):
        context |= {
            "trial": True,
            "trial_lacks": question_trials.build_question_trial(line.unit).lacks(),
        }
    return render(
        request, "desk/bank/question.html", context | _leak(request, line, facts)
    )


def _details(line: BankQuestionRow) -> list[tuple[str, Any]]:
    """Return the facts about a question other than its wording."""
    known, filed, facts = line.numbers, line.filing, line.facts
    found = [
        (_("Outcome"), facts.outcome or ""),
        (_("Legal basis"), ", ".join(facts.cites)),
        (_("Difficulty, as estimated by the author"), facts.estimate),
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
                else number_formats.format_decimal(known.discrimination),
            ),
        ]
    return [(label, value) for label, value in found if value != ""]


def _columns(query: QueryDict, form: BankFilter) -> list[ColumnHeading]:
    """Return the column headings; sortable ones link to the list in that order."""
    now = form.cleaned_data.get("sort") or ""
    order: Any = form.fields["sort"]
    may = dict(order.choices)
    named = [
        ("difficulty", _("Difficulty"), False),
        ("facility", _("Facility"), True),
        ("discrimination", _("Discrimination"), True),
        ("n", _("Answers"), True),
        ("times", _("Times asked"), True),
        ("last_at", _("Last asked"), False),
    ]
    rising = {"facility", "discrimination"}
    return [
        build_sorting_heading(query, now, "", _("Question")),
        ColumnHeading(_("State")),
        *(
            build_sorting_heading(
                query,
                now,
                name,
                label,
                is_number=is_number,
                direction="ascending" if name in rising else "descending",
            )
            for name, label, is_number in named
            if name in may or name not in {*rising, "n"}
        ),
    ]


def _leak(
    request: SignedInRequest, line: BankQuestionRow, facts: list[StateChange]
) -> dict[str, Any]:
    """Return the figures and decisions on a question that is or was quarantined."""
    if not any(fact.state == QuestionState.QUARANTINED for fact in facts):
        return {}
    leak = question_leaks.build_leak_report(line.unit)
    return {
        "leak": leak,
        "is_small": leak.attempts - leak.under_way < SMALLEST_GROUP,
        "smallest": SMALLEST_GROUP,
        "decisions": question_leaks.list_leak_decisions(facts, seen_by=request.user),
    }

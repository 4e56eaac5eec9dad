"""The statement browser: statements of the store, under pseudonyms."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from courses.compliance.answer_key_access import record_key_view
from courses.desk.kit import access
from courses.desk.records import statement_facts, statement_sentences, timeline_days
from courses.desk.records.forms import (
    StatementFilter,
    StatementIdForm,
    StatementPageForm,
)
from courses.desk.records.record_tabs import build_record_tabs
from courses.models import Unit
from courses.records import context_lookup, statement_browser
from courses.records.statement_browser import StatementSearch
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_statements(request: SignedInRequest) -> HttpResponse:
    """List statements by filter, newest first; every view is audited."""
    finder = StatementIdForm(request.GET if "id" in request.GET else None)
    if finder.is_valid():
        return redirect("desk:records:statement", finder.cleaned_data["id"])
    form = StatementFilter(request.GET)
    place = StatementPageForm(request.GET).place
    wanted = form.wanted
    page = statement_browser.get_statement_page(wanted, **place)
    audit_log.record_action(
        "records.statements_viewed",
        by=request.user,
        statements=len(page.lines),
        **_told(wanted),
        **place,
    )
    context = {
        "tabs": build_record_tabs("statements"),
        "form": form,
        "finder": finder,
        "page": page,
        "lines": [_described(line) for line in page.lines],
        "query": _filters(request),
    }
    return render(request, "desk/records/statements.html", context)


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def show_statement(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show a statement and the rows it refers to; the view is audited.

    A statement about a question reveals the right answer, or whether an answer was
    right, so it also counts as a view of the answer key.
    """
    line = statement_browser.find_statement(uuid)
    if line is None:
        raise Http404
    around = context_lookup.load_statement_context(line.content)
    about = around.unit.unit if around.unit else None
    if about is not None and about.kind == Unit.Kind.QUESTION:
        record_key_view(request.user, about.course, about.key)
    learner = around.enrolment.learner if around.enrolment else None
    audit_log.record_action(
        "records.statement_viewed",
        by=request.user,
        person=learner.key if learner else "",
        statement=str(uuid),
    )
    context = {
        "line": line,
        "sentence": statement_sentences.format_statement_sentence(line.content),
        "facts": statement_facts.list_statement_facts(
            line, around, reader=request.user
        ),
        "voided_by": statement_browser.find_voiding_id(uuid) if line.voided else None,
        "text": json.dumps(line.content, ensure_ascii=False, indent=2),
    }
    return render(request, "desk/records/statement.html", context)


def _described(line: statement_browser.RedactedStatement) -> dict[str, Any]:
    """Return a row of the list, with the moment that the list is ordered by."""
    stored, happened = localtime(line.stored_at), timeline_days.get_statement_time(line)
    return {
        "line": line,
        "sentence": statement_sentences.format_statement_sentence(line.content),
        "outcome": statement_sentences.format_statement_outcome(line.content),
        "at": stored,
        "happened": None if happened.date() == stored.date() else happened,
        "actor": _short(line.actor),
        "url": statement_facts.get_statement_list_url(actor=line.actor),
    }


def _short(pseudonym: str) -> str:
    """Return a pseudonym for a list: its first eight characters; ``agent-…`` whole."""
    return pseudonym if pseudonym.startswith("agent-") else pseudonym[:8]


def _told(wanted: StatementSearch) -> dict[str, Any]:
    """Return the filters that are set, for the audit entry."""
    return {name: str(value) for name, value in vars(wanted).items() if value}


def _filters(request: SignedInRequest) -> str:
    """Return the query string without the place in the list."""
    query = request.GET.copy()
    query.pop("older", None)
    query.pop("newer", None)
    return query.urlencode()

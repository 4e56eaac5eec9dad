"""The statement browser: what the store holds, under pseudonyms."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.records import explaining, sentences, stories
from courses.desk.records.forms import FindForm, PlaceForm, StatementFilter
from courses.desk.records.tabs import tabs
from courses.models import Unit
from courses.records import browsing, surroundings
from courses.records.browsing import Wanted
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail


@require_safe
@access.for_roles(Role.ADMINISTRATOR)
def statements(request: SignedInRequest) -> HttpResponse:
    """List statements by filter, newest first; every look is an audit entry."""
    finder = FindForm(request.GET if "id" in request.GET else None)
    if finder.is_valid():
        return redirect("desk:records:statement", finder.cleaned_data["id"])
    form = StatementFilter(request.GET)
    place = PlaceForm(request.GET).place
    wanted = form.wanted
    page = browsing.page(wanted, **place)
    trail.write(
        "records.statements_viewed",
        by=request.user,
        statements=len(page.lines),
        **_told(wanted),
        **place,
    )
    context = {
        "tabs": tabs("statements"),
        "form": form,
        "finder": finder,
        "page": page,
        "lines": [_described(line) for line in page.lines],
        "query": _filters(request),
    }
    return render(request, "desk/records/statements.html", context)


@require_safe
@access.for_roles(Role.ADMINISTRATOR)
def statement(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show one statement, and what it leads to; the look is an audit entry.

    Of a question it says what is right, or whether an answer was.
    """
    line = browsing.one(uuid)
    if line is None:
        raise Http404
    around = surroundings.of_statement(line.content)
    about = around.unit.unit if around.unit else None
    if about is not None and about.kind == Unit.Kind.QUESTION:
        note_look(request.user, about.course, about.key)
    learner = around.enrolment.learner if around.enrolment else None
    trail.write(
        "records.statement_viewed",
        by=request.user,
        person=learner.key if learner else "",
        statement=str(uuid),
    )
    context = {
        "line": line,
        "sentence": sentences.sentence(line.content),
        "facts": explaining.facts(line, around, reader=request.user),
        "voided_by": browsing.voided_by(uuid) if line.voided else None,
        "text": json.dumps(line.content, ensure_ascii=False, indent=2),
    }
    return render(request, "desk/records/statement.html", context)


def _described(line: browsing.Line) -> dict[str, Any]:
    """Return a line as the list shows it, under the moment that the list is ordered by."""
    stored, happened = localtime(line.stored_at), stories.at(line)
    return {
        "line": line,
        "sentence": sentences.sentence(line.content),
        "outcome": sentences.outcome(line.content),
        "at": stored,
        "happened": None if happened.date() == stored.date() else happened,
        "actor": _short(line.actor),
        "url": explaining.list_url(actor=line.actor),
    }


def _short(pseudonym: str) -> str:
    """Return a pseudonym as a list shows it: long ones by their first digits."""
    return pseudonym if pseudonym.startswith("agent-") else pseudonym[:8]


def _told(wanted: Wanted) -> dict[str, Any]:
    """Return the filters that are set, as an audit entry keeps them."""
    return {name: str(value) for name, value in vars(wanted).items() if value}


def _filters(request: SignedInRequest) -> str:
    """Return the filters of the address, without the place in the list."""
    query = request.GET.copy()
    query.pop("older", None)
    query.pop("newer", None)
    return query.urlencode()

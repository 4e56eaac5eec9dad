"""Forwarding of statements to other stores: state of each target, and actions on it.

Statements contain the right answers of exams, so changing where they go is recorded as
a view of the answer keys.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.compliance.answer_key_access import record_all_key_views
from courses.desk.kit import access
from courses.desk.kit.date_fields import get_day_start
from courses.desk.kit.form_page import FormPage, build_crumbs, render_form, submit_form
from courses.desk.records import statement_sentences
from courses.desk.records.record_state_looks import get_target_look
from courses.desk.records.record_tabs import build_record_tabs
from courses.desk.records.target_forms import (
    BackfillForm,
    NewTargetForm,
    RefusedStatementForm,
    TargetConnectionForm,
)
from courses.records import statement_browser
from courses.records.errors import TargetError
from courses.records.forwarding import target_setup as stores
from courses.records.forwarding.target_setup import TargetRow
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest

#: The number of refused statements on a page; more appear as these are settled.
_SHOWN = 50


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_forwarding_targets(request: SignedInRequest) -> HttpResponse:
    """List the targets, those that need attention first."""
    found = sorted(stores.list_target_rows(), key=_is_sound)
    rows = [{"row": row, "look": get_target_look(row.state)} for row in found]
    context = {"tabs": build_record_tabs("targets"), "lines": rows}
    return render(request, "desk/records/targets.html", context)


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def show_forwarding_target(request: SignedInRequest, name: str) -> HttpResponse:
    """Show a target, the actions on it, and the statements it refused."""
    row = _row(name)
    context = {
        "row": row,
        "target": row.target,
        "look": get_target_look(row.state),
        "parked": _refused(row),
        "shown": _SHOWN,
        "is_filling": row.target.backfill_before is not None,
    }
    return render(request, "desk/records/target.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def create_forwarding_target(request: SignedInRequest) -> HttpResponse:
    """Add a store to forward statements to."""
    form = NewTargetForm(request.POST or None)
    page = FormPage(_("Add a store"), _("Add the store"), crumbs=_crumbs())

    def act(given: dict[str, Any]) -> HttpResponse:
        made = stores.create_target(**given, by=request.user)
        messages.success(
            request,
            _("Everything stored from now on is sent there. Test the connection now."),
        )
        return redirect("desk:records:target", made.name)

    return _handle(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def edit_forwarding_target(request: SignedInRequest, name: str) -> HttpResponse:
    """Change the address of a target, or its key and secret."""
    shown = _row(name).target
    form = TargetConnectionForm(
        request.POST or None, initial={"endpoint": shown.endpoint}
    )
    page = FormPage(
        _("Change the connection"), _("Save the change"), crumbs=_crumbs(name)
    )

    def act(given: dict[str, Any]) -> str:
        stores.change_target(shown, **given, by=request.user)
        return _("Change saved. Test the connection now.")

    return _handle(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def backfill_forwarding_target(request: SignedInRequest, name: str) -> HttpResponse:
    """Have older statements sent to a target as well."""
    shown = _row(name).target
    form = BackfillForm(request.POST or None)
    page = FormPage(
        _("Send older statements"),
        _("Send them"),
        crumbs=_crumbs(name),
        intro=_(
            "What was stored from this day until now is sent too, gradually. "
            "What the store already has is not duplicated."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        stores.order_backfill(shown, get_day_start(given["since"]), by=request.user)
        return _(
            "The older statements are being sent gradually. You can leave this page."
        )

    return _handle(request, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def stop_forwarding(request: SignedInRequest, name: str) -> HttpResponse:
    """Stop forwarding to a target, after confirmation."""
    shown = _row(name).target
    if request.method == "POST":
        stores.stop_target(shown, by=request.user)
        messages.success(request, _("Nothing is sent to this store any more."))
        return redirect("desk:records:target", name)
    return render(request, "desk/records/stop_target.html", {"target": shown})


@require_POST
@access.require_role(Role.ADMINISTRATOR)
def pause_forwarding(request: SignedInRequest, name: str) -> HttpResponse:
    """Pause forwarding to a target."""
    stores.pause_target(_row(name).target, by=request.user)
    messages.success(request, _("Paused. Statements wait until you resume."))
    return redirect("desk:records:target", name)


@require_POST
@access.require_role(Role.ADMINISTRATOR)
def resume_forwarding(request: SignedInRequest, name: str) -> HttpResponse:
    """Resume forwarding to a target."""
    stores.resume_target(_row(name).target, by=request.user)
    messages.success(request, _("The waiting statements are being sent again."))
    return redirect("desk:records:target", name)


@require_POST
@access.require_role(Role.ADMINISTRATOR)
def check_target_connection(request: SignedInRequest, name: str) -> HttpResponse:
    """Check that a target answers and accepts the key."""
    finding = stores.probe_target(_row(name).target, by=request.user)
    if finding.ok:
        messages.success(request, finding.text)
    else:  # the page shows the error, and keeps showing it
        messages.error(
            request, _("The connection does not work. See the reason below.")
        )
    return redirect("desk:records:target", name)


@require_POST
@access.require_role(Role.ADMINISTRATOR)
def retry_refused_statements(request: SignedInRequest, name: str) -> HttpResponse:
    """Send refused statements again: the selected one, or all."""
    shown = _row(name).target
    rows = None
    if "row" in request.POST:
        rows = stores.list_parked_statements(shown).filter(
            pk=RefusedStatementForm(request.POST).row_id
        )
    number = stores.retry_target(shown, rows, by=request.user)
    if not number:
        messages.info(
            request, _("Nothing was sent: there are no refused statements left.")
        )
        return redirect("desk:records:target", name)
    text = ngettext(
        "%(number)s statement is being sent again.",
        "%(number)s statements are being sent again.",
        number,
    )
    messages.success(request, text % {"number": number})
    return redirect("desk:records:target", name)


def _refused(shown: TargetRow) -> list[dict[str, Any]]:
    """Return the oldest refused statements, each as a sentence without names."""
    rows = list(stores.list_parked_statements(shown.target)[:_SHOWN])
    lines = statement_browser.build_redacted_statements([row.statement for row in rows])
    return [
        {
            "row": row,
            "sentence": statement_sentences.format_statement_sentence(line.content),
        }
        for row, line in zip(rows, lines, strict=True)
    ]


def _is_sound(row: TargetRow) -> bool:
    return row.state != "trouble" and not row.parked


def _row(name: str) -> TargetRow:
    for row in stores.list_target_rows():
        if row.target.name == name:
            return row
    raise Http404


def _crumbs(name: str = "") -> list[tuple[str, str]]:
    steps: list[tuple[Any, ...]] = [
        ("desk:records:statements", _("Record store")),
        ("desk:records:targets", _("Forwarding to other stores")),
    ]
    if name:
        steps.append(("desk:records:target", name, name))
    return build_crumbs(*steps)


def _handle(
    request: SignedInRequest,
    form: forms.Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], str | HttpResponse],
) -> HttpResponse:
    """Handle a form about a target; submitting it is recorded as a view of answer keys.

    The view is recorded first, because writing the key file cannot be rolled back.
    """

    def act_seen(given: dict[str, Any]) -> str | HttpResponse:
        with transaction.atomic():
            record_all_key_views(request.user)
            return act(given)

    context = {"form": form, "page": page}
    done = submit_form(request, form, act_seen, TargetError, page.back_url)
    return done or render_form(request, "desk/records/secret_form.html", context)

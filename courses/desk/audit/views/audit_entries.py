"""The audit log for administrators: actions, never training records."""

from datetime import timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.date_fields import DayField, get_day_start
from courses.desk.kit.filter_fields import check_record_day
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.audit.action_labels import AREAS, format_action
from elearning.audit.models import Entry

_PAGE = 100


class AuditFilter(forms.Form):
    """Filter of the audit log."""

    area = forms.ChoiceField(
        label=_("Area"),
        choices=[("", _("All")), *sorted(AREAS.items())],
        required=False,
    )
    since = DayField(
        _("From"),
        required=False,
        validators=[check_record_day],
    )
    until = DayField(
        _("To"),
        required=False,
        validators=[check_record_day],
    )


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_audit_entries(request: SignedInRequest) -> HttpResponse:
    """List the entries, newest first; viewing them is itself audited."""
    form = AuditFilter(request.GET)
    form.is_valid()
    entries = _chosen(form.cleaned_data).select_related("by", "link")
    page = paginate_rows(request, entries, _PAGE)
    context = {
        "title": _("Audit log"),
        "form": form,
        "page": page,
        "lines": [
            (entry, format_action(entry.action), _subject(entry), _is_sealed(entry))
            for entry in page
        ],
    }
    answer = render(request, "desk/audit.html", context)
    audit_log.record_action("audit.read", by=request.user, page=page.number)
    return answer


def _chosen(given: dict[str, Any]) -> Any:
    entries = Entry.objects.all()
    if given.get("area"):
        entries = entries.filter(action__startswith=f"{given['area']}.")
    if given.get("since"):
        entries = entries.filter(at__gte=get_day_start(given["since"]))
    if given.get("until"):
        entries = entries.filter(
            at__lt=get_day_start(given["until"] + timedelta(days=1))
        )
    return entries


def _subject(entry: Entry) -> str:
    """Return the subject of ``entry`` in words: the kind of object and its number.

    A kind that no longer exists is shown as stored.
    """
    if not entry.subject_type:
        return "—"
    try:
        kind = capfirst(str(apps.get_model(entry.subject_type)._meta.verbose_name))
    except (LookupError, ValueError):
        kind = entry.subject_type
    return f"{kind}\u00a0{entry.subject_id}"


def _is_sealed(entry: Entry) -> bool:
    return hasattr(entry, "link")

"""The list of sessions by course, place and state, upcoming ones first."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.classroom.models import Session
from courses.desk.kit.filter_fields import build_course_field, build_establishment_field
from courses.models import Course
from elearning.accounts.models import User
from elearning.staff.models import Establishment

#: The name and the look of each state of a session.
LOOKS = {
    "planned": ("not-started", pgettext_lazy("session", "Planned")),
    "under-way": ("in-progress", pgettext_lazy("session", "Under way")),
    "to-close": ("due", _("To be closed")),
    "closed": ("completed", pgettext_lazy("session", "Closed")),
    "cancelled": ("not-required", pgettext_lazy("session", "Called off")),
}


class SessionFilter(forms.Form):
    """Filter of sessions; every field may stay empty."""

    course = build_course_field()
    establishment = build_establishment_field()
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Upcoming, or to be closed")),
            ("to-close", _("To be closed")),
            ("closed", pgettext_lazy("session", "Closed")),
            ("cancelled", pgettext_lazy("session", "Called off")),
            ("all", _("All")),
        ],
    )
    free = forms.BooleanField(label=_("Only with free seats"), required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        fields: Any = self.fields
        seen = Session.objects.visible_to(user).order_by()
        fields["course"].queryset = Course.objects.filter(pk__in=seen.values("course"))
        fields["establishment"].queryset = Establishment.objects.filter(
            pk__in=seen.values("establishment")
        )

    def select(self, user: User) -> QuerySet[Session]:
        """Return the sessions that pass the filter; fields with errors are ignored."""
        self.is_valid()
        given = self.cleaned_data
        rows: Any = Session.objects.visible_to(user).with_numbers()
        if course := given.get("course"):
            rows = rows.filter(course=course)
        if place := given.get("establishment"):
            rows = rows.filter(establishment=place)
        if given.get("free"):
            rows = rows.filter(taken__lt=F("seats"), starts_at__gt=timezone.now())
        rows = _in_state(rows, given.get("state", ""))
        known: QuerySet[Session] = rows.select_related("course", "establishment")
        return known.prefetch_related("all_days")


def _in_state(rows: QuerySet[Session], state: str) -> QuerySet[Session]:
    if state == "closed":
        return rows.filter(closed_at__isnull=False).order_by("-starts_at", "-pk")
    if state == "cancelled":
        return rows.filter(cancelled_at__isnull=False).order_by("-starts_at", "-pk")
    if state == "all":
        return rows.order_by("-starts_at", "-pk")
    rows = rows.filter(closed_at=None, cancelled_at=None)
    if state == "to-close":
        rows = rows.filter(ends_at__lte=timezone.now())
    return rows.order_by("starts_at", "pk")

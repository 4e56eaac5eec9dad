"""Which certificates the desk lists: the filter in the address, and what it selects."""

from typing import Any

from django import forms
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate, RevocationProposal
from courses.certificates.models.certificate import CertificateQuerySet
from courses.certificates.update_deadlines import list_overdue_completions
from courses.desk.kit.filter_fields import build_course_field, build_name_condition
from courses.models import Course
from courses.validity import add_days
from elearning.accounts.models import User
from elearning.interface.templatetags.interface import STATES

#: The states of a certificate, by the names that every screen has.
_STATES = ("valid", "expired", "replaced", "revoked")
#: What the list is asked for besides: those about which somebody has to decide.
PROPOSED = "proposed"


class CertificateFilter(forms.Form):
    """Which certificates to list; every field may stay empty."""

    course = build_course_field()
    state = forms.ChoiceField(label=_("State"), required=False)
    within = forms.IntegerField(
        label=_("Expires within (days)"),
        required=False,
        min_value=1,
        max_value=3660,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses that were ever passed."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["course"].queryset = Course.objects.filter(
            completions__isnull=False
        ).distinct()
        fields["state"].choices = [
            ("", _("All")),
            *((state, STATES[state].words) for state in _STATES),
            (PROPOSED, _("Revocation proposed")),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what was asked for in plain values, for the audit."""
        given = getattr(self, "cleaned_data", {})
        course = given.get("course")
        return {
            "course": course.code if course else "",
            "state": given.get("state", ""),
            "within": given.get("within"),
        }


def filter_certificates(form: CertificateFilter, user: User) -> CertificateQuerySet:
    """Return what ``form`` selects for ``user``, what needs action first.

    Those about which somebody has to decide come first, then what counts, the soonest to
    expire first, then the rest, the newest first. Wrong entries select nothing of their own.
    """
    form.is_valid()
    given, on = form.cleaned_data, timezone.localdate()
    found = Certificate.objects.visible_to(user)
    if course := given.get("course"):
        found = found.filter(completion__course=course)
    late = Q(expires_on__lt=on) | Q(completion__in=list_overdue_completions(on))
    if within := given.get("within"):
        found = found.filter(~late, expires_on__lte=add_days(on, within), **_counting())
    if state := given.get("state"):
        found = found.filter(_in(state, late))
    waiting = RevocationProposal.objects.waiting().filter(certificate=OuterRef("pk"))
    counts = Q(**_counting()) & ~late
    place = Case(
        When(Exists(waiting), then=0),
        When(counts, then=1),
        default=2,
        output_field=IntegerField(),
    )
    soonest = Case(When(counts, then=F("expires_on")))
    return found.annotate(place=place, soonest=soonest).order_by(
        "place", F("soonest").asc(nulls_last=True), "-issued_on", "-pk"
    )


def search_certificates(found: CertificateQuerySet, words: str) -> CertificateQuerySet:
    """Keep those whose number, or whose holder's service number or family name, begins so.

    The name printed counts as well as the one of today.
    """
    learner = "completion__learner__"
    wanted = Q(number__istartswith=words) | Q(
        **{f"{learner}staff_number__istartswith": words}
    )
    names = build_name_condition(words, f"{learner}family_name", "holder_name")
    return found.filter(wanted | names)


def _counting() -> dict[str, Any]:
    """Return the condition that neither was replaced nor revoked."""
    return {"replaced_by": None, "completion__withdrawal": None}


def _in(state: str, late: Q) -> Q:
    """Return the condition of ``state`` today; a revoked one is nothing else besides."""
    revoked = Q(completion__withdrawal__isnull=False)
    replaced = Q(replaced_by__isnull=False) & ~revoked
    waiting = RevocationProposal.objects.waiting().values("certificate")
    return {
        "valid": Q(**_counting()) & ~late,
        "expired": Q(**_counting()) & late,
        "replaced": replaced,
        "revoked": revoked,
        PROPOSED: Q(pk__in=waiting),
    }[state]

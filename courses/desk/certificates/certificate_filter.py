"""Filtering, sorting and searching of certificates."""

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
from elearning.interface.state_looks import STATES

#: States to filter by, with the same names as on every screen.
_STATES = ("valid", "expired", "replaced", "revoked")
#: Extra state: certificates whose proposed revocation waits for a decision.
PROPOSED = "proposed"


class CertificateFilter(forms.Form):
    """Filter of certificates; every field may stay empty."""

    course = build_course_field(
        Course.objects.filter(completions__isnull=False).distinct()
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    within = forms.IntegerField(
        label=_("Expires within (days)"),
        required=False,
        min_value=1,
        max_value=3660,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["state"].choices = [
            ("", _("All")),
            *((state, STATES[state].words) for state in _STATES),
            (PROPOSED, _("Revocation proposed")),
        ]

    def facts(self) -> dict[str, Any]:
        """Return the filter as plain values, for the audit log."""
        given = getattr(self, "cleaned_data", {})
        course = given.get("course")
        return {
            "course": course.code if course else "",
            "state": given.get("state", ""),
            "within": given.get("within"),
        }


def filter_certificates(form: CertificateFilter, user: User) -> CertificateQuerySet:
    """Return the certificates that ``form`` selects for ``user``, by need for action.

    Certificates with a pending proposal come first, then valid ones, soonest to expire
    first, then the rest, newest first. Invalid fields are ignored.
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
    """Keep those whose number, or holder’s service number or family name, starts so.

    Both the printed name and the current family name are searched.
    """
    learner = "completion__learner__"
    wanted = Q(number__istartswith=words) | Q(
        **{f"{learner}staff_number__istartswith": words}
    )
    names = build_name_condition(words, f"{learner}family_name", "holder_name")
    return found.filter(wanted | names)


def _counting() -> dict[str, Any]:
    """Return the condition “neither replaced nor revoked”."""
    return {"replaced_by": None, "completion__withdrawal": None}


def _in(state: str, late: Q) -> Q:
    """Return the condition of ``state`` today; revoked takes precedence over the rest."""
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

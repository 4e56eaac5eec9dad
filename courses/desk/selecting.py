"""What the compliance screens show: the filter in the address, and what it selects."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from courses.compliance.standing import Standing, State, standings
from courses.desk.access import people_at, places_of, today
from courses.models import Course
from elearning.accounts.models import User
from elearning.interface.templatetags.interface import STATES
from elearning.staff.models import Establishment, Post
from elearning.staff.relocating import Tree

#: The first day a report may be asked for: nothing was recorded before.
_EARLIEST = date(2000, 1, 1)


def has_records(day: date) -> None:
    """Refuse a day of which there can be no records."""
    if not _EARLIEST <= day <= today():
        raise forms.ValidationError(
            _("Choose a day from 2000 until today. There are no records of others.")
        )


class EstablishmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of the tree, indented by its depth."""

    def label_from_instance(self, place: Any) -> str:
        indent: str = "\u2003" * (place.depth - 1)
        return indent + str(place.title)


class CourseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A course by its code and title."""

    def label_from_instance(self, course: Any) -> str:
        return f"{course.code} — {course.title}"


class StandingFilter(forms.Form):
    """Which standings to show; every field may stay empty."""

    establishment = EstablishmentField(
        label=_("Establishment"),
        queryset=Establishment.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    post = forms.ModelChoiceField(
        label=_("Position"),
        queryset=Post.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    course = CourseField(
        label=_("Course"),
        queryset=Course.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    update = forms.BooleanField(
        label=_("Only certificates to be updated"), required=False
    )
    on = forms.DateField(
        label=_("As of"),
        required=False,
        validators=[has_records],
        widget=forms.DateInput(
            attrs={"type": "date", "class": "width-s"}, format="%Y-%m-%d"
        ),
    )

    def __init__(self, data: QueryDict, *, user: User) -> None:
        """Offer the places of the user's remit and the courses somebody must hold."""
        super().__init__(data)
        fields: Any = self.fields
        fields["establishment"].queryset = Establishment.objects.visible_to(
            user
        ).order_by("path")
        fields["course"].queryset = Course.objects.filter(
            requirements__isnull=False
        ).distinct()
        fields["state"].choices = [
            ("", _("All")),
            *((state.value, STATES[state].words) for state in State),
        ]

    def clean_on(self) -> date:
        """Take today where no day is given."""
        return self.cleaned_data["on"] or today()


@dataclass(frozen=True)
class Selection:
    """The standings one user asked for, on one day."""

    user: User
    on: date
    tops: list[Establishment]
    establishment: Establishment | None = None
    post: Post | None = None
    course: Course | None = None
    state: State | None = None
    update: bool = False

    @property
    def places(self) -> list[Establishment]:
        """The tops of what is selected."""
        return [self.establishment] if self.establishment else self.tops

    @property
    def people(self) -> Any:
        """The people of the selection, as a queryset."""
        people = people_at(self.places, self.on)
        if self.post is not None:
            people = people.filter(appointments__post=self.post).distinct()
        return people

    def standings(self, people: Any = None) -> list[Standing]:
        """Return the selected standings, the most urgent first."""
        found = standings(self.people if people is None else people, on=self.on)
        return [standing for standing in found if self._takes(standing)]

    @property
    def groups(self) -> list[Establishment]:
        """The places to compare: what is under the selected one, and itself."""
        if len(self.places) != 1:
            return self.places
        (place,) = self.places
        return [place, *Tree(self.on).children_of(place)]

    def facts(self) -> dict[str, Any]:
        """Return the selection in plain values, for the audit."""
        return {
            "as_of": self.on.isoformat(),
            "establishment": self.establishment.code if self.establishment else "",
            "post": self.post.code if self.post else "",
            "course": self.course.code if self.course else "",
            "state": self.state or "",
        } | ({"update": True} if self.update else {})

    def _takes(self, standing: Standing) -> bool:
        appointment = standing.appointment
        if appointment is None or (standing.state == State.NOT_REQUIRED != self.state):
            return False
        path = appointment.establishment.path
        return (
            any(path.startswith(place.path) for place in self.places)
            and self.post in {None, appointment.post}
            and self.course in {None, standing.course}
            and self.state in {None, standing.state}
            and (standing.waits_for_update or not self.update)
        )


def select(query: QueryDict, user: User) -> tuple[StandingFilter, Selection]:
    """Return the filter of the page and what it selects for ``user``.

    Wrong entries select nothing of their own and are said at the form; an establishment
    outside the user's remit does not exist for her.
    """
    form = StandingFilter(query, user=user)
    form.is_valid()
    if "establishment" in form.errors:
        raise Http404
    given = form.cleaned_data
    state = given.get("state")
    on = given.get("on") or today()
    tree = Tree(on)
    selection = Selection(
        user=user,
        on=on,
        tops=[tree.put_back(top) for top in places_of(user)],
        establishment=tree.put_back(given.get("establishment")),
        post=given.get("post"),
        course=given.get("course"),
        state=State(state) if state else None,
        update=given.get("update", False),
    )
    return form, selection

"""Comparison of a person’s appointments in a list with the known ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from elearning.staff.importing.columns import APPOINTMENT_COLUMNS
from elearning.staff.importing.row_parser import CellFault, ParsedRow
from elearning.staff.models import Appointment

_DAY = timedelta(days=1)
_FULL = 100


@dataclass(frozen=True)
class AppointmentStart:
    """A new appointment from a list, not yet saved, with its row."""

    row: int
    appointment: Appointment

    @property
    def told(self) -> dict[str, Any]:
        """It as plain values, as shown and stored."""
        one = self.appointment
        days = {"starts_on": one.starts_on, "ends_on": one.ends_on}
        return {"row": self.row} | _describe(one, days)


@dataclass(frozen=True)
class AppointmentEnd:
    """A new last day of a known appointment; ``None`` for no last day."""

    appointment: Appointment
    on: date | None

    @property
    def told(self) -> dict[str, Any]:
        """It as plain values, as shown and stored."""
        one = self.appointment
        days = {"starts_on": one.starts_on, "before": one.ends_on, "ends_on": self.on}
        return {"pk": one.pk} | _describe(one, days)


@dataclass
class AppointmentComparison:
    """The changes to one person’s appointments, and the faults.

    ``on`` is the reference day of the list. ``may_end`` tells which appointments are in
    the officer’s remit, and ``is_listed`` which ones the list would name if they still
    held.
    """

    on: date
    may_end: Callable[[Appointment], bool]
    is_listed: Callable[[Appointment], bool]
    begins: list[AppointmentStart] = field(default_factory=list)
    ends: list[AppointmentEnd] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def compare(self, lines: list[ParsedRow], known: list[Appointment]) -> None:
        """Compare the ``lines`` of one person with their ``known`` appointments.

        A known appointment to the same post at the same place with common days is the
        same. One that no line names ends on the day before a new one of its kind
        (acting or not); otherwise, if the list would name it, on the day of the list.
        """
        same: set[int] = set()
        for line in lines:
            matching = [one for one in known if _is_same(line, one, self.on)]
            same |= {one.pk for one in matching}
            if matching:
                self._adjust(line, matching)
            else:
                first = line.starts_on or self.on
                self.begins.append(_begin(line, first, line.ends_on))
        kept = [one for one in known if one.pk in same]
        for one in known:
            is_named = one.pk in same or _is_followed(one, kept)
            if one.holds_on(self.on) and not is_named and self.may_end(one):
                self._end_unnamed(one, lines[0].row)
        self._demand_room(known)

    def _adjust(self, line: ParsedRow, matching: list[Appointment]) -> None:
        """Adjust the known rows of one appointment to the line."""
        first = min(one.starts_on for one in matching)
        last = max(matching, key=lambda one: one.starts_on)
        if line.starts_on is not None and line.starts_on > first:
            self._blame(line.row, "starts_on", "starts_otherwise", known=first)
            return
        if line.starts_on is not None and line.starts_on < first:
            self.begins.append(_begin(line, line.starts_on, first - _DAY))
        if _differs(line, last):
            self._begin_anew(line, last)
        elif line.ends_on is None:
            if last.ends_on is not None and last.ends_on < self.on:
                self.ends.append(AppointmentEnd(last, None))
        elif line.ends_on < last.starts_on:
            self._blame(line.row, "ends_on", "order")
        elif line.ends_on != last.ends_on:
            self.ends.append(AppointmentEnd(last, line.ends_on))

    def _begin_anew(self, line: ParsedRow, known: Appointment) -> None:
        """Continue an appointment from that day on as acting or with another share."""
        if known.starts_on >= self.on:
            self._blame(line.row, "starts_on", "began_the_same_day")
            return
        self.ends.append(AppointmentEnd(known, self.on - _DAY))
        self.begins.append(
            _begin(line, self.on, line.ends_on or known.ends_on, before=known)
        )

    def _end_unnamed(self, one: Appointment, row: int) -> None:
        """End an appointment that no line names, if another follows or it is over."""
        new = [start.appointment for start in self.begins]
        followers = [
            follower.starts_on
            for follower in new
            if follower.is_acting == one.is_acting
            and (follower.ends_on is None or follower.ends_on >= self.on)
        ]
        last = self.on
        if followers:
            last = min(followers) - _DAY
        elif not self.is_listed(one):
            return
        if last < one.starts_on:
            self._blame(row, "starts_on", "began_the_same_day")
        elif one.ends_on is None or last < one.ends_on:
            self.ends.append(AppointmentEnd(one, last))

    def _demand_room(self, known: list[Appointment]) -> None:
        """Report a row with which the posts exceed a full one; acting ones are not counted."""
        ends = {end.appointment.pk: end.on for end in self.ends}
        begins = [one for one in self.begins if not one.appointment.is_acting]
        posts = [
            (one.starts_on, ends.get(one.pk, one.ends_on), one.share)
            for one in [*known, *(start.appointment for start in begins)]
            if not one.is_acting
        ]
        for start in begins:
            one = start.appointment
            days = [day for day, _last, _share in posts if one.holds_on(day)]
            most = max(_held_on(day, posts) for day in (one.starts_on, *days))
            if most > _FULL:
                self._blame(start.row, "post", "more_than_whole", total=most)
                return

    def _blame(self, row: int, name: str, code: str, **parameters: object) -> None:
        self.faults.append(CellFault(row, name, code, parameters))


def _is_same(line: ParsedRow, known: Appointment, on: date) -> bool:
    if (known.establishment_id, known.post_id) != (line.place.pk, line.post.pk):
        return False
    first = line.starts_on or on
    begins_in_time = line.ends_on is None or known.starts_on <= line.ends_on
    return begins_in_time and (known.ends_on is None or known.ends_on >= first)


def _held_on(day: date, posts: list[tuple[date, date | None, int]]) -> int:
    """Return the total share held on ``day``, in per cent."""
    return sum(
        share
        for first, last, share in posts
        if first <= day and (last is None or day <= last)
    )


def _is_followed(one: Appointment, kept: list[Appointment]) -> bool:
    """Tell whether a named appointment directly follows this one, as planned."""
    return one.ends_on is not None and any(
        other.starts_on == one.ends_on + _DAY and other.is_acting == one.is_acting
        for other in kept
    )


def _differs(line: ParsedRow, known: Appointment) -> bool:
    return any(
        column.differs(line.get(column.name), known) for column in APPOINTMENT_COLUMNS
    )


def _begin(
    line: ParsedRow,
    starts_on: date,
    ends_on: date | None,
    before: Appointment | None = None,
) -> AppointmentStart:
    """Return the appointment of a line; missing values are taken from ``before``."""
    facts = {
        column.name: column.resolve(line.get(column.name), before)
        for column in APPOINTMENT_COLUMNS
    }
    appointment = Appointment(
        establishment=line.place,
        post=line.post,
        starts_on=starts_on,
        ends_on=ends_on,
        **facts,
    )
    return AppointmentStart(line.row, appointment)


def _describe(one: Appointment, days: dict[str, date | None]) -> dict[str, Any]:
    facts = {column.name: getattr(one, column.name) for column in APPOINTMENT_COLUMNS}
    return {"place": one.establishment_id, "post": one.post_id, **days, **facts}

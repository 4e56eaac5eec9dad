"""Intake of device acts: each once, in a transaction of its own, and recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from content.offline.intake import act_parser, refusal_reasons
from content.offline.intake.act_parser import DeviceAct, UnreadableActError
from content.offline.intake.act_replay import ActRefusedError, CourseActReplay
from content.offline.models import KeptAct
from courses.models import Enrolment

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Room before the receipt for acts with the same clock time: a microsecond each.
_ROOM = timedelta(milliseconds=1)
ACCEPTED, REFUSED = KeptAct.Outcome.ACCEPTED, KeptAct.Outcome.REFUSED


@dataclass(frozen=True)
class ActReceipt:
    """The outcome of one act: when it was received, or why it was refused."""

    key: str
    state: str
    at: datetime
    reason: str = ""

    @property
    def told(self) -> dict[str, str]:
        """The answer to the device, in the active language."""
        reason = str(refusal_reasons.WORDS[self.reason]) if self.reason else ""
        at = self.at.isoformat(timespec="seconds")
        return {"key": self.key, "state": self.state, "at": at, "reason": reason}


def receive_acts(
    user: "User", sent: Sequence[Any], *, at: datetime
) -> list[ActReceipt]:
    """Receive the acts ``sent`` by a device of ``user``; return their receipts in order.

    Safe to repeat: an act received before gets the same answer, and is not done again.
    The same key with different content is refused.
    """
    taking = _Taking(user, at)
    return [taking.take(one) for one in sent]


class _Taking:
    def __init__(self, user: "User", at: datetime) -> None:
        self.user, self.at = user, at
        self.courses: dict[str, CourseActReplay | None] = {}

    def take(self, sent: Any) -> ActReceipt:
        try:
            act = act_parser.parse_act(sent)
        except UnreadableActError:
            return self._refused(
                act_parser.find_act_key(sent), refusal_reasons.UNREADABLE
            )
        applying = self._of(act.course)
        if applying is None:
            return self._refused(str(act.key), refusal_reasons.UNKNOWN)
        try:
            answer = self._do(act, applying)
        except IntegrityError:  # another person's act has this key
            return self._refused(str(act.key), refusal_reasons.CHANGED)
        if answer.state == ACCEPTED:
            applying.started.add(act.unit)
        return answer

    def _do(self, act: DeviceAct, applying: CourseActReplay) -> ActReceipt:
        """Do the act and record it; if it cannot be done, only the record remains."""
        try:
            with transaction.atomic():
                return self._keep(act, applying)
        except ActRefusedError as error:
            with transaction.atomic():
                return self._keep(act, applying, reason=error.reason)

    def _of(self, course: str) -> CourseActReplay | None:
        if course not in self.courses:
            own = Enrolment.objects.filter(learner__user=self.user, course__slug=course)
            newest = own.order_by(
                F("ended_at").asc(nulls_first=True),
                F("completed_at").asc(nulls_first=True),
                "-pk",
            )
            found = newest.select_related("course", "edition", "learner").first()
            self.courses[course] = CourseActReplay(found) if found else None
        return self.courses[course]

    def _keep(
        self, act: DeviceAct, applying: CourseActReplay, *, reason: str = ""
    ) -> ActReceipt:
        """Do the act and record it, under a lock: a device may send it twice at once.

        With a ``reason`` it is recorded but not done.
        """
        locked = Enrolment.objects.select_for_update(of=("self",), no_key=True)
        now = locked.get(pk=applying.enrolment.pk)
        known, at = self._look(act, now)
        if known is not None:
            return self._again(known, act)
        if not reason:
            applying.stand_at(now)
            applying.apply(act, at=at, received_at=self.at)
        row = KeptAct.objects.create(
            key=act.key,
            enrolment=now,
            kind=act.kind,
            unit=act.unit,
            language=act.language,
            payload=act.payload,
            done_at=act.done_at,
            at=at,
            received_at=self.at,
            outcome=REFUSED if reason else ACCEPTED,
            reason=reason,
        )
        return _answer(row)

    def _look(
        self, act: DeviceAct, enrolment: Enrolment
    ) -> tuple[KeptAct | None, datetime]:
        """Return the act if it was received before, and the time that counts.

        The time is unique among the learner’s acts, because each act’s statement is
        identified by it. A wrong clock gives many acts the same time: each then counts
        a microsecond after the one before.
        """
        at = max(min(act.done_at, self.at - _ROOM), enrolment.enrolled_at)
        near = Q(enrolment=enrolment, at__range=(at, at + _ROOM))
        mine = KeptAct.objects.visible_to(self.user)
        rows = list(mine.filter(Q(key=act.key) | near))
        taken = {row.at for row in rows if row.enrolment_id == enrolment.pk}
        while at in taken:
            at += timedelta.resolution
        return next((row for row in rows if row.key == act.key), None), at

    def _again(self, known: KeptAct, act: DeviceAct) -> ActReceipt:
        same = (known.kind, known.unit, known.language, known.payload, known.done_at)
        if same != (act.kind, act.unit, act.language, act.payload, act.done_at):
            return self._refused(str(act.key), refusal_reasons.CHANGED)
        return _answer(known)

    def _refused(self, key: str, reason: str) -> ActReceipt:
        return ActReceipt(key, REFUSED, self.at, reason)


def _answer(row: KeptAct) -> ActReceipt:
    return ActReceipt(str(row.key), row.outcome, row.received_at, row.reason)

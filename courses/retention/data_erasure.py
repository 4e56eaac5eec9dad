"""Erasure on request: analytics and free text are removed, the statutory record stays.

A worker job. Each request is one transaction with its ``Erasure``, so that an
interrupted request is unchanged and nothing is erased twice. It waits while the person
sits an exam or their records are on hold.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.attempts import answer_removal
from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    PracticeAnswer,
    Response,
)
from courses.assessment.models.attempt import AttemptQuerySet
from courses.certificates.models import Verification
from courses.enquiries import enquiry_removal as enquiries
from courses.enquiries.models import Enquiry
from courses.models import UnitProgress
from courses.records import statement_retention
from courses.retention import external_data, removal_obstacles
from courses.retention.models import Erasure, PrivacyRequest, RetentionHold
from courses.retention.privacy_requests import PAGE
from elearning.audit import audit_log, row_expiry
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember

KIND = "privacy-erased"


@dataclass(frozen=True)
class ErasableData:
    """The amount of data about a person that an erasure would remove, and would leave.

    ``left`` are attempts whose texts have to stay, because something about them is
    open.
    """

    words: int
    notes: int
    practice: int
    statements: int
    verifications: int
    beside: int
    enquiries: int
    left: int

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def count_erasable_data(learner: "StaffMember", *, at: datetime) -> ErasableData:
    """Return the amount of erasable data about ``learner`` at this moment."""
    written = _with_words(learner)
    able = removal_obstacles.filter_removable_attempts(written, at)
    words = Response.objects.filter(**_own_words("item__"), item__attempt__in=able)
    return ErasableData(
        words=words.exclude(given="").count(),
        notes=_notes(learner).count(),
        practice=PracticeAnswer.objects.of(str(learner.key)).count(),
        statements=statement_retention.count_learner_statements(learner),
        verifications=_verifications(learner).count(),
        beside=sum(
            kept.of(learner).count() for kept in external_data.list_external_records()
        ),
        enquiries=_enquiries(learner).count(),
        left=written.count() - able.count(),
    )


def run_due_erasures(at: datetime) -> int:
    """Carry out granted requests that need not wait; return their number."""
    granted = PrivacyRequest.objects.granted().order_by("pk")
    return sum(carry_out_erasure(request, at=at) for request in granted)


def find_erasure_obstacle(request: PrivacyRequest, *, at: datetime) -> str:
    """Return in words why a granted request has to wait; empty if it need not."""
    learner = request.learner
    if Attempt.every.open().filter(enrolment__learner=learner).exists():
        return _("An exam or a test is under way.")
    held = RetentionHold.objects.in_force(timezone.localdate(at))
    if held.filter(learner=learner, attempt=None).exists():
        return _("The records are on hold.")
    return ""


def carry_out_erasure(request: PrivacyRequest, *, at: datetime) -> bool:
    """Carry out a granted ``request``; tell whether it was done now."""
    learner = request.learner
    with transaction.atomic():
        learner.lock()
        due = PrivacyRequest.objects.granted().filter(pk=request.pk).exists()
        if not due or find_erasure_obstacle(request, at=at):
            return False
        written = _with_words(learner)
        able = _locked(removal_obstacles.filter_removable_attempts(written, at))
        left = written.exclude(pk__in=[one.pk for one in able])
        number = left.count()
        gone = _erase(learner, able, at)
        fact = Erasure.objects.create(request=request, gone=gone, left=number, at=at)
        audit_log.record_action(
            "privacy.erased",
            by=None,
            on=request,
            person=learner.key,
            left=number,
            gone=gone,
        )
        if learner.user is not None:
            notify_user(
                learner.user,
                KIND,
                str(request.key),
                context={"left": fact.left},
                url=PAGE,
                at=at,
            )
    return True


def render_erasure_done_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice of a completed erasure."""
    return NoticeText(
        _("The data you asked to have erased has been erased"),
        _(
            "Your training record stays, as the law requires. The page of "
            "your request shows what was erased."
        ),
    )


def _erase(
    learner: "StaffMember", attempts: Sequence[Attempt], at: datetime
) -> dict[str, int]:
    sparing = Attempt.every.filter(enrolment__learner=learner).exclude(
        pk__in=removal_obstacles.filter_removable_attempts(
            Attempt.every.filter(enrolment__learner=learner), at
        ).values("pk")
    )
    words = answer_removal.remove_own_words(attempts, at=at)
    asked, _replies = enquiries.remove_enquiries(
        list(_enquiries(learner).values_list("pk", flat=True))
    )
    practice, _by_model = PracticeAnswer.objects.of(str(learner.key)).delete()
    gone = Counter(
        words=words["answers"] + words["words"],
        notes=_notes(learner).update(notes={}),
        practice=practice,
        statements=statement_retention.remove_learner_statements(
            learner, sparing=sparing
        ),
        verifications=row_expiry.delete_expired_rows(_verifications(learner)),
        enquiries=asked,
    )
    for kept in external_data.list_external_records():
        if number := row_expiry.delete_expired_rows(kept.of(learner)):
            gone[kept.name] = number
    return dict(gone)


def _with_words(learner: "StaffMember") -> AttemptQuerySet:
    """Return the learner’s attempts with free text that is not removed yet."""
    items = AttemptItem.objects.filter(
        attempt=OuterRef("pk"), question__type__in=MARKED_BY_PEOPLE
    )
    theirs = Attempt.every.filter(enrolment__learner=learner, removals=None)
    theirs = theirs.handed_in()
    return theirs.filter(Exists(items))


def _own_words(prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}question__type__in": MARKED_BY_PEOPLE,
        "given__isnull": False,
    }


def _locked(attempts: AttemptQuerySet) -> list[Attempt]:
    locked = attempts.select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("enrolment__learner").order_by("pk"))


def _notes(learner: "StaffMember") -> Any:
    return UnitProgress.objects.filter(enrolment__learner=learner).exclude(notes={})


def _enquiries(learner: "StaffMember") -> Any:
    return Enquiry.objects.filter(enrolment__learner=learner)


def _verifications(learner: "StaffMember") -> Any:
    return Verification.objects.filter(certificate__completion__learner=learner)

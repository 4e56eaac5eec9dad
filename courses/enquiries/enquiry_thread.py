"""Questions about a paragraph, and replies: each stored once and never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enquiries import enquiry_notices, privacy_check
from courses.enquiries.errors import EnquiryError
from courses.enquiries.models import MOST_WORDS, Enquiry, Reply
from courses.models import EditionEntry, Enrolment, UnitVersion
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The maximum number of questions of one learner in a day.
MOST_A_DAY = 10


@dataclass(frozen=True)
class EnquiryDraft:
    """A learner’s question about a block of a lesson; ``key`` is created with the form."""

    version: UnitVersion
    block: str
    text: str
    language: str
    key: UUID


def submit_enquiry(
    enrolment: Enrolment, draft: EnquiryDraft, *, by: "User", at: datetime | None = None
) -> Enquiry:
    """Store the learner’s question, and notify the trainers.

    A question sent twice is stored once, and the first one is returned. Raises
    ``EnquiryError`` if it is empty or too long, if there were too many within a day, if
    the lesson is not in the learner’s edition, and if somebody is named in it.
    """
    now = at or timezone.now()
    words = _read_through(draft.text, _("Write what you want to know."))
    with transaction.atomic():
        enrolment.learner.lock()
        if same := Enquiry.objects.filter(key=draft.key).first():
            return _hers(same, enrolment)
        entries = EditionEntry.objects.filter(edition=enrolment.edition_id)
        if not entries.filter(version=draft.version).exists():
            raise EnquiryError(
                _("This lesson is no longer in your course. Open the course again.")
            )
        asked = Enquiry.objects.filter(enrolment__learner=enrolment.learner_id)
        if asked.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise EnquiryError(
                _(
                    "You have asked %(n)d questions within a day. Ask this one tomorrow, "
                    "or speak with your trainer."
                )
                % {"n": MOST_A_DAY}
            )
        enquiry = Enquiry.objects.create(
            enrolment=enrolment,
            asked_at=now,
            **vars(draft) | {"text": words},
        )
        audit_log.record_action(
            "enquiries.asked",
            by=by,
            on=enquiry,
            person=enrolment.learner.key,
            course=enrolment.course.code,
        )
        enquiry_notices.notify_trainers(enquiry)
    return enquiry


def reply_to_enquiry(
    enquiry: Enquiry,
    kind: Reply.Kind,
    text: str,
    *,
    by: "User",
    at: datetime | None = None,
) -> Reply:
    """Store an answer, or the statement that the lesson was changed; notify the learner.

    There may be several replies; repeating the last one has no effect. Raises
    ``EnquiryError`` for an answer that is empty or too long, if somebody is named in
    it, and if the question is not for ``by``.
    """
    is_change = kind == Reply.Kind.CHANGED
    words = _read_through(text, "" if is_change else _("Write the answer."))
    with transaction.atomic():
        enquiry.enrolment.learner.lock()
        if not Enquiry.objects.answerable_by(by).filter(pk=enquiry.pk).exists():
            raise EnquiryError(
                _("This question is no longer on your list. Go on to the next one.")
            )
        last = enquiry.replies.order_by("pk").last()
        if last and (last.kind, last.text) == (kind, words):
            return last
        kept = Reply.objects.create(
            enquiry=enquiry, kind=kind, text=words, by=by, at=at or timezone.now()
        )
        audit_log.record_action(
            "enquiries.changed" if is_change else "enquiries.answered",
            by=by,
            on=enquiry,
            person=enquiry.enrolment.learner.key,
            course=enquiry.enrolment.course.code,
        )
        enquiry_notices.notify_learner(kept)
    return kept


def _hers(enquiry: Enquiry, enrolment: Enrolment) -> Enquiry:
    if enquiry.enrolment_id != enrolment.pk:
        raise EnquiryError(_("This form has already been used. Open it again."))
    return enquiry


def _read_through(text: str, missing: str) -> str:
    """Return ``text`` for storage; raise ``EnquiryError`` with ``missing`` if it is empty."""
    words = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not words and missing:
        raise EnquiryError(missing)
    if len(words) > MOST_WORDS:
        raise EnquiryError(
            _("This is too long: %(n)d characters. Keep it to %(most)d.")
            % {"n": len(words), "most": MOST_WORDS}
        )
    if told := privacy_check.find_privacy_faults(words):
        raise EnquiryError(
            _("%(told)s Leave it out: do not name anyone here.") % {"told": told}
        )
    return words

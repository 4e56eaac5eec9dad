"""Open answers that name people: withheld from markers, and returned redacted.

The platform holds no data on prisoners. Anybody who reads an answer that names somebody
withholds it: markers no longer see it, and the data office removes the names.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    AttemptItem,
    GivenBack,
    SetAside,
    list_answers_to_decide,
    list_answers_to_mark,
    list_withheld_answers,
)
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

KIND = "open-answer-set-aside"


def withhold_answer(
    item: AttemptItem, *, reason: str, by: User, at: datetime
) -> SetAside:
    """Withhold an open answer from all markers, and notify the data office.

    The attempt keeps waiting for its mark. Raises ``OpenMarkError`` without a reason,
    and if the answer is not among those that ``by`` may read.
    """
    if not reason.strip():
        raise OpenMarkError(
            _("Say in a few words what it contains; do not repeat the name.")
        )
    with transaction.atomic():
        attempt = attempt_marking.lock_attempt(item.attempt)
        mine = list_answers_to_mark(by).filter(pk=item.pk) | list_answers_to_decide(
            by
        ).filter(pk=item.pk)
        if not mine.exists():
            raise OpenMarkError(
                _("You are no longer marking this answer. Go on to the next one.")
            )
        kept = SetAside.objects.create(item=item, reason=reason.strip(), by=by, at=at)
        audit_log.record_action(
            "assessment.answer_set_aside",
            by=by,
            on=item,
            person=attempt.enrolment.learner.key,
            reason=kept.reason,
        )
        _tell_data_office(kept, attempt.enrolment.course.code)
    return kept


def return_redacted_answer(
    aside: SetAside, *, text: str, by: User, at: datetime
) -> GivenBack:
    """Return an answer to the markers as ``text``, in which nobody is named.

    Raises ``OpenMarkError`` for an empty text, one longer than the question allows, and
    an answer that was already returned.
    """
    if not text.strip():
        raise OpenMarkError(_("Keep the text, and put a dash in place of each name."))
    with transaction.atomic():
        item = AttemptItem.objects.select_related("attempt").get(pk=aside.item_id)
        attempt = attempt_marking.lock_attempt(item.attempt)
        if not list_withheld_answers(by).filter(pk=aside.pk).exists():
            raise OpenMarkError(_("This answer was given back in the meantime."))
        kept = GivenBack.objects.create(
            set_aside=aside, text=text.strip(), by=by, at=at
        )
        audit_log.record_action(
            "assessment.answer_given_back",
            by=by,
            on=item,
            person=attempt.enrolment.learner.key,
        )
    return kept


def get_marker_text(item: AttemptItem) -> str:
    """Return the text that markers read; ``item`` has its answer (``with_answers``)."""
    last = GivenBack.objects.filter(set_aside__item=item).order_by("-pk").first()
    return last.text if last else str(item.answer or "")


def render_withheld_answer_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice to the data office, with the course's code."""
    return NoticeText(
        _("Course %(code)s: an answer was set aside because it may name a person")
        % context
    )


def _tell_data_office(kept: SetAside, code: str) -> None:
    for user in User.objects.administrators():
        notify_user(
            user,
            KIND,
            str(kept.pk),
            context={"code": code},
            url="/desk/marking/aside/",
            at=kept.at,
        )

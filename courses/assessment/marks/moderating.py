"""Set aside open answers that name people, and give them back without the names.

The platform holds no data of prisoners. Whoever reads an answer that names somebody
sets it aside: no marker reads it any more, and the data office strikes the names.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.errors import MarkError
from courses.assessment.marks import marking
from courses.assessment.models import (
    AttemptItem,
    GivenBack,
    SetAside,
    held_back,
    to_decide,
    to_mark,
)
from elearning.accounts.models import User
from elearning.audit import trail
from elearning.notices.sending import notify
from elearning.notices.wording import Wording

KIND = "open-answer-set-aside"


def set_aside(item: AttemptItem, *, reason: str, by: User, at: datetime) -> SetAside:
    """Withhold an open answer from all markers, and tell the data office.

    The attempt goes on waiting for its mark. Raises ``MarkError`` without a reason, and
    where the answer is not before ``by``.
    """
    if not reason.strip():
        raise MarkError(_("Say in a few words what stands in it; repeat no name."))
    with transaction.atomic():
        attempt = marking.locked(item.attempt)
        mine = to_mark(by).filter(pk=item.pk) | to_decide(by).filter(pk=item.pk)
        if not mine.exists():
            raise MarkError(
                _("This answer is no longer before you. Go on with the next one.")
            )
        kept = SetAside.objects.create(item=item, reason=reason.strip(), by=by, at=at)
        trail.write(
            "assessment.answer_set_aside",
            by=by,
            on=item,
            person=attempt.enrolment.learner.key,
            reason=kept.reason,
        )
        _tell_data_office(kept, attempt.enrolment.course.code)
    return kept


def give_back(aside: SetAside, *, text: str, by: User, at: datetime) -> GivenBack:
    """Give an answer back to the markers as ``text``, in which nobody is named.

    Raises ``MarkError`` for an empty text, one longer than the question allows, and an
    answer that was given back already.
    """
    if not text.strip():
        raise MarkError(_("Leave the text, and put a dash where a name stood."))
    with transaction.atomic():
        item = AttemptItem.objects.select_related("attempt").get(pk=aside.item_id)
        attempt = marking.locked(item.attempt)
        if not held_back(by).filter(pk=aside.pk).exists():
            raise MarkError(_("This answer was given back in the meantime."))
        kept = GivenBack.objects.create(
            set_aside=aside, text=text.strip(), by=by, at=at
        )
        trail.write(
            "assessment.answer_given_back",
            by=by,
            on=item,
            person=attempt.enrolment.learner.key,
        )
    return kept


def readable(item: AttemptItem) -> str:
    """Return the text that markers read; ``item`` has its answer (``with_answers``)."""
    last = GivenBack.objects.filter(set_aside__item=item).order_by("-pk").first()
    return last.text if last else str(item.answer or "")


def say(context: dict[str, Any]) -> Wording:
    """Return the words of the notice to the data office: the course by its code."""
    return Wording(
        _("Course %(code)s: an answer may name a person and was set aside")
        % {"code": context["code"]}
    )


def _tell_data_office(kept: SetAside, code: str) -> None:
    for user in User.objects.administrators():
        notify(
            user,
            KIND,
            str(kept.pk),
            context={"code": code},
            url="/desk/marking/aside/",
            at=kept.at,
        )

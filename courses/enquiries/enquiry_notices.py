"""Notices about questions and replies, with the code of the course and no content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.enquiries.models import Enquiry, Reply
from elearning.languages import get_current_language
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user, notify_users

ASKED = "enquiry-asked"
REPLIED = "enquiry-replied"


def notify_trainers(enquiry: Enquiry) -> None:
    """Notify the trainers of the course, except the learner; a fixed number of queries."""
    course = enquiry.enrolment.course
    trainers = course.trainers().exclude(staff_member=enquiry.enrolment.learner)
    notify_users(
        trainers,
        ASKED,
        str(enquiry.key),
        context={"code": course.code},
        url=_without_language(reverse("desk:enquiries:enquiry", args=[enquiry.key])),
        at=enquiry.asked_at,
    )


def notify_learner(reply: Reply) -> None:
    """Notify the learner of a reply, and mark the notices of trainers as read."""
    enquiry = reply.enquiry
    asked = Notice.objects.unread().filter(kind=ASKED, key=str(enquiry.key))
    asked.update(read_at=reply.at)
    user = enquiry.enrolment.learner.user
    if user is None:
        return
    notify_user(
        user,
        REPLIED,
        str(reply.pk),
        context={"code": enquiry.enrolment.course.code},
        url=_without_language(reverse("learner:questions")) + f"#q-{enquiry.key}",
        at=reply.at,
    )


def render_enquiry_asked_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for trainers."""
    return NoticeText(
        _("Course %(code)s: a learner has asked about a paragraph")
        % {"code": context["code"]},
        _("The learner is not named. Answer in the language of the question."),
    )


def render_enquiry_replied_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the learner."""
    return NoticeText(
        _("Course %(code)s: a trainer has answered your question")
        % {"code": context["code"]},
        _("The answer is under “My questions” and below the lesson."),
    )


def _without_language(address: str) -> str:
    return address.removeprefix(f"/{get_current_language()}")

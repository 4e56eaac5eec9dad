"""Questions of the demonstration’s learner about a lesson: one answered, one waiting."""

import uuid
from datetime import datetime, timedelta

from content.demo.demo_accounts import get_demo_user
from content.demo.practice_attempts import COURSE
from courses.enquiries import enquiry_thread
from courses.enquiries.models import Enquiry, Reply
from courses.models import Enrolment, Unit, UnitVersion
from elearning.staff.models import StaffMember

_LANGUAGE = "kk"
_ANSWERED = "Бұл талаптан төтенше жағдайда да шегінуге болмай ма?"
_ANSWER = (
    "Иә, болмайды. Азаптауға тыйым абсолютті: соғыс та, төтенше жағдай да, бұйрық та оны "
    "ақтамайды."
)
_WAITING = "Түнгі ауысымда кезекші жалғыз болса, осы тәртіп қалай сақталады?"
_AGO = timedelta(hours=5)


def create_learner_questions(learner: StaffMember, *, at: datetime) -> int:
    """Ask two questions of ``learner`` about their first lesson, once; return how many are new.

    A trainer answers the first. Does nothing if no lesson is loaded.
    """
    found = Enrolment.objects.active().filter(learner=learner, course__code=COURSE)
    enrolment = found.select_related("learner", "edition", "course").first()
    if enrolment is None or Enquiry.objects.filter(enrolment=enrolment).exists():
        return 0
    lessons = [
        entry.version
        for entry in enrolment.edition.steps
        if entry.version.unit.kind == Unit.Kind.LESSON
    ]
    parts = lessons[0].text(_LANGUAGE).parts if lessons else []
    if not parts:
        return 0
    asked = _ask(enrolment, lessons[0], parts[0], _ANSWERED, at - _AGO)
    enquiry_thread.reply_to_enquiry(
        asked, Reply.Kind.ANSWER, _ANSWER, by=get_demo_user("trainer"), at=at - _AGO / 2
    )
    _ask(enrolment, lessons[0], parts[1 % len(parts)], _WAITING, at - _AGO / 4)
    return 2


def _ask(
    enrolment: Enrolment, version: UnitVersion, block: str, words: str, at: datetime
) -> Enquiry:
    draft = enquiry_thread.EnquiryDraft(version, block, words, _LANGUAGE, uuid.uuid4())
    return enquiry_thread.submit_enquiry(
        enrolment, draft, by=get_demo_user("learner"), at=at
    )

"""Actions of the trail in words, for people who read it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: "dict[str, _StrPromise]" = {
    "accounts.activated": _("Account activated"),
    "accounts.closed": _("Account closed"),
    "accounts.code_issued": _("One-time code issued"),
    "accounts.created": _("Account created"),
    "accounts.second_factor_added": _("Second step of sign-in set up"),
    "accounts.second_factor_removed": _("Second step of sign-in removed"),
    "accounts.sign_in_failed": _("Sign-in failed"),
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "acknowledging.acknowledged": _("Confirmed: a guideline was read and understood"),
    "acknowledging.duties_viewed": _("List of guidelines to be read opened"),
    "acknowledging.entered_from_paper": _("Signature on paper entered"),
    "acknowledging.issue_noted": _("New issue of a guideline on paper noted"),
    "acknowledging.required": _("Reading of a guideline demanded"),
    "acknowledging.rule_ended": _("Rule for reading a guideline ended"),
    "assessment.answer_decided": _("Decision about an open answer"),
    "assessment.answer_given_back": _("Open answer given back without names"),
    "assessment.answer_marked": _("Open answer marked"),
    "assessment.answer_read": _("Open answer set aside read"),
    "assessment.answer_set_aside": _("Open answer set aside"),
    "assessment.attempt_granted": _("Further attempt granted"),
    "assessment.attempt_handed_in": _("Exam handed in, waiting for marks"),
    "assessment.attempt_marked": _("Exam marked"),
    "assessment.attempts_viewed": _("Attempts at exams read"),
    "assessment.extra_time_ended": _("Extra time ended"),
    "assessment.extra_time_granted": _("Extra time granted"),
    "assessment.extra_time_viewed": _("Extra time of a learner read"),
    "assessment.minutes_granted": _("Minutes given for a lost link"),
    "assessment.started": _("Exam started"),
    "assessment.handed_in": _("Exam handed in"),
    "assessment.marked": _("Exam marked"),
    "assessment.lost_passes_viewed": _("Passes after a corrected key read"),
    "assessment.recounted": _("Statistics of an exam counted anew"),
    "assessment.regraded": _("Exam counted anew by a corrected key"),
    "assessment.regrading_reviewed": _("Decision about a pass after a corrected key"),
    "certificates.downloaded": _("Certificate downloaded"),
    "certificates.issued": _("Certificate issued"),
    "certificates.viewed": _("Certificate viewed"),
    "competencies.domain_set": _("Domain of competence set"),
    "competencies.profile_set": _("Profile of a position set"),
    "competencies.target_set": _("Level that a position asks set"),
    "compliance.exempted": _("Exempted from a course"),
    "courses.approved": _("Content approved"),
    "courses.safeguards_reviewed": _("Safeguards of rights reviewed"),
    "courses.approval_refused": _("Approval refused"),
    "courses.release_refused": _("Release refused"),
    "courses.review_refused": _("Safeguard review refused"),
    "courses.edition_released": _("Edition released"),
    "courses.exported": _("Course exported as a package"),
    "courses.import_cancelled": _("Import of a course called off"),
    "courses.import_confirmed": _("Import of a course confirmed"),
    "courses.import_refused": _("Import of a course refused"),
    "courses.imported": _("Course made of a package"),
    "courses.enrolled": _("Enrolled on a course"),
    "courses.language_confirmed": _("Translation confirmed"),
    "courses.left": _("Left a course"),
    "provisions.lesson_reaffirmed": _(
        "A lesson or page is still right by a changed clause"
    ),
    "provisions.impact_exported": _("List of what a change touches exported"),
    "courses.parity_exported": _("Table of languages exported"),
    "courses.parity_taken_over": _("Languages compared on another platform"),
    "courses.remit_ended": _("Course taken from a trainer"),
    "courses.remit_granted": _("Course given to a trainer"),
    "courses.translation_given_back": _("Translation given back"),
    "courses.translation_saved": _("Translation saved as a draft"),
    "courses.translation_submitted": _("Translation submitted for review"),
    "courses.version_published": _("Version published"),
    "evidence.issued": _("Evidence of an exam issued"),
    "glossary.loaded": _("Glossary loaded"),
    "learner.archive_downloaded": _("Own data downloaded"),
    "privacy.kept": _("What looked like real data left in a text"),
    "questions.exported": _("Questions exported"),
    "questions.imported": _("Questions imported"),
    "staff.record_viewed": _("Record viewed"),
    "staff.exported": _("List exported"),
    "updating.demanded": _("Certificates to be updated after a change"),
    "updating.done": _("Certificate updated after a change"),
}


def words(action: str) -> str:
    """Return ``action`` in the reader's language, or as it is where it has no words."""
    return str(WORDS.get(action, action))

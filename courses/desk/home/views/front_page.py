"""The front page of the desk: work that needs action, by role."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses import version_texts
from courses.assessment.models import (
    KeyCorrection,
    Regrading,
    ReviewTask,
    StateProposal,
    list_answers_to_decide,
    list_answers_to_mark,
    list_withheld_answers,
)
from courses.certificates.lifecycle.certificate_revocation import DECIDING_ROLES
from courses.certificates.models import DESIGNERS, Design, RevocationProposal
from courses.compliance.models import Exemption
from courses.desk.accounts.account_access import (
    AccountState,
    filter_by_account_state,
    list_visible_people,
)
from courses.desk.bank.leak_exposure import list_leaked_questions
from courses.desk.home.personnel_dashboard import build_personnel_dashboard
from courses.desk.kit import access
from courses.desk.parity.guideline_parity import list_guideline_rows
from courses.desk.parity.parity_states import ParityState, filter_parity_units
from courses.desk.reviews.review_rows import filter_returned_rows
from courses.desk.reviews.review_rows import list_waiting_reviews as unreviewed
from courses.desk.rules.exception_forms import list_waiting_exceptions as without_a_day
from courses.enquiries.models import Enquiry
from courses.provisions.guideline_approval import list_guideline_proposals
from courses.release.edition_proposal import list_changed_proposals
from courses.traceability import stale_lessons
from elearning.accounts.models import AccountChange
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit.models import Entry
from elearning.languages import CODES
from elearning.staff.models import NameChange


@require_safe
@access.require_role(*access.EVERY_DESK)
def show_front_page(request: SignedInRequest) -> HttpResponse:
    """Show the pending work of each of the user’s roles."""
    context: dict[str, Any] = {}
    if request.user.has_role(*access.PERSONNEL):
        context |= build_personnel_dashboard(request)
        context["leaks"] = list_leaked_questions(request.user).count()
        lost = Regrading.objects.visible_to(request.user).lost()
        context["lost"] = lost.undecided().count()
        context["name_changes"] = NameChange.objects.decidable_by(request.user).count()
        long_ones = Exemption.objects.decidable_by(request.user, timezone.localdate())
        context["exemptions"] = long_ones.count()
        context["exceptions"] = without_a_day(request.user).count()
    context |= _of_certificates(request)
    if request.user.has_role(*access.ACCOUNT_OFFICE):
        people = list_visible_people(request.user)
        context["accounts_waiting"] = filter_by_account_state(
            people, AccountState.WAITING
        ).count()
        changes = AccountChange.objects.visible_to(request.user).waiting()
        others = changes.exclude(made_by=request.user).exclude(user=request.user)
        context["account_changes"] = others.count()
        context["accounts_missing"] = filter_by_account_state(
            people, AccountState.NONE
        ).count()
    if request.user.has_role(*access.RELEASERS):
        mine = access.list_releasable_courses(request.user)
        proposed = mine.filter(proposed_entries__isnull=False).distinct()
        context["proposals"] = [one.course for one in list_changed_proposals(proposed)]
        context["guidelines"] = [
            proposal.document
            for proposal in list_guideline_proposals()
            if proposal.is_changed
        ]
        outdated = filter_parity_units(request.user, {"state": ParityState.OUTDATED})
        context["outdated"] = outdated.count() + len(
            list_guideline_rows({"state": ParityState.OUTDATED}, CODES)
        )
        tasks = ReviewTask.objects.visible_to(request.user).open()
        by_clause = Count("pk", filter=Q(cause=ReviewTask.Cause.CLAUSE))
        context |= tasks.order_by().aggregate(reviews=Count("pk"), rechecks=by_clause)
        context["stale_lessons"] = len(stale_lessons.list_stale_lessons(mine))
        context["spoken_against"] = context["reviews"] - context["rechecks"]
        context |= _of_questions(request)
        context["is_releaser"] = True
    if request.user.has_role(*access.REVIEWERS):
        context["safeguards"] = [line for line in unreviewed() if not line.is_returned]
    if request.user.has_role(Role.TRAINER):
        context["is_trainer"] = True
        own = set(access.list_releasable_courses(request.user))
        context["returned"] = [
            line
            for line in filter_returned_rows(unreviewed())
            if line.subject.course is None or line.subject.course in own
        ]
        drafts = version_texts.get_text_source().list_unpublished_drafts(request.user)
        context |= {"drafts": drafts[:SHORT], "more_drafts": len(drafts) > SHORT}
        context["number_of_drafts"] = len(drafts)
        context["enquiries"] = (
            Enquiry.objects.answerable_by(request.user).waiting().count()
        )
        context["to_mark"] = list_answers_to_mark(request.user).count()
        context["to_decide"] = list_answers_to_decide(request.user).count()
    if request.user.has_role(Role.ADMINISTRATOR):
        context["held_back"] = list_withheld_answers(request.user).count()
        context["unsealed"] = Entry.objects.filter(link=None).count()
        context["is_administrator"] = True
    return render(request, "desk/home.html", context)


def _of_questions(request: SignedInRequest) -> dict[str, Any]:
    """Return the pending proposals about questions, as template context."""
    states = StateProposal.objects.visible_to(request.user).waiting()
    return {
        "corrections": KeyCorrection.objects.visible_to(request.user).waiting().count(),
        "states": states.exclude(proposed_by=request.user).count(),
    }


def _of_certificates(request: SignedInRequest) -> dict[str, Any]:
    """Return the proposals about certificates that the user may decide on."""
    found: dict[str, Any] = {}
    if request.user.has_role(*DECIDING_ROLES):
        asked = RevocationProposal.objects.visible_to(request.user).waiting()
        found["revocations"] = asked.exclude(proposed_by=request.user).count()
    if request.user.has_role(*DESIGNERS):
        designs = Design.objects.visible_to(request.user).waiting()
        found["design"] = designs.exclude(made_by=request.user).first()
    return found


#: The maximum number of drafts listed; the studio lists all.
SHORT = 5

"""The desk's first page: what needs action, by role."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import reading
from courses.assessment.models import (
    KeyCorrection,
    Regrading,
    ReviewTask,
    StateProposal,
    held_back,
    to_decide,
    to_mark,
)
from courses.certificates.life.revoking import DECIDING_ROLES
from courses.certificates.models import DESIGNERS, Design, RevocationProposal
from courses.compliance.models import Exemption
from courses.desk import access
from courses.desk.accounts import AccountState, in_state, people_for
from courses.desk.bank.people import leaked
from courses.desk.dashboard import personnel
from courses.desk.parity.guidelines import guidelines
from courses.desk.parity.states import State, chosen
from courses.desk.reviews.listing import returned
from courses.desk.reviews.listing import waiting as unreviewed
from courses.desk.rules.exceptions import waiting as without_a_day
from courses.enquiries.models import Enquiry
from courses.proposal import changed_among
from courses.provisions.proposing import proposals
from courses.tracing import lessons
from elearning.accounts.models import AccountChange
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.languages import CODES
from elearning.staff.models import NameChange


@require_safe
@access.for_roles(*access.EVERY_DESK)
def home(request: SignedInRequest) -> HttpResponse:
    """Show each role what waits for it."""
    context: dict[str, Any] = {}
    if request.user.has_role(*access.PERSONNEL):
        context |= personnel(request)
        context["leaks"] = leaked(request.user).count()
        lost = Regrading.objects.visible_to(request.user).lost()
        context["lost"] = lost.undecided().count()
        context["name_changes"] = NameChange.objects.decidable_by(request.user).count()
        long_ones = Exemption.objects.decidable_by(request.user, access.today())
        context["exemptions"] = long_ones.count()
        context["exceptions"] = without_a_day(request.user).count()
    context |= _of_certificates(request)
    if request.user.has_role(*access.ACCOUNT_OFFICE):
        people = people_for(request.user)
        context["accounts_waiting"] = in_state(people, AccountState.WAITING).count()
        changes = AccountChange.objects.visible_to(request.user).waiting()
        others = changes.exclude(made_by=request.user).exclude(user=request.user)
        context["account_changes"] = others.count()
        context["accounts_missing"] = in_state(people, AccountState.NONE).count()
    if request.user.has_role(*access.RELEASERS):
        mine = access.courses_of(request.user)
        proposed = mine.filter(proposed_entries__isnull=False).distinct()
        context["proposals"] = [one.course for one in changed_among(proposed)]
        context["guidelines"] = [
            proposal.document for proposal in proposals() if proposal.is_changed
        ]
        outdated = chosen(request.user, {"state": State.OUTDATED})
        context["outdated"] = outdated.count() + len(
            guidelines({"state": State.OUTDATED}, CODES)
        )
        tasks = ReviewTask.objects.visible_to(request.user).open()
        by_clause = Count("pk", filter=Q(cause=ReviewTask.Cause.CLAUSE))
        context |= tasks.order_by().aggregate(reviews=Count("pk"), rechecks=by_clause)
        context["stale_lessons"] = len(lessons.stale(mine))
        context["spoken_against"] = context["reviews"] - context["rechecks"]
        context |= _of_questions(request)
        context["is_releaser"] = True
    if request.user.has_role(*access.REVIEWERS):
        context["safeguards"] = [line for line in unreviewed() if not line.is_returned]
    if request.user.has_role(Role.TRAINER):
        context["is_trainer"] = True
        own = set(access.courses_of(request.user))
        context["returned"] = [
            line
            for line in returned(unreviewed())
            if line.subject.course is None or line.subject.course in own
        ]
        drafts = reading.source().drafts(request.user)
        context |= {"drafts": drafts[:SHORT], "more_drafts": len(drafts) > SHORT}
        context["number_of_drafts"] = len(drafts)
        context["enquiries"] = (
            Enquiry.objects.answerable_by(request.user).waiting().count()
        )
        context["to_mark"] = to_mark(request.user).count()
        context["to_decide"] = to_decide(request.user).count()
    if request.user.has_role(Role.ADMINISTRATOR):
        context["held_back"] = held_back(request.user).count()
        context["unsealed"] = Entry.objects.filter(link=None).count()
        context["is_administrator"] = True
    return render(request, "desk/home.html", context)


def _of_questions(request: SignedInRequest) -> dict[str, Any]:
    """Return what others proposed about questions."""
    states = StateProposal.objects.visible_to(request.user).waiting()
    return {
        "corrections": KeyCorrection.objects.visible_to(request.user).waiting().count(),
        "states": states.exclude(proposed_by=request.user).count(),
    }


def _of_certificates(request: SignedInRequest) -> dict[str, Any]:
    """Return what others proposed about certificates and the user may decide."""
    found: dict[str, Any] = {}
    if request.user.has_role(*DECIDING_ROLES):
        asked = RevocationProposal.objects.visible_to(request.user).waiting()
        found["revocations"] = asked.exclude(proposed_by=request.user).count()
    if request.user.has_role(*DESIGNERS):
        designs = Design.objects.visible_to(request.user).waiting()
        found["design"] = designs.exclude(made_by=request.user).first()
    return found


#: So many drafts are listed; the studio has them all.
SHORT = 5

"""The front page of the desk: work that needs action, by role."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
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
from courses.desk.rules.exception_forms import list_waiting_exceptions
from courses.enquiries.models import Enquiry
from courses.provisions.guideline_approval import list_guideline_proposals
from courses.release.edition_proposal import list_changed_proposals
from courses.traceability import stale_lessons
from elearning.accounts.models import AccountChange, User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit.models import Entry
from elearning.languages import CODES
from elearning.staff.models import NameChange

#: The maximum number of drafts listed; the studio lists all.
SHORT = 5


@require_safe
@access.require_role(*access.EVERY_DESK)
def show_front_page(request: SignedInRequest) -> HttpResponse:
    """Show the pending work of each of the user’s roles."""
    user = request.user
    context: dict[str, Any] = {}
    if user.has_role(*access.PERSONNEL):
        context |= build_personnel_dashboard(request)
    if user.has_role(*DESIGNERS):
        designs = Design.objects.visible_to(user).waiting()
        context["design"] = designs.exclude(made_by=user).first()
    if user.has_role(*access.RELEASERS):
        context |= _list_changed_content(user)
    if user.has_role(*access.REVIEWERS):
        context["safeguards"] = [line for line in unreviewed() if not line.is_returned]
    if user.has_role(Role.TRAINER):
        context |= _list_returned_content(user)
    if user.has_role(Role.ADMINISTRATOR):
        context["is_administrator"] = True
    return render(request, "desk/home.html", context | _count_waiting(user))


def _list_changed_content(user: User) -> dict[str, Any]:
    """Return what waits for a release or has become outdated, as template context."""
    mine = access.list_releasable_courses(user)
    proposed = mine.filter(proposed_entries__isnull=False).distinct()
    outdated = filter_parity_units(user, {"state": ParityState.OUTDATED})
    guidelines = list_guideline_rows({"state": ParityState.OUTDATED}, CODES)
    tasks = ReviewTask.objects.visible_to(user).open()
    by_clause = Count("pk", filter=Q(cause=ReviewTask.Cause.CLAUSE))
    found = tasks.order_by().aggregate(reviews=Count("pk"), rechecks=by_clause)
    return found | {
        "is_releaser": True,
        "proposals": [one.course for one in list_changed_proposals(proposed)],
        "guidelines": [
            proposal.document
            for proposal in list_guideline_proposals()
            if proposal.is_changed
        ],
        "outdated": outdated.count() + len(guidelines),
        "stale_lessons": len(stale_lessons.list_stale_lessons(mine)),
        "spoken_against": found["reviews"] - found["rechecks"],
    }


def _list_returned_content(user: User) -> dict[str, Any]:
    """Return a trainer’s drafts and what came back from review, as template context."""
    own = set(access.list_releasable_courses(user))
    drafts = version_texts.get_text_source().list_unpublished_drafts(user)
    return {
        "is_trainer": True,
        "returned": [
            line
            for line in filter_returned_rows(unreviewed())
            if line.subject.course is None or line.subject.course in own
        ],
        "drafts": drafts[:SHORT],
        "more_drafts": len(drafts) > SHORT,
        "number_of_drafts": len(drafts),
    }


def _count_waiting(user: User) -> dict[str, int]:
    """Return the number of things of each kind that wait for ``user``, in one query."""
    waiting: dict[str, QuerySet[Any]] = {}
    if user.has_role(*access.PERSONNEL):
        today = timezone.localdate()
        waiting |= {
            "leaks": list_leaked_questions(user),
            "lost": Regrading.objects.visible_to(user).lost().undecided(),
            "name_changes": NameChange.objects.decidable_by(user),
            "exemptions": Exemption.objects.decidable_by(user, today),
            "exceptions": list_waiting_exceptions(user),
        }
    if user.has_role(*DECIDING_ROLES):
        revocations = RevocationProposal.objects.visible_to(user).waiting()
        waiting["revocations"] = revocations.exclude(proposed_by=user)
    if user.has_role(*access.ACCOUNT_OFFICE):
        people = list_visible_people(user)
        changes = AccountChange.objects.visible_to(user).waiting()
        waiting |= {
            "accounts_waiting": filter_by_account_state(people, AccountState.WAITING),
            "accounts_missing": filter_by_account_state(people, AccountState.NONE),
            "account_changes": changes.exclude(made_by=user).exclude(user=user),
        }
    if user.has_role(*access.RELEASERS):
        states = StateProposal.objects.visible_to(user).waiting()
        waiting |= {
            "corrections": KeyCorrection.objects.visible_to(user).waiting(),
            "states": states.exclude(proposed_by=user),
        }
    if user.has_role(Role.TRAINER):
        waiting |= {
            "enquiries": Enquiry.objects.answerable_by(user).waiting(),
            "to_mark": list_answers_to_mark(user),
            "to_decide": list_answers_to_decide(user),
        }
    if user.has_role(Role.ADMINISTRATOR):
        waiting |= {
            "held_back": list_withheld_answers(user),
            "unsealed": Entry.objects.filter(link=None),
        }
    return count_rows(waiting)


def count_rows(querysets: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of rows of each of ``querysets``, by its name; one query."""
    counts: list[Any] = [
        queryset.model.objects.filter(pk__in=queryset.order_by().values("pk"))
        .order_by()
        .values_list(Value(name))
        .annotate(number=Count("pk"))
        for name, queryset in querysets.items()
    ]
    if not counts:
        return {}
    found = counts[0].union(*counts[1:], all=True).order_by()
    return dict.fromkeys(querysets, 0) | dict(found)

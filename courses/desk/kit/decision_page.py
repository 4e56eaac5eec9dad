"""Pages on which a second person decides on a proposal."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.form_page import Errors, FormPage, submit_form
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.decisions import OutdatedPageError, Proposal, check_unchanged

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class DecisionPage(FormPage):
    """The page of a proposal; while open, it can be decided on or withdrawn.

    ``note`` says who decides. ``expected`` identifies what the page shows; the form sends
    it back.
    """

    _: KW_ONLY
    expected: str = ""
    note: str = ""
    may_decide: bool = True
    may_withdraw: bool = False
    is_open: bool = True

    @property
    def may_act(self) -> bool:
        """Whether the reader can do anything on the page."""
        return self.may_decide or self.may_withdraw


def read_proposal(proposal: Proposal, reader: "User") -> dict[str, Any]:
    """Return whether ``reader`` may decide on ``proposal``, or why not, for its page."""
    is_own = proposal.is_of(reader)
    return {
        "note": str(proposal.own_words) if is_own else "",
        "may_decide": not is_own,
        "is_open": proposal.is_open,
    }


def reload_if_outdated[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """Show the page of ``view`` anew if its content was out of date when it was sent."""

    @wraps(view)
    def reload(
        request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OutdatedPageError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())

    return reload


def check_expected(request: SignedInRequest, proposal: Proposal) -> str:
    """Return what identifies ``proposal`` on a page.

    Raises ``OutdatedPageError`` if the page that was sent showed another proposal.
    """
    expected = str(proposal.pk)
    if request.method == "POST":
        shown = request.POST.get("expected", "")
        check_unchanged(shown, expected, str(proposal.outdated_words))
    return expected


def submit_decision(
    request: SignedInRequest,
    form: SecondPersonForm,
    decide: Callable[..., object],
    errors: Errors,
    back: str,
    said: tuple[str, str],
) -> HttpResponse | None:
    """Pass the decision in ``form`` to ``decide``; return ``None`` to show the page.

    ``said`` are the messages shown at ``back`` after confirming and after declining. If
    ``decide`` raises one of ``errors``, for example because somebody has decided
    meanwhile, the message is added to the form.
    """

    def act(given: dict[str, Any]) -> str:
        facts = {name: value for name, value in given.items() if name != "decision"}
        is_confirmed = form.is_confirmed
        decide(is_confirmed=is_confirmed, by=request.user, at=timezone.now(), **facts)
        return said[0] if is_confirmed else said[1]

    return submit_form(request, form, act, errors, back)

"""A page on which a second person decides about what another one proposed."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.form_page import Errors, FormPage, submit_form
from elearning.accounts.signed_in_request import SignedInRequest


@dataclass(frozen=True)
class DecisionPage(FormPage):
    """The page of a proposal, which may be decided about, or taken back, while it is open.

    ``note`` says who decides.
    """

    _: KW_ONLY
    note: str = ""
    may_decide: bool = True
    may_withdraw: bool = False
    is_open: bool = True

    @property
    def may_act(self) -> bool:
        """Whether there is anything to do for who reads it."""
        return self.may_decide or self.may_withdraw


def submit_decision(
    request: SignedInRequest,
    form: SecondPersonForm,
    decide: Callable[..., object],
    errors: Errors,
    back: str,
    said: tuple[str, str],
) -> HttpResponse | None:
    """Keep with ``decide`` what ``form`` says; return nothing where the page is to be shown.

    ``said`` is what to say at ``back`` of what was confirmed, and of what was declined. What
    ``decide`` refuses, as where somebody decided meanwhile, is said at the form.
    """

    def act(given: dict[str, Any]) -> str:
        facts = {name: value for name, value in given.items() if name != "decision"}
        is_confirmed = form.is_confirmed
        decide(is_confirmed=is_confirmed, by=request.user, at=timezone.now(), **facts)
        return said[0] if is_confirmed else said[1]

    return submit_form(request, form, act, errors, back)

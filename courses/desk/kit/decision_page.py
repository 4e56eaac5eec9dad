"""Pages on which a second person decides on a proposal."""

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
    """The page of a proposal; while open, it can be decided on or withdrawn.

    ``note`` says who decides.
    """

    _: KW_ONLY
    note: str = ""
    may_decide: bool = True
    may_withdraw: bool = False
    is_open: bool = True

    @property
    def may_act(self) -> bool:
        """Whether the reader can do anything on the page."""
        return self.may_decide or self.may_withdraw


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

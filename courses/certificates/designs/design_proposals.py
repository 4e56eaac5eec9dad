"""Changes of the certificate design: proposed by one person, adopted by another.

Certificates keep the design with which they were issued.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.certificates.designs.design_rules import PARTS, Words, iter_design_faults
from courses.certificates.errors import DesignError
from courses.certificates.models import DESIGNERS, Design, DesignDecision, Palette
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class DesignDraft:
    """An unsaved design; ``emblem`` comes from ``emblem_reader.read_emblem`` or is empty."""

    words: Words
    palette: str
    emblem: str = ""

    def design(self) -> Design:
        said = {
            code: {
                part.name: text
                for part in PARTS
                if (
                    text := " ".join(
                        self.words.get(code, {}).get(part.name, "").split()
                    )
                )
            }
            for code in CODES
        }
        return Design(words=said, palette=self.palette, emblem=self.emblem)


def propose_design(
    draft: DesignDraft, *, reason: str, by: "User", at: datetime
) -> Design:
    """Store ``draft`` as the next design, to be confirmed by somebody else.

    Raises ``DesignError`` for people outside the ministry, without a reason, for texts
    that are missing or too long, and while another design is waiting.
    """
    _demand_office(by)
    words = require_reason(reason, DesignError)
    if fault := next(iter_design_faults(draft.words), None):
        raise DesignError(f"{fault.part.label} ({fault.language}): {fault.sentence}")
    if draft.palette not in Palette:
        raise DesignError(_("Choose one of the colours."))
    try:
        with transaction.atomic():
            return _kept(draft.design(), words, by, at)
    except IntegrityError as error:
        raise DesignError(_waits()) from error  # two at the same moment


def decide_design(
    design: Design, *, is_confirmed: bool, reason: str, by: "User", at: datetime
) -> DesignDecision:
    """Adopt ``design`` for all certificates from now on, or decline it.

    Raises ``DesignError`` without a reason, for the proposer and for people outside the
    ministry, and if it is already decided.
    """
    _demand_office(by)
    decision = DesignDecision(is_confirmed=is_confirmed, reason=reason, by=by, at=at)
    with transaction.atomic():
        return decide_proposal(design, decision, number=design.number)


def _kept(design: Design, reason: str, by: "User", at: datetime) -> Design:
    if Design.objects.waiting().exists():
        raise DesignError(_waits())
    last = Design.objects.aggregate(last=Max("number"))["last"] or 0
    design.number, design.reason, design.made_by, design.made_at = (
        last + 1,
        reason,
        by,
        at,
    )
    design.save()
    audit_log.record_action(
        "certificates.design_proposed",
        by=by,
        on=design,
        reason=reason,
        number=design.number,
    )
    return design


def _demand_office(by: "User") -> None:
    if not by.has_role(*DESIGNERS):
        raise DesignError(
            _("The ministry’s personnel office decides on the design of certificates.")
        )


def _waits() -> str:
    return _("Another design is waiting for a second person. Decide on that one first.")

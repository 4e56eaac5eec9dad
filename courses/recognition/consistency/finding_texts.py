"""Texts of the findings of the records check, with advice."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from courses.recognition.models import Finding


class RecordsFindingKind(models.TextChoices):
    """Kinds of findings, named in a few words for lists."""

    ALTERED_PASS = "altered-pass", _("A pass that was changed outside the platform")
    ALTERED_CERTIFICATE = (
        "altered-certificate",
        _("A certificate that was changed outside the platform"),
    )
    NO_CERTIFICATE = "no-certificate", _("A pass without a certificate")
    OTHER_PAPER = "other-paper", _("A certificate that differs from the record")
    STRANGE_CORRECTION = "strange-correction", _("A correction that contradicts itself")
    OTHER_LAST_DAY = "other-last-day", _("A last day that does not follow the rules")
    NO_PASS = "no-pass", _("A completed course without a pass")
    DOUBLED_APPOINTMENT = "doubled-appointment", _("The same appointment twice")
    CLOSED_PLACE = "closed-place", _("An appointment at a closed establishment")
    EXEMPT_AFTER_LEAVING = "exempt-after-leaving", _("An exemption after leaving")
    ENDED_RULE = "ended-rule", _("An exception to a rule that has ended")
    ACCOUNT_AFTER_LEAVING = "account-after-leaving", _("An account after leaving")


@dataclass(frozen=True)
class RecordsFindingText:
    """A finding in words: what is inconsistent, and what to do."""

    what: str
    advice: str


_SENTENCES: "dict[RecordsFindingKind, tuple[StrPromise, StrPromise]]" = {
    RecordsFindingKind.ALTERED_PASS: (
        _(
            "The pass of course %(course)s, dated %(passed_on)s, does not "
            "match what the audit log says was recorded."
        ),
        _(
            "Tell the administrator at once: this cannot have been done on "
            "the platform's pages."
        ),
    ),
    RecordsFindingKind.ALTERED_CERTIFICATE: (
        _("Certificate %(number)s does not match what the audit log says was issued."),
        _(
            "Tell the administrator at once: this cannot have been done on "
            "the platform's pages."
        ),
    ),
    RecordsFindingKind.NO_CERTIFICATE: (
        _(
            "Course %(course)s was passed on %(passed_on)s, and no certificate proves it."
        ),
        _("Find out how it was entered. If it is wrong, have it corrected."),
    ),
    RecordsFindingKind.OTHER_PAPER: (
        _(
            "Certificate %(number)s gives a different last day from the "
            "record of the pass."
        ),
        _("Compare the two, and correct the pass: the certificate is then replaced."),
    ),
    RecordsFindingKind.STRANGE_CORRECTION: (
        _(
            "The correction of course %(course)s, passed on %(passed_on)s, "
            "replaces a pass that belongs to another person or course, or "
            "was withdrawn."
        ),
        _(
            "Tell the administrator: this cannot have been done on the "
            "platform's pages."
        ),
    ),
    RecordsFindingKind.OTHER_LAST_DAY: (
        _(
            "Course %(course)s, passed on %(passed_on)s, counts until "
            "%(expires_on)s. Under the rules it would be %(expected)s."
        ),
        _("Check whether the validity of the course was changed, or correct the pass."),
    ),
    RecordsFindingKind.NO_PASS: (
        _("Course %(course)s is marked as completed, and no pass is on record."),
        _("Tell the administrator, and enter the pass as prior learning."),
    ),
    RecordsFindingKind.DOUBLED_APPOINTMENT: (
        _("Position %(post)s at %(establishment)s is held twice at the same time."),
        _("End one of the two appointments."),
    ),
    RecordsFindingKind.CLOSED_PLACE: (
        _("Position %(post)s is held at %(establishment)s, which has closed."),
        _("End the appointment, or move the person to another establishment."),
    ),
    RecordsFindingKind.EXEMPT_AFTER_LEAVING: (
        _(
            "The exemption from course %(course)s is still in force, but no "
            "appointment is."
        ),
        _("End the exemption with the last day of service."),
    ),
    RecordsFindingKind.ENDED_RULE: (
        _(
            "A decision about course %(course)s is waiting, but the rule "
            "behind it has ended."
        ),
        _("Decide on the exception: nothing is required any more."),
    ),
    RecordsFindingKind.ACCOUNT_AFTER_LEAVING: (
        _("The account can sign in, but no appointment is in force."),
        _("Enter the appointment, or close the account."),
    ),
}


def render_records_finding(finding: "Finding") -> RecordsFindingText:
    """Return ``finding`` in the active language."""
    what, advice = _SENTENCES[RecordsFindingKind(finding.kind)]
    return RecordsFindingText(str(what) % _shown(finding.facts), str(advice))


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    """Return ``facts`` with formatted dates."""
    return {
        name: date_format(date.fromisoformat(value))
        if name in {"passed_on", "expires_on", "expected"}
        else value
        for name, value in facts.items()
    }

"""Messages to authors about findings: the words, the reason, and what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from content.privacy.sensitive_data import SensitiveDataFinding, SensitiveDataKind

SENTENCES: dict[SensitiveDataKind, Any] = {
    SensitiveDataKind.IIN: _(
        "“%(words)s” looks like somebody's identification number (IIN)."
    ),
    SensitiveDataKind.CASE: _(
        "“%(words)s” looks like the number of a real case or file."
    ),
    SensitiveDataKind.SECRECY: _(
        "“%(words)s” looks like the stamp of a restricted document."
    ),
    SensitiveDataKind.NAME: _("“%(words)s” looks like the name of a real person."),
}
WHAT_NEXT = _(
    "Nothing has been saved yet. Remove what is flagged in the texts "
    "above, or say here why it should stay, for example because it "
    "is invented. The reason is kept with your name."
)
REASON_NAMES_IT = _(
    "The reason must not contain the number or the name itself. Just "
    "say why it should stay."
)
REASON_TOO_SHORT = _("Say in one sentence why it should stay.")


def format_finding(found: SensitiveDataFinding) -> str:
    """Return the message about a finding, in the active language."""
    return str(SENTENCES[found.kind]) % {"words": found.words}

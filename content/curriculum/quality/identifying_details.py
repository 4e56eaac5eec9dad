"""Check that no text identifies a real person or place: numbers, files, names."""

import re
from collections.abc import Iterator

from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import QualityFinding
from content.privacy.sensitive_data import detect_sensitive_data

_ADVICE = "Invent it: no real person, place or document stands in a course."
#: Codes and numbers that identify establishments.
_ESTABLISHMENT = re.compile(
    r"\b[А-ЯӘҒҚҢӨҰҮҺІA-Z]{2}-\d{2,3}/\d{1,3}\b"
    r"|\b(?:[Уу]чреждени\w+|[Кк]олони\w+|[Тт]юрьм\w+)\s+№\s*\d+"
    r"|№\s*\d+\s+(?:мекеме|колония|түрме)"
    r"|\b(?:[Ee]stablishment|[Cc]olony|[Pp]rison)\s+(?:No\.?|№|number)\s*\d+"
)


def check_identifying_details(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield details that could identify a person or an establishment."""
    for text in reading.texts:
        for one in detect_sensitive_data(text.words):
            told = f"“{one.words}” may tell of somebody ({one.kind})."
            yield reading.on(text, f"identifiable.{one.kind}", told, _ADVICE)
        if found := _ESTABLISHMENT.search(text.words):
            told = f"“{found[0]}” names an establishment."
            yield reading.on(text, "identifiable.establishment", told, _ADVICE)

"""Check for editors’ marks left in texts: [G], [P], a source id, “to be verified”."""

import re
from collections.abc import Iterator

from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import QualityFinding

_ADVICE = "Take it out; what is to be verified stands in an editor’s note."
_MARKS = (
    ("marks.verification", re.compile(r"\[\s*(?:[GPV]|V-)\s*(?:[,;:][^\]]*)?\]")),
    ("marks.source", re.compile(r"(?<![\w-])S\d{1,2}(?:[–-]S?\d{1,2})?(?![\w.])")),
    (
        "marks.unfinished",
        re.compile(
            r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum|to be (?:verified|checked|confirmed|translated)"
            r"|требует проверки|подлежит проверке|уточнить позже|тексеруді қажет етеді)\b",
            re.IGNORECASE,
        ),
    ),
    ("marks.placeholder", re.compile(r"^…$|\?{3}|\{\{|\}\}|<[^>]*>")),
)


def check_editor_marks(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield every editor’s mark that a learner would see."""
    for text in reading.texts:
        for rule, pattern in _MARKS:
            for found in pattern.finditer(text.words):
                yield reading.on(
                    text, rule, f"“{found[0].strip()}” stands in a text.", _ADVICE
                )

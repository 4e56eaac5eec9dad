"""The registry of all quality checks, by name."""

from collections.abc import Callable, Iterable, Iterator

from content.curriculum.quality import (
    alphabet,
    avoided_wording,
    bank_quality,
    banned_content,
    bundle_parity,
    citation_coverage,
    editor_marks,
    glossary_terms,
    identifying_details,
    self_checks,
    spelling,
    text_length,
    typography,
    untranslated_text,
)
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import QualityFinding

#: Checks by name; the rules of a check begin with its name.
CHECKS: dict[str, Callable[[CheckedLibrary], Iterator[QualityFinding]]] = {
    "alphabet": alphabet.check_alphabet,
    "bank": bank_quality.check_question_banks,
    "identifiable": identifying_details.check_identifying_details,
    "length": text_length.check_text_length,
    "links": citation_coverage.check_citation_coverage,
    "marks": editor_marks.check_editor_marks,
    "never": banned_content.check_banned_content,
    "parity": bundle_parity.check_translation_parity,
    "self_checks": self_checks.check_self_checks,
    "spelling": spelling.check_spelling,
    "terms": glossary_terms.check_glossary_terms,
    "typography": typography.check_typography,
    "untranslated": untranslated_text.check_untranslated_text,
    "wording": avoided_wording.check_avoided_wording,
}


def run_quality_checks(
    reading: CheckedLibrary, rules: Iterable[str] = ()
) -> list[QualityFinding]:
    """Return the findings of the checks, in order.

    ``rules`` limits them to checks (``alphabet``) or single rules (``alphabet.mixed``).
    """
    wanted = tuple(rules)
    names = {rule.partition(".")[0] for rule in wanted} or set(CHECKS)
    found = [one for name in sorted(names) for one in CHECKS[name](reading)]
    return sorted({one for one in found if _is_wanted(one.rule, wanted)})


def _is_wanted(rule: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(
        rule == one or rule.startswith(f"{one}.") for one in wanted
    )

"""All checks by name, and how they are made."""

from collections.abc import Callable, Iterable, Iterator

from content.curriculum.quality import (
    alphabet,
    bank,
    identifiable,
    length,
    links,
    marks,
    never,
    parity,
    self_checks,
    spelling,
    terms,
    typography,
    untranslated,
    wording,
)
from content.curriculum.quality.findings import Finding
from content.curriculum.quality.reading import Reading

#: A check by its name, which its rules begin with.
CHECKS: dict[str, Callable[[Reading], Iterator[Finding]]] = {
    "alphabet": alphabet.check,
    "bank": bank.check,
    "identifiable": identifiable.check,
    "length": length.check,
    "links": links.check,
    "marks": marks.check,
    "never": never.check,
    "parity": parity.check,
    "self_checks": self_checks.check,
    "spelling": spelling.check,
    "terms": terms.check,
    "typography": typography.check,
    "untranslated": untranslated.check,
    "wording": wording.check,
}


def make(reading: Reading, rules: Iterable[str] = ()) -> list[Finding]:
    """Return what the checks find, in order; ``rules`` are checks or single rules of them."""
    wanted = tuple(rules)
    names = {rule.partition(".")[0] for rule in wanted} or set(CHECKS)
    found = [one for name in sorted(names) for one in CHECKS[name](reading)]
    return sorted({one for one in found if _is_wanted(one.rule, wanted)})


def _is_wanted(rule: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(
        rule == one or rule.startswith(f"{one}.") for one in wanted
    )

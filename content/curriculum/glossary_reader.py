"""Reader for the glossary of the bundles."""

from pathlib import Path

from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, read_yaml
from content.glossary.term_import import BundleTerm
from elearning.languages import CODES

FILE = "glossary.yaml"


def read_glossary(root: Path, faults: FaultCollector) -> list[BundleTerm]:
    """Return the terms under ``root``; empty if there is no glossary file."""
    path = root / FILE
    top = read_yaml(path, faults) if path.exists() else None
    if top is None:
        return []
    entries: list[BundleTerm] = []
    known: set[tuple[str, str]] = set()
    for item in top.items():
        item.only("name", "term", "definition", "forms")
        entry = BundleTerm(
            name=item.name("name"),
            terms=item.texts("term"),
            definitions=item.texts("definition"),
            forms=_forms(item),
        )
        _refuse_twice(item, entry, known)
        entries.append(entry)
    return entries


def _forms(item: YamlItem) -> dict[str, list[str]]:
    forms = item.need("forms")
    if forms is None:
        return {}
    forms.only(*CODES)
    return {code: forms.strings(code) for code in CODES}


def _refuse_twice(
    item: YamlItem, entry: BundleTerm, known: set[tuple[str, str]]
) -> None:
    """Refuse a duplicate name, and a wording that two terms claim."""
    claims = {("", entry.name)} | {
        (code, form.lower()) for code, forms in entry.forms.items() for form in forms
    }
    for _code, words in sorted(claims & known):
        item.fail(f"“{words}” stands twice.")
    known |= claims

"""Read the glossary of the bundles."""

from pathlib import Path

from content.curriculum.errors import Faults
from content.curriculum.yaml_items import Item, read_yaml
from content.glossary.loading import Entry
from elearning.languages import CODES

FILE = "glossary.yaml"


def read_glossary(root: Path, faults: Faults) -> list[Entry]:
    """Return the terms under ``root``; none where there is no such file."""
    path = root / FILE
    top = read_yaml(path, faults) if path.exists() else None
    if top is None:
        return []
    entries: list[Entry] = []
    known: set[tuple[str, str]] = set()
    for item in top.items():
        item.only("name", "term", "definition", "forms")
        entry = Entry(
            name=item.name("name"),
            terms=item.texts("term"),
            definitions=item.texts("definition"),
            forms=_forms(item),
        )
        _refuse_twice(item, entry, known)
        entries.append(entry)
    return entries


def _forms(item: Item) -> dict[str, list[str]]:
    forms = item.need("forms")
    if forms is None:
        return {}
    forms.only(*CODES)
    return {code: forms.strings(code) for code in CODES}


def _refuse_twice(item: Item, entry: Entry, known: set[tuple[str, str]]) -> None:
    """Refuse a name that stands twice, and a wording that two terms claim."""
    claims = {("", entry.name)} | {
        (code, form.lower()) for code, forms in entry.forms.items() for form in forms
    }
    for _code, words in sorted(claims & known):
        item.fail(f"“{words}” stands twice.")
    known |= claims

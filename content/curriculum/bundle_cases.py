"""Reader and loader of the cases of a bundle; cases are loaded before their questions."""

from dataclasses import dataclass
from pathlib import Path

from wagtail.models import Locale

from content.curriculum.bundle_keys import derive_key
from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import read_yaml
from content.questions.models import CaseDraft
from courses.models import Course
from elearning.languages import CODES

FILE = "cases.yaml"


@dataclass
class BundleCase:
    """A case, in all languages."""

    code: str
    titles: dict[str, str]
    texts: dict[str, str]


def read_cases(path: Path, faults: FaultCollector) -> list[BundleCase]:
    """Return the cases in ``path``."""
    top = read_yaml(path, faults)
    cases: list[BundleCase] = []
    for item in top.items() if top else ():
        item.only("id", "title", "text")
        cases.append(
            BundleCase(item.text("id"), item.texts("title"), item.texts("text"))
        )
        if [one.code for one in cases].count(cases[-1].code) > 1:
            item.fail(f"The id {cases[-1].code} stands twice.")
    return cases


def load_cases(bundle: str, course: Course, cases: list[BundleCase]) -> int:
    """Publish the texts that are new; return their number."""
    rows = CaseDraft.objects.filter(course=course).select_related("locale")
    kept = {(row.translation_key, row.language): row for row in rows}
    locales = {one.language_code: one for one in Locale.objects.all()}
    count = 0
    for case in cases:
        for language in CODES:
            one = derive_key(bundle, "cases", case.code)
            row = kept.get((one, language)) or CaseDraft(
                course=course,
                code=case.code,
                translation_key=one,
                locale=locales[language],
                live=False,
            )
            words = {"title": case.titles[language], "text": case.texts[language]}
            if row.pk and _was_there(row, words):
                continue
            row.title, row.text = words["title"], words["text"]
            row.save()
            row.save_revision(clean=False).publish(skip_permission_checks=True)
            count += 1
    return count


def _was_there(row: CaseDraft, words: dict[str, str]) -> bool:
    """Tell whether any revision had these words: trainers may have edited the case since."""
    return any(
        {name: content[name] for name in words} == words
        for content in row.revisions.values_list("content", flat=True)
    )

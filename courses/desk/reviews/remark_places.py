"""Places of reviewers’ remarks: a part and its block, with links to both."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from courses import version_texts
from courses.models import Unit, UnitVersion
from courses.release.proposed_parts import ProposedPart
from courses.release.review_subjects import ReviewSubject
from elearning.languages import get_current_language

_READ = {Unit.Kind.LESSON, Unit.Kind.QUESTION}


@dataclass(frozen=True)
class RemarkPlace:
    """A place in words; ``url`` is where it is read, ``editor`` where it is changed."""

    title: str = ""
    url: str = ""
    editor: str = ""


def build_remark_places(
    named: Iterable[tuple[ReviewSubject, set[str]]],
) -> dict[str, dict[str, RemarkPlace]]:
    """Return the named places of each subject, by its key and the name; 5 queries."""
    asked = [
        (subject, part, name)
        for subject, names in named
        for name in names
        for part in subject.parts
        if part.place == name.partition("#")[0]
    ]
    versions = [part.version for _subject, part, _name in asked if part.version]
    blocks = _names(versions)
    source = version_texts.get_text_source()
    editors = (
        source.list_editor_urls(versions, get_current_language()) if versions else {}
    )
    found: dict[str, dict[str, RemarkPlace]] = {}
    for subject, part, name in asked:
        block = name.partition("#")[2]
        version = part.version
        where = blocks.get(version.pk, {}).get(block, "") if version else block
        editor = editors.get(version.pk, "") if version else ""
        place = RemarkPlace(
            " — ".join(filter(None, [part.title, where])),
            _address(subject, part, block),
            f"{editor}{source.build_block_anchor(block)}" if editor else "",
        )
        found.setdefault(subject.key, {})[name] = place
    return found


def _names(versions: list[UnitVersion]) -> dict[int, dict[str, str]]:
    if not versions:
        return {}
    said = version_texts.get_text_source().list_blocks(versions, get_current_language())
    return {pk: {one.id: one.name for one in blocks} for pk, blocks in said.items()}


def _address(subject: ReviewSubject, part: ProposedPart, block: str) -> str:
    version, course = part.version, subject.course
    if course is not None and version is None:
        return reverse("desk:release-course", args=[course.slug])
    if version is None or course is None:
        page = reverse("desk:release-document", args=[part.place])
        return f"{page}#differences"
    if version.unit.kind not in _READ:
        return ""
    page = reverse("content:version", args=[course.slug, version.pk])
    return f"{page}#{block}" if block else page

"""The outline of the next edition, derived from the tree of pages."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.models import Page

from courses.models import Course, Unit, UnitVersion
from courses.release.edition_manifest import ManifestEntry
from courses.release.proposed_outline import propose_edition
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Returns the keys of the questions of a course that are in the bank.
Bank = Callable[[Course], Iterable[UUID]]

_banks: list[Bank] = []
#: The courses whose proposals are deferred, each with the users who changed it.
_waiting: ContextVar["dict[int, set[User]] | None"] = ContextVar(
    "waiting", default=None
)


@dataclass
class _Node:
    key: UUID
    children: list["_Node"] = field(default_factory=list)


def register_bank(bank: Bank) -> None:
    """Register ``bank`` as a source of questions for every course; safe to repeat."""
    if bank not in _banks:
        _banks.append(bank)


def build_course_manifest(course: Course) -> list[ManifestEntry]:
    """Return the entries of the next edition of ``course``, in the order of its pages.

    The front page comes first, with modules, lessons and the exam below it, then the
    questions of the bank. A unit counts if its page is live in at least one language.
    """
    newest = {
        version.unit.key: version
        for version in UnitVersion.objects.filter(unit__course=course)
        .newest()
        .select_related("unit")
    }
    front = next(
        (key for key, v in newest.items() if v.unit.kind == Unit.Kind.COURSE), None
    )
    if front is None:
        return []
    entries = _entries(_tree(front), newest)
    listed = [
        ManifestEntry(newest[key])
        for bank in _banks
        for key in bank(course)
        if key in newest
    ]
    return entries + listed


def update_course_proposal(course: Course, *, by: "Iterable[User]" = ()) -> None:
    """Update the proposal of ``course``, at once or at the end of ``defer_proposals``.

    ``by`` are the users who changed something; empty for changes by the platform.
    """
    waiting = _waiting.get()
    if waiting is None:
        propose_edition(course, build_course_manifest(course), by=list(by))
    else:
        waiting.setdefault(course.pk, set()).update(by)


@contextmanager
def defer_proposals() -> Iterator[None]:
    """Defer proposals while many things are published, then make each once."""
    token = _waiting.set({})
    try:
        yield
    finally:
        waiting = _waiting.get() or {}
        _waiting.reset(token)
    for course in Course.objects.filter(pk__in=waiting):
        propose_edition(course, build_course_manifest(course), by=waiting[course.pk])


def _tree(front: UUID) -> list[_Node]:
    """Merge the live pages of all languages into one tree; the first language leads."""
    roots: list[_Node] = []
    known: dict[UUID, _Node] = {}
    for _language, pages in _pages_by_language(front):
        above: dict[int, _Node] = {}
        for key, depth in pages:
            node = known.get(key)
            if node is None:
                node = known[key] = _Node(key)
                parent = above.get(depth - 1)
                (parent.children if parent else roots).append(node)
            above[depth] = node
    return roots


def _pages_by_language(front: UUID) -> Iterator[tuple[str, list[tuple[UUID, int]]]]:
    fronts = Page.objects.filter(translation_key=front, live=True)
    rows = dict(fronts.values_list("locale__language_code", "path"))
    for language in CODES:
        if path := rows.get(language):
            pages = Page.objects.filter(path__startswith=path, live=True)
            yield (
                language,
                list(pages.order_by("path").values_list("translation_key", "depth")),
            )


def _entries(
    nodes: list[_Node], newest: dict[UUID, UnitVersion]
) -> list[ManifestEntry]:
    entries: list[ManifestEntry] = []
    for node in nodes:
        children = _entries(node.children, newest)
        if node.key in newest:
            entries.append(ManifestEntry(newest[node.key], children))
        else:
            entries += children
    return entries

"""Addresses of the links in a text, to lessons of its course and to clauses."""

from collections.abc import Iterable

from django.urls import reverse

from content.curriculum.document_reader import DocumentFile
from courses.provisions.citation_lookup import split_citation
from courses.provisions.models.clause import format_clause_anchor


class LinkResolver:
    """Finds addresses for the links in one course, in the active language."""

    def __init__(
        self,
        slug: str,
        lessons: Iterable[str],
        documents: Iterable[DocumentFile],
        left: Iterable[str] = (),
    ) -> None:
        """Take the lessons of the course, and ``left``: the source lessons it does not take."""
        self.slug, self.lessons, self.left = slug, set(lessons), set(left)
        self.documents = {document.code: document for document in documents}

    def find(self, target: str) -> str | None:
        """Return the address of ``clause:NMR 43`` or ``lesson:l1-2``; ``None`` if not found.

        A lesson left behind in a source course has no address: ``""``.
        """
        kind, _colon, name = target.partition(":")
        if kind == "lesson":
            if name in self.lessons:
                return reverse("content:lesson", args=[self.slug, name])
            return "" if name in self.left else None
        code, number = split_citation(name)
        document = self.documents.get(code)
        if document is None or name not in document.citations:
            return None
        url = reverse(f"content:{document.kind}", args=[document.slug])
        return f"{url}#{format_clause_anchor(document.kind, number)}"

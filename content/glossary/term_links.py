"""Links to definitions at the first occurrence of each term in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content.glossary.inflection_patterns import build_term_pattern
from content.glossary.models import Term

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
#: Elements in which terms are not linked.
_APART = {
    *(
        "a",
        "button",
        "code",
        "form",
        "label",
        "legend",
        "mark",
        "pre",
        "summary",
        "svg",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "title"),
}

#: The forms of all terms in a language: pairs of the term’s name and a wording.
Forms = tuple[tuple[str, str], ...]


@dataclass
class PageGlossary:
    """The terms for the texts of one page, in one language; one query.

    Only the first link to a term on the page has its definition; the page’s script
    finds it there.
    """

    language: str
    terms: dict[str, Term] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, language: str) -> "PageGlossary":
        """Return all terms, for texts in ``language``."""
        return cls(language, {term.name: term for term in Term.objects.all()})

    @cached_property
    def forms(self) -> Forms:
        return tuple(
            (name, form)
            for name, term in sorted(self.terms.items())
            for form in term.forms.get(self.language, ())
        )

    def explain(self, html: str) -> SafeString:
        """Return safe ``html`` with the first occurrence of each term linked.

        Headings, links, forms and existing highlights are left alone.
        """
        forms = self.forms
        if not forms:
            return mark_safe(html)  # noqa: S308 — as it came
        found = _pattern(forms, self.language)
        known: set[str] = set()
        pieces = (
            piece if is_apart else "".join(self._explained(piece, found, known))
            for piece, is_apart in _pieces(html)
        )
        return mark_safe("".join(pieces))  # noqa: S308 — texts stay as escaped as they were

    def _explained(
        self, text: str, found: re.Pattern[str], known: set[str]
    ) -> Iterator[str]:
        last = 0
        for match in found.finditer(text.lower()):
            name = _term_of(match[0], self.forms, self.language)
            if name in known:
                continue
            known.add(name)
            term = self.terms[name]
            yield text[last : match.start()]
            yield format_html(
                '<a class="term" href="{}"{}>{}</a>',
                term.get_absolute_url(),
                self._meaning(term),
                unescape(text[match.start() : match.end()]),
            )
            last = match.end()
        yield text[last:]

    def _meaning(self, term: Term) -> SafeString:
        if term.name in self.said:
            return SafeString()
        self.said.add(term.name)
        return format_html(' data-says="{}"', term.definition)


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Yield the tags and texts of ``html``, each with whether to leave it alone."""
    depth = 0
    for piece in _TAG.split(html):
        name = _NAME.match(piece) if piece.startswith("<") else None
        if name is None:
            # a letter whose lower case is longer would shift all positions after it
            yield piece, bool(depth) or len(piece) != len(piece.lower())
            continue
        tag = name[1].lower()
        if tag in _APART:
            depth = max(0, depth + (-1 if piece.startswith("</") else 1))
        yield piece, True


@lru_cache(maxsize=16)
def _pattern(forms: Forms, language: str) -> re.Pattern[str]:
    """Return one pattern for all ``forms``, longer ones first."""
    ways = "|".join(
        build_term_pattern(form, language) for _name, form in _ordered(forms)
    )
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])")


@lru_cache(maxsize=1024)
def _term_of(words: str, forms: Forms, language: str) -> str:
    """Return the name of the term of which ``words`` are a form."""
    fitting = (
        name
        for name, form in _ordered(forms)
        if re.fullmatch(build_term_pattern(form, language), words)
    )
    return next(fitting)


def _ordered(forms: Forms) -> list[tuple[str, str]]:
    return sorted(forms, key=lambda one: len(one[1]), reverse=True)

"""Resolution of citations such as “NMR 43” to texts and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.html import strip_tags

from courses.provisions.models import Clause, ClauseText, DocumentEdition
from elearning.languages import pick_text


@dataclass(frozen=True)
class ResolvedCitation:
    """One resolved citation; properties are in the language of the page.

    A citation without a released clause has no ``url``, and its code as label.
    """

    code: str
    shorts: dict[str, str]
    labels: dict[str, str]
    titles: dict[str, str]
    texts: dict[str, str]
    document_url: str = ""
    anchor: str = ""

    @property
    def label(self) -> str:
        """The citation as written: “Nelson Mandela Rules, rule 43”."""
        short, label = pick_text(self.shorts)[0], pick_text(self.labels)[0]
        return f"{short}, {label}" if short and label else self.code

    @property
    def document(self) -> str:
        """The document as named in a citation: “Nelson Mandela Rules”."""
        return str(pick_text(self.shorts)[0]) or split_citation(self.code)[0]

    @property
    def clause(self) -> str:
        """The name of the provision: “rule 43”."""
        return str(pick_text(self.labels)[0]) or split_citation(self.code)[1]

    @property
    def title(self) -> str:
        return str(pick_text(self.titles)[0])

    @property
    def text(self) -> str:
        return strip_tags(str(pick_text(self.texts)[0]))

    @property
    def url(self) -> str:
        return f"{self.document_url}#{self.anchor}" if self.document_url else ""

    @property
    def is_known(self) -> bool:
        return bool(self.document_url)


def split_citation(citation: str) -> tuple[str, str]:
    """Return the code of the document and the number of the clause."""
    code, _space, number = citation.strip().rpartition(" ")
    return code.strip(), number


def resolve_citations(citations: Iterable[str]) -> list[ResolvedCitation]:
    """Return the citations resolved against the released editions, in order; two queries."""
    wanted = [citation.strip() for citation in citations if citation.strip()]
    known = _known({split_citation(citation) for citation in wanted}) if wanted else {}
    return [
        known.get(split_citation(citation))
        or ResolvedCitation(citation, {}, {}, {}, {})
        for citation in wanted
    ]


def list_register_citations() -> list[ResolvedCitation]:
    """Return all clauses of the register, in its order; two queries.

    A clause that is published but in no edition yet has its code only.
    """
    clauses = list(
        Clause.objects.select_related("document").order_by("document__code", "pk")
    )
    texts = _newest_texts(Clause.objects.all())
    return [
        _cited(clause, texts[clause.pk])
        if clause.pk in texts
        else ResolvedCitation(str(clause), {}, {}, {}, {})
        for clause in clauses
    ]


def list_unknown_citations(citations: Iterable[str]) -> list[str]:
    """Return the citations that name no clause of the register, in order, each once.

    Clauses of guidelines count from their first publication: drafts may cite them.
    """
    wanted = list(dict.fromkeys(citations))
    known = find_cited_clauses(wanted)
    return [one for one in wanted if one not in known]


def find_cited_clauses(citations: Iterable[str]) -> dict[str, Clause]:
    """Return the clause for each citation, by the citation as written.

    At most one query; citations that the register lacks are left out.
    """
    wanted = {one: split_citation(one) for one in citations}
    if not wanted:
        return {}
    rows = Clause.objects.filter(_condition(set(wanted.values())))
    known = {
        (row.document.code, row.number): row for row in rows.select_related("document")
    }
    return {one: known[name] for one, name in wanted.items() if name in known}


def _condition(wanted: set[tuple[str, str]]) -> Q:
    condition = Q()
    for code in {code for code, _number in wanted}:
        numbers = [number for other, number in wanted if other == code]
        condition |= Q(document__code=code, number__in=numbers)
    return condition


def _known(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], ResolvedCitation]:
    clauses = {
        clause.pk: clause
        for clause in Clause.objects.filter(_condition(wanted)).select_related(
            "document"
        )
    }
    return {
        (clauses[pk].document.code, clauses[pk].number): _cited(clauses[pk], rows)
        for pk, rows in _newest_texts(clauses).items()
    }


def _newest_texts(clauses: Any) -> dict[int, dict[str, ClauseText]]:
    """Return the newest released text of each of ``clauses``, by id and language."""
    newest = DocumentEdition.objects.filter(
        document=OuterRef("clause__document")
    ).order_by("-number")
    texts: dict[int, dict[str, ClauseText]] = {}
    for row in ClauseText.objects.filter(
        clause__in=clauses, edition=Subquery(newest.values("pk")[:1])
    ):
        texts.setdefault(row.clause_id, {})[row.language] = row
    return texts


def _cited(clause: Clause, texts: dict[str, ClauseText]) -> ResolvedCitation:
    document = clause.document
    return ResolvedCitation(
        code=f"{document.code} {clause.number}",
        shorts=document.shorts or dict.fromkeys(texts, document.code),
        labels={code: row.label or clause.number for code, row in texts.items()},
        titles={code: row.title for code, row in texts.items()},
        texts={code: row.text for code, row in texts.items()},
        document_url=document.get_absolute_url(),
        anchor=clause.anchor,
    )

"""Guidelines, written in the studio as its editors do."""

import json

from content.guidelines.models import GuidelineIndex, GuidelinePage
from content.models.site_setup import ensure_site
from courses.provisions.document_release import release_document
from courses.provisions.models import Document
from tests.factories.approvals import approved
from tests.factories.content import add, name, publish
from tests.factories.provisions import DocumentFactory, released_instrument, weighed


def section(number, text="Тармақ", cites=""):
    clause = {
        "type": "item",
        "id": name("clause", number),
        "value": {
            "number": number,
            "text": f"<p>{text} {number}</p>",
            "safeguard": True,
            "cites": cites,
        },
    }
    value = {"heading": "1. Негіздер", "clauses": [clause]}
    return [{"type": "section", "id": name("section"), "value": value}]


def guideline_pages(text="Тармақ"):
    """A guideline published, and not released, in all languages."""
    homes = ensure_site()
    released_instrument("1")
    document = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    pages = []
    for language, home in homes.items():
        index = GuidelineIndex.objects.child_of(home).first() or add(
            home, GuidelineIndex(title="Тізім", slug="guidelines"), "guidelines/index"
        )
        page = GuidelinePage(
            title=f"Ұсыным {language}",
            slug="mg-6",
            document=document,
            body=json.dumps(section("1.1", text, "NMR 1")),
        )
        pages.append(add(index, page, "mg-6"))
    return document, pages


def release_newest(document):
    version = document.versions.order_by("-number").first()
    return release_document(version, approved([version.digest]), by=None)


def second_edition(reason="Заң өзгерді", **text):
    """Edition 2 of MG-6, whose only clause says something else."""
    document, pages = guideline_pages()
    release_newest(document)
    for page in pages:
        page.body = json.dumps(section("1.1", **text))
        page.__dict__.pop("text", None)
        publish(page)
    version = document.versions.order_by("-number").first()
    weighed(version, "1.1", reason=reason)
    release_newest(document)
    return document


def page_in(language="ru", *, code="MG-6", clauses=(("1.1", "NMR 1"),)):
    """A published guideline whose clauses cite as said."""
    document = Document.objects.filter(code=code).first() or DocumentFactory(
        kind="guideline", code=code, shorts={}
    )
    home = ensure_site()[language]
    index = GuidelineIndex.objects.child_of(home).first() or add(
        home, GuidelineIndex(title="Список", slug="guidelines"), "guidelines/index"
    )
    page = GuidelinePage(
        title=code,
        slug=document.slug,
        document=document,
        body=json.dumps([section(*one)[0] for one in cited(clauses)]),
    )
    return add(index, page, code)


def cited(clauses):
    return [(number, "Пункт", cites) for number, cites in clauses]

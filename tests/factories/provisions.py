"""Documents of the register, released."""

import uuid

import factory

from courses.models import Unit, UnitVersion
from courses.provisions import citation_index, clause_weights
from courses.provisions.document_release import release_document
from courses.provisions.document_versions import (
    DocumentPublication,
    record_document_version,
)
from courses.provisions.models import Document
from courses.provisions.staleness import list_stale_changes
from courses.release.unit_versions import (
    PublishedText,
    UnitPublication,
    record_versions,
)
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory
from tests.factories.languages import by_language


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    class Params:
        title_kk = "Нельсон Мандела қағидалары"
        title_ru = "Правила Нельсона Манделы"
        title_en = "Nelson Mandela Rules"

    titles = by_language("title")
    kind = Document.Kind.INSTRUMENT
    code = "NMR"
    slug = factory.LazyAttribute(lambda o: o.code.lower())
    shorts = {
        "kk": "Нельсон Мандела қағидалары",
        "ru": "Правила Нельсона Манделы",
        "en": "Nelson Mandela Rules",
    }


def document_text(*numbers, language="kk", words="Мәтін"):
    """One language of a document with a clause for each of ``numbers``."""
    return {
        "title": f"Құжат {language}",
        "summary": "",
        "lead": "",
        "sections": [
            {
                "id": "provisions",
                "heading": "",
                "clauses": [
                    {
                        "key": str(uuid.uuid5(uuid.NAMESPACE_URL, number)),
                        "number": number,
                        "label": f"{number} ({language})",
                        "title": f"Тақырып {number}",
                        "text": f"<p>{words} {number} {language}</p>",
                        "safeguard": False,
                        "cites": [],
                    }
                    for number in numbers
                ],
            }
        ],
    }


def released_instrument(*numbers, code="NMR", languages=("kk", "ru", "en")):
    """An instrument whose clauses ``numbers`` are released in ``languages``."""
    document = DocumentFactory(code=code)
    for language in languages:
        version = record_document_version(
            document, language, document_text(*numbers, language=language), by=None
        )
    release_document(version, [], by=None)
    return document


def published_guideline(
    *numbers, code="MG-6", languages=("kk", "ru"), by=None, words="Мәтін", size=0
):
    """The newest version of a guideline after ``by`` has published it; nothing released."""
    document = Document.objects.filter(code=code).first() or DocumentFactory(
        kind=Document.Kind.GUIDELINE, code=code, shorts={}
    )
    for language in languages:
        text = document_text(*numbers, language=language, words=words)
        version = record_document_version(
            document, language, text, by=by, published=DocumentPublication(size=size)
        )
    return version


def weighed(version, *substantive, by=None, reason="Заң өзгерді"):
    """``version`` once ``by`` has weighed what it changes; all but ``substantive`` lightly."""
    said = {
        one.number: (UnitVersion.Change.SUBSTANTIVE, reason)
        if one.number in substantive
        else (UnitVersion.Change.EDITORIAL, "")
        for one in clause_weights.list_clause_changes(version)
    }
    clause_weights.propose_clause_weights(version, said, by=by)
    return version


def changed_guideline(*numbers, substantive=(), code="MG-6", words="Жаңа"):
    """The edition that says something else in ``numbers`` than the one before it."""
    version = published_guideline(*numbers, code=code, words=words)
    weighed(version, *substantive)
    return release_document(version, approved([version.digest]), by=None)


def written(unit, language="kk", *, cites="MG-6 1.1", by=None, **blocks):
    """The version of a lesson whose ``blocks`` say these words and cite that clause."""
    digest = f"{language} {cites} {sorted(blocks.items())}"
    text = PublishedText(
        language,
        f"{unit.slug} {language}",
        reference="1",
        digest=digest,
        structure="s",
        segments={f"{block}/text": words for block, words in blocks.items()},
        details={"cited": {block: [cites] for block in blocks}},
    )
    said = UnitPublication(unit.key, unit.kind, unit.slug, text, by=by)
    (version,) = record_versions(unit.course, [said])
    citation_index.index_unit_version(version)
    return version


def stale_keys(version):
    """The keys of the changes that wait for an answer about ``version``."""
    return [one.pk for one in list_stale_changes([version]).get(version.pk, [])]


def stale_lesson(**facts):
    """A lesson of a proposed course, two of whose blocks rest on a clause changed since."""
    return stale_lessons(facts.pop("slug", "l1"), **facts)[0]


def stale_lessons(*slugs, course=None):
    """Several of them, in one course."""
    course = course or CourseFactory()
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    versions = []
    for position, slug in enumerate(slugs, start=1):
        unit = UnitFactory(kind=Unit.Kind.LESSON, slug=slug, course=course)
        versions.append(written(unit, a="бір", b="екі"))
        course.proposed_entries.create(unit=unit, position=position)
    changed_guideline("1.1", "1.2", substantive=["1.1"])
    return versions

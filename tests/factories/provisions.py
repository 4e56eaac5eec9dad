"""Documents of the register, released."""

import uuid

import factory

from courses.models import UnitVersion
from courses.provisions import weighing
from courses.provisions.models import Document
from courses.provisions.releasing import release
from courses.provisions.versions import note_document
from tests.factories.approvals import approved


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    kind = Document.Kind.INSTRUMENT
    code = "NMR"
    slug = factory.LazyAttribute(lambda o: o.code.lower())
    title_kk = "Нельсон Мандела қағидалары"
    title_ru = "Правила Нельсона Манделы"
    title_en = "Nelson Mandela Rules"
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
        version = note_document(
            document, language, document_text(*numbers, language=language), by=None
        )
    release(version, [], by=None)
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
        version = note_document(document, language, text, by=by, size=size)
    return version


def weighed(version, *substantive, by=None, reason="Заң өзгерді"):
    """``version`` once ``by`` has weighed what it changes; all but ``substantive`` lightly."""
    said = {
        one.number: (UnitVersion.Change.SUBSTANTIVE, reason)
        if one.number in substantive
        else (UnitVersion.Change.EDITORIAL, "")
        for one in weighing.changes(version)
    }
    weighing.weigh(version, said, by=by)
    return version


def changed_guideline(*numbers, substantive=(), code="MG-6", words="Жаңа"):
    """The edition that says something else in ``numbers`` than the one before it."""
    version = published_guideline(*numbers, code=code, words=words)
    weighed(version, *substantive)
    return release(version, approved([version.digest]), by=None)

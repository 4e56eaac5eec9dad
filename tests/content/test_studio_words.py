"""The studio speaks the language of its trainer, whatever Wagtail has left out."""

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation

from content.studio.permissions import recreate
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

#: What a trainer read in English before the studio had a Kazakh catalogue.
ENGLISH = re.compile(
    r">\s*(Pages?|Images|Documents|Reports|Title|Status|Type|Updated|Edit|Move|Copy"
    r"|History|Publish|Unpublish|Save draft|Search|Content|Promote|Actions)\s*<"
    r"|Search all pages|Switch locales|Explore child|Select all|Toggle|\d+ Pages?\b"
)
#: Letters that our Russian has no use for: Kazakh ones, and ё.
FOREIGN = re.compile("[әіңғүұқөһё]", re.IGNORECASE)
LIBRARIES = [
    Path(app.path) / "locale"
    for app in apps.get_app_configs()
    if app.name.startswith((wagtail.__name__, wagtail_localize.__name__))
]


@pytest.fixture
def trainer(sign_in):
    recreate()
    return sign_in(UserFactory(roles=[Role.TRAINER]))


@pytest.mark.django_db
def test_studio_speaks_kazakh(trainer, pages):
    lesson = pages.lessons["l1"]["kk"]
    shown = {
        "Барлық беттен іздеу…": reverse("wagtailadmin_home"),
        "Жаңартылған уақыты": reverse(
            "wagtailadmin_explore", args=[lesson.get_parent().pk]
        ),
        "Жобаны сақтау": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        "Құжат қосу": reverse("wagtaildocs:index"),
        "Сурет қосу": reverse("wagtailimages:index"),
        "Тарихы": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
    }

    for words, url in shown.items():
        page = trainer.get(url).content.decode()
        assert words in page, url
        assert [found[0] for found in ENGLISH.finditer(page)] == [], url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/studio/jsi18n/", "Барлығын көру"),
        ("/studio/localize/jsi18n/", "Аударылмаған"),
    ],
)
def test_scripts_of_the_studio_speak_kazakh(trainer, url, words):
    assert json.dumps(words)[1:-1] in trainer.get(url).content.decode()


@pytest.mark.django_db
def test_counts_of_the_studio_need_no_plural(trainer, pages):
    lesson = pages.lessons["l1"]["kk"]
    url = reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])

    assert "Беттер: 1" in trainer.get(url).content.decode()


@pytest.mark.django_db
def test_preview_in_another_language_leaves_the_trainer_hers(trainer, pages):
    lesson = pages.lessons["l1"]["kk"]
    trainer.get("/ru/my/")

    trainer.get(
        reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]),
    )

    assert '<html lang="ru"' in trainer.get("/studio/").content.decode()
    assert trainer.cookies["django_language"].value == "ru"
    assert get_user_model().objects.get().language == "ru"


@pytest.mark.django_db
def test_questions_are_handed_over_and_not_published(trainer, pages):
    question = pages.question()["kk"]
    url = reverse("studio_questions:edit", args=[question.pk])

    page = trainer.get(url).content.decode()

    assert "Шығаруға тапсыру" in page
    assert re.findall(r">\s*(?:Жариялау|Publish)\s*<", page) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "шығаруға тапсырылды"), ("ru", "на выпуск"), ("en", "for release")],
)
@pytest.mark.parametrize(
    "said",
    [
        "Page '%(page_title)s' has been published.",
        "Page '%(page_title)s' created and published.",
        "%(model_name)s '%(object)s' updated and published.",
        "%(model_name)s '%(object)s' created and published.",
    ],
)
def test_studio_says_afterwards_that_it_was_handed_over(language, words, said):
    assert words in DjangoTranslation(language).gettext(said)


def strings(folders, language, domain):
    """Return the translated strings of the catalogues in these folders."""
    paths = [
        Path(folder) / language / "LC_MESSAGES" / f"{domain}.po" for folder in folders
    ]
    return [
        entry
        for path in paths
        if path.exists()
        for entry in polib.pofile(str(path))
        if language == "en" or entry.translated()
    ]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_string_of_the_studio_is_translated(language, domain):
    here = strings([*settings.LOCALE_PATHS, *LIBRARIES], language, domain)
    known = {(entry.msgctxt, entry.msgid) for entry in here}

    wanted = strings(LIBRARIES, "en", domain)
    missing = [e.msgid for e in wanted if (e.msgctxt, e.msgid) not in known]

    assert len(wanted) > 100
    assert missing == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_studio_speaks_russian_without_kazakh_and_without_yo(domain):
    catalogue = DjangoTranslation("ru", domain)

    said = {
        catalogue.ngettext(entry.msgid, entry.msgid_plural, count)
        if entry.msgid_plural
        else catalogue.gettext(entry.msgid)
        for entry in strings(LIBRARIES, "en", domain)
        if not entry.msgctxt
        for count in (1, 2, 5)
    }

    assert [words for words in sorted(said) if FOREIGN.search(words)] == []

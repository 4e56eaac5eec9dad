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


@pytest.mark.django_db
@pytest.mark.parametrize("library", ["images", "docs"])
@pytest.mark.parametrize(("language", "words"), [("kk", "Іздеу"), ("ru", "Поиск")])
def test_choosers_speak_the_language_of_their_reader(trainer, library, language, words):
    trainer.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = trainer.get(reverse(f"wagtail{library}_chooser:choose"))

    (tab,) = re.findall(r'id="tab-label-search".*?>(.*?)<', _flat(answer.json()))
    assert tab.strip() == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Рұқсат етілген пішімдер: GIF, JPG, JPEG, PNG, WEBP, SVG."),
        ("ru", "Поддерживаемые форматы: GIF, JPG, JPEG, PNG, WEBP, SVG."),
    ],
)
def test_help_of_a_picture_is_in_the_language_of_its_reader(trainer, language, words):
    trainer.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = trainer.get(reverse("wagtailimages_chooser:choose")).json()

    assert words in _flat(page)


@pytest.mark.django_db
def test_studio_calls_its_reader_and_all_pages_by_name(trainer, pages):
    get_user_model().objects.update(name="Бекмұратова А.Б.")
    trainer.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    page = trainer.get(reverse("wagtailadmin_explore_root")).content.decode()

    assert "<title>Страницы: Все страницы - Студия</title>" in " ".join(page.split())
    assert '"name": "\\u0411\\u0435\\u043a' in page or '"name": "Бекмұратова' in page
    assert ">Root<" not in page


@pytest.mark.django_db
def test_missing_page_of_the_studio_bears_the_name_of_the_platform(trainer):
    trainer.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    answer = trainer.get("/studio/nowhere/")

    assert answer.status_code == 404
    title = re.search("<title>(.*?)</title>", answer.content.decode()).group(1)
    assert title.endswith(" - Учебная платформа")
    assert "Wagtail" not in re.sub("<[^>]*>", "", answer.content.decode())


@pytest.mark.django_db
def test_report_of_page_types_shows_names_alone(trainer, pages):
    trainer.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    answer = trainer.get(reverse("wagtailadmin_reports:page_types_usage"))

    page = answer.content.decode()
    assert "content.coursepage" not in page
    assert "Урок" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Exploring", "Страницы"),
        ("Generate new codes", "Создать новые коды"),
        ("Authenticator app activated.", "Приложение для кодов подключено."),
    ],
)
def test_russian_of_libraries_is_ours_where_theirs_is_bad(said, words):
    assert DjangoTranslation("ru").gettext(said) == words


@pytest.mark.parametrize(
    ("language", "other"),
    [("ru", "лужебн[а-я]+ номер"), ("kk", "ызметтік нөмір")],
)
def test_staff_number_has_one_name(language, other):
    own = strings(settings.LOCALE_PATHS, language, "django")

    found = [entry.msgid for entry in own if re.search(other, entry.msgstr)]
    assert found == []


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "Найдена"), (3, "Найдены"), (5, "Найдено"), (21, "Найдена")],
)
def test_matching_pages_are_counted_in_good_russian(count, words):
    said = DjangoTranslation("ru").ngettext(
        "There is one matching page", "There are %(counter)s matching pages", count
    )

    assert said.split()[0] == words


def _flat(answer):
    return " ".join(answer["html"].split())


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

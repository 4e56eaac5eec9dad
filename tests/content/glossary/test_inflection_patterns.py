"""Forms of a term: whole words, the endings of their kind, and nothing else."""

import re

import pytest

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.errors import FaultCollector
from content.curriculum.glossary_reader import read_glossary
from content.glossary.inflection_patterns import build_term_pattern


def is_form(word, of, language):
    return bool(re.fullmatch(build_term_pattern(of, language), word.lower()))


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("пытка", "пытки"),
        ("пытка", "пыткой"),
        ("одиночное содержание", "одиночного содержания"),
        ("одиночное содержание", "одиночном содержании"),
        ("динамическая безопасность", "динамической безопасностью"),
        ("средства усмирения", "средствами усмирения"),
        ("инспектор службы пробации", "инспекторов службы пробации"),
        ("Бангкокские правила", "Бангкокских правил"),
        ("условно-досрочное освобождение", "условно-досрочного освобождения"),
        ("междисциплинарная группа", "междисциплинарную группу"),
        ("УИС", "УИС"),
    ],
)
def test_russian_form_is_known(term, word):
    assert is_form(word, term, "ru")


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("теолог", "теология"),
        ("теолог", "теологический"),
        ("медиация", "медиатор"),
        ("пытка", "попытка"),
        ("досмотр", "досмотренный"),
        ("стигма", "стигматизация"),
        ("кодекс этики", "кодекс"),
        ("УИС", "УИСом"),
    ],
)
def test_other_russian_word_is_not_taken_for_a_form(term, word):
    assert not is_form(word, term, "ru")


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("азаптау", "азаптауға"),
        ("азаптау", "азаптаудың"),
        ("динамикалық қауіпсіздік", "динамикалық қауіпсіздіктің"),
        ("динамикалық қауіпсіздік", "динамикалық қауіпсіздігі"),
        ("пәнаралық топ", "пәнаралық тобына"),
        ("әдеп кодексі", "әдеп кодексін"),
        ("әдеп кодексі", "әдеп кодексінде"),
        ("Бангкок қағидалары", "Бангкок қағидаларының"),
        ("теолог", "теологтармен"),
        ("қорғаныш факторы", "қорғаныш факторлары"),
        ("тексеріп қарау", "тексеріп қараудан"),
        ("жалғыз қамауда ұстау", "жалғыз қамауда ұстауға"),
    ],
)
def test_kazakh_form_is_known(term, word):
    assert is_form(word, term, "kk")


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("теолог", "теология"),
        ("теолог", "теологиялық"),
        ("медиация", "медиатор"),
        ("азаптау", "азаптаушы"),
        ("оңалту", "оңалтушы"),
        ("стигма", "стигматизация"),
        ("жеке жоспар", "жоспар"),
    ],
)
def test_other_kazakh_word_is_not_taken_for_a_form(term, word):
    assert not is_form(word, term, "kk")


@pytest.mark.parametrize("word", ["theologian", "theologians", "theologian’s"])
def test_english_plural_and_possessive_are_known(word):
    assert is_form(word, "Theologian", "en")
    assert not is_form("theological", "Theologian", "en")


def test_every_wording_of_the_glossary_is_a_form_of_itself():
    entries = read_glossary(DEFAULT, FaultCollector(DEFAULT))

    assert len(entries) == 110
    strange = [
        form
        for entry in entries
        for language, forms in entry.forms.items()
        for form in forms
        if not is_form(form, form, language)
    ]
    assert strange == []


def test_no_russian_definition_has_the_letter_that_the_house_does_not_write():
    entries = read_glossary(DEFAULT, FaultCollector(DEFAULT))

    assert [one.name for one in entries if "ё" in one.definitions["ru"]] == []

"""Lists of words: what is never said, and what is spelt wrong."""

import io
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command

from content.curriculum.quality import banned_content, lists, spelling
from content.curriculum.quality.check_registry import run_quality_checks
from content.curriculum.quality.checked_library import read_checked_library
from content.curriculum.quality.kazakh_stems import list_possible_stems
from tests.content.curriculum.quality.spoiling import EN, KK, RU, rules, spoil


def test_words_of_the_hashed_list_are_found_by_their_stems(bundles, monkeypatch):
    entries = {
        banned_content.build_banned_entry("облачн кита"),
        banned_content.build_banned_entry("sunflow"),
    }
    monkeypatch.setattr(lists, "read_word_list", lambda name: entries)
    spoil(bundles, RU, "Приговор", "«Облачные китайцы» — приговор")
    spoil(bundles, EN, "The conviction", "Sunflowers. The conviction")

    assert rules(bundles, "never") == [
        (EN, 9, "error", "never.word"),
        (RU, 9, "error", "never.word"),
    ]


def test_what_is_said_against_profiling_is_no_profiling(bundles):
    spoil(bundles, EN, "The conv", "A beard is never a sign. The conv")
    spoil(bundles, RU, "Приговор", "Борода — не признак. Приговор")
    spoil(bundles, KK, "Үкім ауыр", "Сақал қауіп белгісі емес. Үкім ауыр")

    assert rules(bundles, "never") == []


def test_entries_of_the_hashed_list_are_printed(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("sunflow\n"))

    call_command("curriculum_check", "--entries")

    assert capsys.readouterr().out == "7:" + sha256(b"sunflow").hexdigest()[:16] + "\n"


def test_lists_are_sorted_and_hold_nothing_twice():
    for path in sorted(lists.FOLDER.glob("*.txt")):
        rows = [row for row in path.read_text("utf-8").splitlines() if row[0] != "#"]
        assert rows == sorted(set(rows)), path.name


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("сотталғандармен", "сотталу"),
        ("мекемелеріміздегі", "мекеме"),
        ("бұйрығына", "бұйрық"),
        ("жіберілмегенін", "жіберу"),
        ("қоймайтынын", "қою"),
    ],
)
def test_stems_of_a_kazakh_form_hold_what_the_dictionary_has(form, stem):
    assert stem in list_possible_stems(form)


def test_spelling_without_a_dictionary_is_not_made_and_never_green(
    bundles, monkeypatch, capsys
):
    monkeypatch.setattr("shutil.which", lambda name: None)
    found = run_quality_checks(read_checked_library(bundles), ["spelling"])
    assert [(one.rule, one.severity) for one in found] == [
        ("spelling.en", "not made"),
        ("spelling.kk", "not made"),
        ("spelling.ru", "not made"),
    ]

    command = ("curriculum_check", "--bundles", str(bundles), "--rule", "spelling")
    call_command(*command)
    assert "Install hunspell and hunspell-kk." in capsys.readouterr().out
    with pytest.raises(CommandError, match="3 errors"):
        call_command(*command, "--complete")


@pytest.mark.skipif(
    any(
        spelling.find_misspelt_words(["a"], code) is None
        for code in spelling.DICTIONARIES
    ),
    reason="hunspell with its three dictionaries is not installed",
)
def test_misspelt_words_are_told_and_words_of_the_glossary_are_not(bundles):
    before = set(run_quality_checks(read_checked_library(bundles), ["spelling"]))
    spoil(bundles, EN, "The conviction", "The convicsion")
    spoil(bundles, RU, "Приговор может", "Преговор может")
    spoil(bundles, KK, "Үкім ауыр", "Сотталган қызметкермен ауыр")
    spoil(bundles, "glossary.yaml", '["жестокое обращение"]', '["респонсивность"]')
    spoil(bundles, RU, "Этот урок", "О респонсивности этот урок")

    after = set(run_quality_checks(read_checked_library(bundles), ["spelling"]))
    assert [(one.file, one.text) for one in sorted(after - before)] == [
        (EN, "“convicsion” is in no dictionary."),
        (KK, "“Сотталган” is in no dictionary."),
        (RU, "“Преговор” is in no dictionary."),
    ]

"""The command that tells what is to be mended."""

import json

import pytest
from django.core.management import CommandError, call_command

from content.curriculum.quality.check_registry import CHECKS, run_quality_checks
from content.curriculum.quality.checked_library import read_checked_library
from tests.content.curriculum.quality.spoiling import RU, spoil


def test_the_command_tells_findings_and_fails_on_errors(bundles, capsys):
    spoil(bundles, RU, "Приговор может", "Приговор [G] может")

    command = ("curriculum_check", "--bundles", str(bundles), "--rule", "marks")
    with pytest.raises(CommandError, match="1 errors in the curriculum"):
        call_command(*command)
    assert capsys.readouterr().out.splitlines() == [
        (
            "courses/t1/l1.ru.md:9: error marks.verification: “[G]” stands in a text. "
            "Take it out; what is to be verified stands in an editor’s note."
        ),
        "1 × error, 0 × warning, 0 × not made",
    ]

    with pytest.raises(CommandError):
        call_command(*command, "--format", "json")
    (fact,) = json.loads(capsys.readouterr().out)
    assert (fact["file"], fact["line"], fact["rule"]) == (
        "courses/t1/l1.ru.md",
        9,
        "marks.verification",
    )


def test_the_command_refuses_an_unknown_check(bundles):
    with pytest.raises(CommandError, match="no check flavour"):
        call_command("curriculum_check", "--bundles", str(bundles), "--rule", "flavour")


@pytest.mark.parametrize("name", sorted(set(CHECKS) - {"spelling"}))
def test_every_check_finds_nothing_in_good_bundles(bundles, name):
    assert [
        one
        for one in run_quality_checks(read_checked_library(bundles), [name])
        if one.severity == "error"
    ] == []

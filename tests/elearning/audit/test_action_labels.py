"""Words of the trail: every action that is written has them, in an area with a name."""

import ast
from pathlib import Path

from django.apps import apps

from courses.assessment.models import RegradingReview, StateDecision
from courses.models import LanguageExceptionWord
from courses.retention.models import HoldLift, PrivacyDecision
from elearning.accounts.models import AccountChangeDecision
from elearning.audit.action_labels import AREAS, WORDS, format_action
from elearning.decisions import Confirmation, Decision
from elearning.staff.models import NameChangeDecision

ROOT = Path(__file__).resolve().parents[3]
_WRITES = {"build_entry", "record_action", "record_action_for_each"}
VERDICTS = {
    AccountChangeDecision: ["confirmed", "declined", "withdrawn"],
    HoldLift: ["lifted"],
    LanguageExceptionWord: ["signed", "declined"],
    NameChangeDecision: list(NameChangeDecision.Outcome),
    PrivacyDecision: ["granted", "refused"],
    RegradingReview: ["reviewed"],
    StateDecision: list(StateDecision.Outcome),
}


def test_action_without_words_is_shown_as_it_is_stored():
    assert format_action("old.act") == "old.act"


def test_every_action_that_is_written_has_words():
    written = {action for tree in sources() for action in actions_in(tree)}
    written |= decided()

    assert len(written) > 150
    assert written - WORDS.keys() == set()


def test_words_are_of_actions_that_the_platform_writes():
    """Some actions are put together: of these the last word stands in the source."""
    said = {text for tree in sources() for text in texts_in(tree)}
    refused = {
        f"{area}.{action}_refused"
        for area in ("courses", "provisions")
        for action in ("approval", "release", "review")
    }

    assert WORDS.keys() - said - decided() - refused == set()


def test_every_area_has_a_name_and_every_name_an_area():
    assert {action.partition(".")[0] for action in WORDS} == AREAS.keys()


def decided():
    """Return the actions that are put together, of every model of decisions."""
    models = {model for model in apps.get_models() if issubclass(model, Decision)}
    confirmations = {model for model in models if issubclass(model, Confirmation)}

    assert models - confirmations == VERDICTS.keys() - {AccountChangeDecision}
    usual = {model: ["confirmed", "declined"] for model in confirmations}
    return {
        f"{model.action}{verdict}"
        for model, words in (usual | VERDICTS).items()
        for verdict in words
    }


def sources():
    for package in ("content", "courses", "elearning"):
        for path in (ROOT / package).glob("**/*.py"):
            if "migrations" not in path.parts and path.name != "audit_actions.py":
                yield ast.parse(path.read_text())


def actions_in(tree):
    """Find the literal actions in calls of ``audit_log``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="audit_log"), attr=name),
                args=[ast.Constant(value=str(action)), *_],
            ) if name in _WRITES:
                yield action


def texts_in(tree):
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield text

"""Words of the trail: every action that is written has them, in an area with a name."""

import ast
from pathlib import Path

from courses.assessment.models import StateDecision
from elearning.audit.action_labels import AREAS, WORDS, format_action
from elearning.staff.models import NameChangeDecision

ROOT = Path(__file__).resolve().parents[3]
_WRITES = {"build_entry", "record_action", "record_action_for_each"}


def test_action_without_words_is_shown_as_it_is_stored():
    assert format_action("old.act") == "old.act"


def test_every_action_that_is_written_has_words():
    written = {action for tree in sources() for action in actions_in(tree)}

    assert len(written) > 150
    assert written - WORDS.keys() == set()


def test_words_are_of_actions_that_the_platform_writes():
    """Some actions are put together: of these the last word stands in the source."""
    said = {text for tree in sources() for text in texts_in(tree)}
    built = {
        f"recognition.{kind}_{end}"
        for kind in ("claim", "correction", "credit")
        for end in ("confirmed", "declined")
    }
    built |= {f"staff.name_change_{outcome}" for outcome in NameChangeDecision.Outcome}
    built |= {
        f"assessment.question_state_{outcome}" for outcome in StateDecision.Outcome
    }
    built |= {
        f"accounts.change_{end}" for end in ("confirmed", "declined", "withdrawn")
    }

    assert WORDS.keys() - said - built == set()


def test_every_area_has_a_name_and_every_name_an_area():
    assert {action.partition(".")[0] for action in WORDS} == AREAS.keys()


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

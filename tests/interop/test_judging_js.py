"""Answers are judged on a device as on the server, for every kind that is told at once."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.assessment.kinds import KINDS, PRACTISED, AnswerFormatError
from tests import processes
from tests.factories.kinds import QUESTIONS, sent_for
from tests.waiting import PATIENCE

FOLDER = Path(__file__).parent
#: What neither lessons nor practice ask.
LEFT_OUT = set(KINDS) - PRACTISED
TOLD = sorted(set(QUESTIONS) - LEFT_OUT)
LETTERS = (
    "абвәғқңөұүһіёЁ ABCabcßﬁĲıİſΣςÅÅй .,-—–‑«»“”'’`№²１２"
    "\u00a0\u202f\t\u2009\x1c\x85\ufeff\x00"
)


def ask(way, asked):
    node = processes.node()
    said = subprocess.run(
        [node, FOLDER / "judge.mjs", way],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def on_the_server(name, text, key, sent):
    """What the platform says of an answer, in the form in which the script says it."""
    kind = KINDS[name]
    try:
        given = kind.read(text, sent)
    except AnswerFormatError as error:
        return {"refused": error.field}
    if given is None:
        return None
    return {
        "share": f"{kind.share(key, given).normalize():f}",
        "verdicts": dict(kind.verdicts(key, given)),
    }


def evenly(told):
    """Shares as numbers are written most shortly: 0.5 for 0.5000."""
    if told and "share" in told:
        told["share"] = f"{float(told['share']):.4f}".rstrip("0").rstrip(".")
    return told


typed = st.text(alphabet=LETTERS, max_size=12)
written = st.one_of(
    st.from_regex(r"[+-]?[0-9]{1,4}( [0-9]{3})?([.,][0-9]{0,3})?", fullmatch=True),
    st.decimals(-20, 20, places=2).map(str),
    st.sampled_from(
        ["15.5 күн", "14,5 КҮН", "15.5" + "0" * 35 + "1", "15.5" + "0" * 36]
    ),
    typed,
)
#: Right answers, in other letters, between other signs.
dressed = st.builds(
    lambda word, letters, before, gap, after: (
        before + letters(word).replace(" ", gap) + after
    ),
    st.sampled_from(["Нельсон Мандела", "Nelson Mandela", "он бес", "пятнадцать"]),
    st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["", " ", "«", "“ ", ".", "-"]),
    st.sampled_from([" ", "\u00a0", "  ", "\t", "-"]),
    st.sampled_from(["", ".", "»", " . ", "!"]),
)
texts = st.one_of(dressed, st.just("ё" * 251), typed)


def values(*known, others=typed):
    """What one field sends: what it may, what it may not, nothing, twice."""
    one = st.one_of(st.sampled_from([*known, *known, ""]), others)
    return st.lists(one, max_size=2)


#: For each kind, the fields that a form may send.
FORMS = {
    name: st.fixed_dictionaries(
        {},
        optional={"choice": st.lists(st.sampled_from([*"abc", "x", ""]), max_size=4)},
    )
    for name in ("single", "multiple", "truefalse", "hotspot")
} | {
    "matching": st.fixed_dictionaries(
        {},
        optional={
            "pair-a": values(*"123"),
            "pair-b": values(*"123"),
            "pair-x": values("1"),
        },
    ),
    "ordering": st.fixed_dictionaries(
        {}, optional={f"place-{place}": values(*"abcd") for place in range(1, 6)}
    ),
    "cloze": st.fixed_dictionaries(
        {},
        optional={
            "gap-1": values("x", "y"),
            "gap-2": st.lists(texts, max_size=2),
            "gap-9": values("x"),
        },
    ),
    "numeric": st.fixed_dictionaries(
        {}, optional={"number": st.lists(written, max_size=2)}
    ),
    "text": st.fixed_dictionaries({}, optional={"text": st.lists(texts, max_size=2)}),
}


def test_every_kind_that_is_told_at_once_has_a_rule_and_no_other():
    ruled = {
        name
        for name, (body, key) in QUESTIONS.items()
        if KINDS[name].rule(body["kk"], key) is not None
    }

    assert ruled == set(FORMS) == set(KINDS) - LEFT_OUT


@pytest.mark.parametrize("name", TOLD)
@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(data=st.data())
def test_device_judges_as_the_server(name, data):
    body, key = QUESTIONS[name]
    text = body["kk"]
    forms = data.draw(st.lists(FORMS[name], min_size=120, max_size=120))
    forms += [sent_for(name, key), {}]
    rule = KINDS[name].rule(text, key)

    told = ask("judge", [[rule, form] for form in forms])

    expected = [on_the_server(name, text, key, form) for form in forms]
    for form, one, other in zip(forms, told, expected, strict=True):
        assert evenly(one) == evenly(other), form


def test_letters_are_folded_as_the_server_folds_them():
    """Latin, Greek, Cyrillic and what stands around them, letter by letter."""
    letters = [chr(code) for code in range(0x20, 0x530)]
    letters += [chr(code) for code in range(0x1C80, 0x1C89)]
    letters += [chr(code) for code in range(0x1E00, 0x2000)]

    folded = ask("fold", letters)

    differing = [
        letter
        for letter, one in zip(letters, folded, strict=True)
        if one != letter.casefold()
    ]
    assert differing == []

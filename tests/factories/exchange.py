"""Questions as files carry them: one of each kind, and those of random words."""

from dataclasses import replace

from hypothesis import strategies as st

from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
    ExchangePicture,
    ExchangeQuestion,
    ExchangeRegion,
    list_truth_words,
    normalize_question,
)
from content.questions.types import BANK_TYPES
from tests.factories.kinds import QUESTIONS
from tests.factories.pictures import plan

#: The kinds that every file carries; packages carry pictures as well.
CARRIED = [kind for kind in QUESTIONS if BANK_TYPES[kind].is_tabled]
CHOOSING = ("single", "multiple", "truefalse")
FACTS = {
    "code": "T1-Q01",
    "outcome": 1,
    "cites": ("NMR 43", "NMR 44"),
    "must_pass": True,
    "feedback": "43-қағида: тыйым.\n44-қағида: мерзімі.",
}


def asked(kind, language="kk", **facts):
    """The question of ``tests.factories.kinds`` of that kind, as a file carries it."""
    body, key = QUESTIONS[kind]
    text = body[language]
    question = ExchangeQuestion(language, kind, text["stem"], **FACTS)
    parts = _parts(kind, text, key, language)
    return normalize_question(replace(question, **(parts | facts)))


def _parts(kind, text, key, language):  # noqa: PLR0911 — one for each kind
    words = {
        one["id"]: one["text"]
        for name in ("choices", "left", "right", "steps")
        for one in text.get(name, ())
    }
    if kind in CHOOSING:
        choices = [
            ExchangeChoice(words[one], one in key["right"], f"Неге {one}")
            for one in ids(text)
        ]
        return {"choices": tuple(choices)}
    if kind == "matching":
        pairs = [
            ExchangePair(words[left], words[right])
            for left, right in key["pairs"].items()
        ]
        rest = set(ids(text, "right")) - set(key["pairs"].values())
        return {
            "pairs": (*pairs, *(ExchangePair("", words[one]) for one in sorted(rest)))
        }
    if kind == "ordering":
        return {"steps": tuple(words[one] for one in key["order"])}
    if kind == "numeric":
        return {
            "number": key["value"],
            "tolerance": key["tolerance"],
            "unit": text["unit"],
        }
    if kind == "text":
        return {"accepted": tuple(key["accepted"][language])}
    if kind == "open":
        return {"sample": text["sample"]}
    if kind == "hotspot":
        return {"picture": drawn(), "regions": tuple(_regions(text, key))}
    gaps = (
        ExchangeGap(("15",), ("22",)),
        ExchangeGap(tuple(key["gaps"]["2"][language])),
    )
    return {"passage": text["text"], "gaps": gaps}


def drawn(content=None):
    """The plan of a room as a package holds it."""
    return ExchangePicture("plan.png", content or plan(), 800, 600, "Бөлменің сызбасы")


def _regions(text, key):
    for one in text["choices"]:
        points, is_right = tuple(one["points"]), one["id"] in key["right"]
        yield ExchangeRegion(
            one["text"], one["shape"], points, is_right, f"Неге {one['id']}"
        )


def ids(text, name="choices"):
    return [one["id"] for one in text[name]]


#: Words with everything that means something to one format or another.
nasty = st.text(
    st.sampled_from("аәқңү ab15~=#{}:\\[]/&<>\"'%*;,|\n\t?!-+@$№«»"),
    min_size=1,
    max_size=25,
).filter(lambda text: text.strip() and "->" not in text)
line = nasty.map(lambda text: " ".join(text.split())).filter(bool)
words = nasty.map(str.strip)


def _several(strategy, fewest):
    return st.lists(strategy, min_size=fewest, max_size=5).map(tuple)


_choice = st.builds(ExchangeChoice, words, st.booleans(), words | st.just(""))
_plain = st.builds(
    ExchangeQuestion,
    language=st.sampled_from(["kk", "ru", "en"]),
    type=st.just("open"),
    stem=words,
    code=st.just("T1-Q01"),
    outcome=st.integers(1, 9),
    cites=st.sampled_from([(), ("NMR 43",), ("NMR 1", "CAT 2")]),
    must_pass=st.booleans(),
    feedback=words | st.just(""),
)


@st.composite
def questions(draw, kinds=tuple(CARRIED)):
    """Draw a question of any kind, with nasty words in every place."""
    kind = draw(st.sampled_from(kinds))
    question = replace(draw(_plain), type=kind)
    has_parts = kind in {"multiple", "matching", "ordering", "cloze"}
    parts = {"counts_parts": has_parts and draw(st.booleans())}
    return normalize_question(
        replace(question, **parts, **draw(_drawn(kind, question.language)))
    )


def _drawn(kind, language):  # noqa: PLR0911 — one for each kind
    if kind in CHOOSING:
        sizes = st.just(2) if kind == "truefalse" else st.integers(2, 5)
        choices = _choices(sizes, kind)
        if kind == "truefalse":
            choices = choices | choices.map(lambda found: _called(found, language))
        return st.fixed_dictionaries({"choices": choices})
    if kind == "matching":
        pairs = _several(st.builds(ExchangePair, line, line), 2)
        rest = _several(line.map(lambda text: ExchangePair("", text)), 0)
        return st.fixed_dictionaries({"pairs": st.tuples(pairs, rest).map(_joined)})
    if kind == "ordering":
        steps = line.filter(lambda text: not text.startswith(("//", "$CATEGORY:")))
        return st.fixed_dictionaries({"steps": _several(steps, 3)})
    if kind == "numeric":
        return st.fixed_dictionaries(
            {
                "number": st.sampled_from(["15", "-0.5", "1000000"]),
                "tolerance": st.sampled_from(["", "0.5", "2"]),
                "unit": st.sampled_from(["", "күн", "m/s"]),
            }
        )
    if kind == "text":
        return st.fixed_dictionaries({"accepted": _unique(line)})
    if kind == "open":
        return st.fixed_dictionaries({"sample": words | st.just("")})
    gap = st.builds(ExchangeGap, _unique(line), st.just(())) | st.builds(
        ExchangeGap, st.tuples(line), _several(line, 1)
    )
    return _several(gap, 1).flatmap(_with_passage)


def _choices(sizes, kind):
    def right(choices):
        if kind == "multiple":
            return st.just(
                tuple(
                    replace(one, is_right=one.is_right or place == 0)
                    for place, one in enumerate(choices)
                )
            )
        return st.integers(0, len(choices) - 1).map(
            lambda place: tuple(
                replace(one, is_right=other == place)
                for other, one in enumerate(choices)
            )
        )

    return sizes.flatmap(
        lambda size: st.lists(_choice, min_size=size, max_size=size).flatmap(right)
    )


def _called(choices, language):
    return tuple(
        replace(one, text=text)
        for one, text in zip(choices, list_truth_words(language), strict=True)
    )


def _unique(strategy):
    return st.lists(strategy, min_size=1, max_size=4, unique=True).map(tuple)


def _joined(parts):
    return (*parts[0], *parts[1])


def _with_passage(gaps):
    names = [f"[[{place}]]" for place in range(1, len(gaps) + 1)]

    def passage(order):
        between = st.lists(words, min_size=len(gaps), max_size=len(gaps))
        return between.map(
            lambda texts: "".join(map("".join, zip(texts, order, strict=True)))
        )

    whole = st.permutations(names).flatmap(passage)
    return st.fixed_dictionaries({"passage": whole, "gaps": st.just(gaps)})

"""Whatever a form sends, an answer is read or refused, and its mark is a share."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.assessment.kinds import KINDS
from courses.assessment.kinds.question_type import AnswerFormatError
from tests.factories.kinds import QUESTIONS, sent_for

quick = settings(deadline=None, derandomize=True, database=None)

names = st.sampled_from(sorted(QUESTIONS))
fields = st.sampled_from(
    ["choice", "number", "text", "open", "other"]
    + [f"pair-{left}" for left in "abx"]
    + [f"place-{place}" for place in range(6)]
    + [f"gap-{gap}" for gap in "123"]
    + ["pick", "step-n1", "step-n2", "step-n3"]
)
values = st.sampled_from([*"abcdxy12315", "", "15,5", "он бес", "[,]"]) | st.text()
forms = st.dictionaries(fields, st.lists(values, max_size=3), max_size=5)


def _read(name, sent):
    body, key = QUESTIONS[name]
    kind = KINDS[name]
    try:
        return kind, body, key, kind.read(body["kk"], sent)
    except AnswerFormatError:
        return kind, body, key, None


@quick
@given(names, forms)
def test_mark_is_a_share_and_all_only_for_what_is_right(name, sent):
    kind, _body, key, answer = _read(name, sent)

    whole, part = kind.mark(key, answer), kind.mark(key | {"credit": "part"}, answer)

    if kind.is_marked_by_people and answer is not None:
        assert whole is None
        assert part is None
        return
    assert whole in {0, 1}
    assert 0 <= part <= 1
    assert (whole == 1) == (part == 1)


@quick
@given(names, forms)
def test_answer_is_read_again_from_what_it_says(name, sent):
    """What is kept can be shown in the form and comes back as it was."""
    kind, body, _key, answer = _read(name, sent)

    assert kind.read(body["kk"], kind.form(answer)) == answer


@quick
@given(names, forms, forms)
def test_answers_that_xapi_writes_alike_are_worth_the_same(name, sent, other):
    kind, body, key, first = _read(name, sent)
    *_same, second = _read(name, other)

    if (
        first is not None
        and second is not None
        and kind.response(body, first) == kind.response(body, second)
    ):
        assert kind.mark(key, first) == kind.mark(key, second)


@quick
@given(names, st.sampled_from(["kk", "ru"]))
def test_right_answer_matches_the_pattern_that_xapi_is_given(name, language):
    body, key = QUESTIONS[name]
    kind = KINDS[name]
    answer = kind.read(body[language], sent_for(name, key, language))

    if name not in {"numeric", "cloze", "open"}:
        assert kind.response(body, answer) in kind.interaction(body, key).patterns


signs = st.sampled_from(["[,]", "[.]", "[:]", "{lang=kk}", "{case_matters=true}", "{"])


@quick
@given(st.lists(signs | st.text(), max_size=6).map("".join))
def test_open_answer_is_one_text_without_parameters_to_whoever_reads_xapi(typed):
    """Appendix C: items stand between ``[,]``, parameters as ``{name=value}`` before them."""
    body, _key = QUESTIONS["open"]
    kind = KINDS["open"]
    try:
        answer = kind.read(body["kk"], {"open": [typed]})
    except AnswerFormatError:
        return
    if answer is None:
        return

    told = kind.response(body, answer)

    assert told.split("[,]") == [told]
    assert not re.match(r"\{[a-z_]+=[^}]*\}", told)
    if not re.search(r"\[,\]|^\{", answer):
        assert told == answer

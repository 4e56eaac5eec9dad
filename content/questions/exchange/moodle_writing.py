"""Write Moodle XML: one language a file."""

from collections.abc import Callable, Iterable

from content.questions.exchange.clozes import html_of
from content.questions.exchange.gift_writing import percent
from content.questions.exchange.marks import kind_mark, marks_of
from content.questions.exchange.nodes import Node, written
from content.questions.exchange.question import TRUE_FALSE, Loss, Question


def write_moodle(questions: Iterable[Question]) -> tuple[str, list[Loss]]:
    """Return a Moodle XML file with ``questions``; it carries them whole."""
    quiz = Node("quiz", "\n")
    for question in questions:
        quiz.parts += [_node(question), "\n"]
    return written(quiz), []


def _node(question: Question) -> Node:
    kind, body = _BODIES[question.type](question)
    is_cloze = question.type == "cloze"
    stem = html_of(question) if is_cloze else question.stem
    mark = "" if kind == "truefalse" else kind_mark(question)
    tags = [Node("tag", _text(one)) for one in marks_of(question, mark)]
    return Node(
        "question",
        Node("name", _text(question.code)),
        _words("questiontext", stem, form="html" if is_cloze else "plain_text"),
        _words("generalfeedback", question.feedback),
        Node("defaultgrade", "1"),
        Node("penalty", "0"),
        Node("hidden", "0"),
        Node("idnumber", question.code),
        *body,
        Node("tags", *tags),
        type=kind,
    )


def _choosing(question: Question) -> tuple[str, list[Node]]:
    words = tuple(choice.text for choice in question.choices)
    if question.type == "truefalse" and words == TRUE_FALSE[question.language]:
        return "truefalse", [
            _answer(word, "100" if one.is_right else "0", one.feedback)
            for word, one in zip(("true", "false"), question.choices, strict=True)
        ]
    right = sum(choice.is_right for choice in question.choices)
    takes_several = question.type == "multiple" or right != 1
    share, wrong = percent(right), f"-{percent(right)}" if takes_several else "0"
    answers = [
        _answer(one.text, share if one.is_right else wrong, one.feedback)
        for one in question.choices
    ]
    return "multichoice", [
        Node("single", "false" if takes_several else "true"),
        Node("shuffleanswers", "false" if question.type == "truefalse" else "true"),
        Node("answernumbering", "abc"),
        *answers,
    ]


def _matching(question: Question) -> tuple[str, list[Node]]:
    pairs = [
        Node(
            "subquestion",
            _text(pair.left),
            Node("answer", _text(pair.right)),
            format="plain_text",
        )
        for pair in question.pairs
    ]
    return "matching", [Node("shuffleanswers", "true"), *pairs]


def _ordering(question: Question) -> tuple[str, list[Node]]:
    exact = "ABSOLUTE_POSITION" if question.counts_parts else "ALL_OR_NOTHING"
    steps = [
        _answer(step, str(place)) for place, step in enumerate(question.steps, start=1)
    ]
    return "ordering", [
        Node("layouttype", "VERTICAL"),
        Node("selecttype", "ALL"),
        Node("selectcount", str(len(steps))),
        Node("gradingtype", exact),
        Node("showgrading", "HIDE"),
        *steps,
    ]


def _numeric(question: Question) -> tuple[str, list[Node]]:
    answer = _answer(question.number, "100")
    answer.parts.append(Node("tolerance", question.tolerance or "0"))
    if not question.unit:
        return "numerical", [answer]
    unit = Node("unit", Node("multiplier", "1"), Node("unit_name", question.unit))
    return "numerical", [answer, Node("units", unit), Node("showunits", "3")]


def _short(question: Question) -> tuple[str, list[Node]]:
    answers = [_answer(text, "100") for text in question.accepted]
    return "shortanswer", [Node("usecase", "0"), *answers]


def _cloze(question: Question) -> tuple[str, list[Node]]:
    return "cloze", []


def _open(question: Question) -> tuple[str, list[Node]]:
    return "essay", [
        Node("responseformat", "editor"),
        Node("responserequired", "1"),
        Node("responsefieldlines", "10"),
        Node("attachments", "0"),
        _words("graderinfo", question.sample),
    ]


def _answer(text: str, share: str, feedback: str = "") -> Node:
    return Node(
        "answer",
        _text(text),
        _words("feedback", feedback),
        fraction=share,
        format="plain_text",
    )


def _words(tag: str, text: str, *, form: str = "plain_text") -> Node:
    return Node(tag, _text(text), format=form)


def _text(text: str) -> Node:
    return Node("text", text)


_BODIES: dict[str, Callable[[Question], tuple[str, list[Node]]]] = {
    "single": _choosing,
    "multiple": _choosing,
    "truefalse": _choosing,
    "scenario": _choosing,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "text": _short,
    "cloze": _cloze,
    "open": _open,
}

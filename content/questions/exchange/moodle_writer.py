"""Write Moodle XML: one language a file."""

from collections.abc import Callable, Iterable

from content.questions.exchange.exchange_question import (
    TRUE_FALSE,
    ExchangeQuestion,
    ExportLoss,
)
from content.questions.exchange.gift_writer import format_percent_share
from content.questions.exchange.moodle_cloze import render_cloze
from content.questions.exchange.question_tags import (
    build_question_tags,
    format_type_tag,
)
from content.questions.exchange.xml_nodes import XmlNode, write_xml


def write_moodle(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a Moodle XML file with ``questions``; it carries them whole."""
    quiz = XmlNode("quiz", "\n")
    for question in questions:
        quiz.parts += [_node(question), "\n"]
    return write_xml(quiz), []


def _node(question: ExchangeQuestion) -> XmlNode:
    kind, body = _BODIES[question.type](question)
    is_cloze = question.type == "cloze"
    stem = render_cloze(question) if is_cloze else question.stem
    mark = "" if kind == "truefalse" else format_type_tag(question)
    tags = [XmlNode("tag", _text(one)) for one in build_question_tags(question, mark)]
    return XmlNode(
        "question",
        XmlNode("name", _text(question.code)),
        _words("questiontext", stem, form="html" if is_cloze else "plain_text"),
        _words("generalfeedback", question.feedback),
        XmlNode("defaultgrade", "1"),
        XmlNode("penalty", "0"),
        XmlNode("hidden", "0"),
        XmlNode("idnumber", question.code),
        *body,
        XmlNode("tags", *tags),
        type=kind,
    )


def _choosing(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    words = tuple(choice.text for choice in question.choices)
    if question.type == "truefalse" and words == TRUE_FALSE[question.language]:
        return "truefalse", [
            _answer(word, "100" if one.is_right else "0", one.feedback)
            for word, one in zip(("true", "false"), question.choices, strict=True)
        ]
    right = sum(choice.is_right for choice in question.choices)
    takes_several = question.type == "multiple" or right != 1
    share, wrong = (
        format_percent_share(right),
        f"-{format_percent_share(right)}" if takes_several else "0",
    )
    answers = [
        _answer(one.text, share if one.is_right else wrong, one.feedback)
        for one in question.choices
    ]
    return "multichoice", [
        XmlNode("single", "false" if takes_several else "true"),
        XmlNode("shuffleanswers", "false" if question.type == "truefalse" else "true"),
        XmlNode("answernumbering", "abc"),
        *answers,
    ]


def _matching(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    pairs = [
        XmlNode(
            "subquestion",
            _text(pair.left),
            XmlNode("answer", _text(pair.right)),
            format="plain_text",
        )
        for pair in question.pairs
    ]
    return "matching", [XmlNode("shuffleanswers", "true"), *pairs]


def _ordering(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    exact = "ABSOLUTE_POSITION" if question.counts_parts else "ALL_OR_NOTHING"
    steps = [
        _answer(step, str(place)) for place, step in enumerate(question.steps, start=1)
    ]
    return "ordering", [
        XmlNode("layouttype", "VERTICAL"),
        XmlNode("selecttype", "ALL"),
        XmlNode("selectcount", str(len(steps))),
        XmlNode("gradingtype", exact),
        XmlNode("showgrading", "HIDE"),
        *steps,
    ]


def _numeric(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    answer = _answer(question.number, "100")
    answer.parts.append(XmlNode("tolerance", question.tolerance or "0"))
    if not question.unit:
        return "numerical", [answer]
    unit = XmlNode(
        "unit", XmlNode("multiplier", "1"), XmlNode("unit_name", question.unit)
    )
    return "numerical", [answer, XmlNode("units", unit), XmlNode("showunits", "3")]


def _short(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    answers = [_answer(text, "100") for text in question.accepted]
    return "shortanswer", [XmlNode("usecase", "0"), *answers]


def _cloze(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    return "cloze", []


def _open(question: ExchangeQuestion) -> tuple[str, list[XmlNode]]:
    return "essay", [
        XmlNode("responseformat", "editor"),
        XmlNode("responserequired", "1"),
        XmlNode("responsefieldlines", "10"),
        XmlNode("attachments", "0"),
        _words("graderinfo", question.sample),
    ]


def _answer(text: str, share: str, feedback: str = "") -> XmlNode:
    return XmlNode(
        "answer",
        _text(text),
        _words("feedback", feedback),
        fraction=share,
        format="plain_text",
    )


def _words(tag: str, text: str, *, form: str = "plain_text") -> XmlNode:
    return XmlNode(tag, _text(text), format=form)


def _text(text: str) -> XmlNode:
    return XmlNode("text", text)


_BODIES: dict[str, Callable[[ExchangeQuestion], tuple[str, list[XmlNode]]]] = {
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

"""What a device tells of an answer by itself, when there is no connection to ask.

Everything it may have to tell is made beforehand: of every choice what its taking would
bring, and what an answer is judged by. Only questions for practice are ever told so: the
answers of an exam's questions leave the server with no page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from courses.assessment.asking.feedback import judged
from courses.assessment.asking.fields import Form
from courses.assessment.asking.names import Names
from courses.assessment.kinds.choosing import Single
from courses.assessment.models import QuestionVersion
from courses.assessment.practice.checks import order_of
from courses.provisions.citing import Cited


@dataclass(frozen=True)
class Told:
    """All that can be told of any answer to one question.

    ``form`` has every choice taken and judged, or nothing in a kind without choices;
    ``rule`` is what ``Kind.rule`` returns, written as JSON.
    """

    rule: str
    form: Form | None
    feedback: str
    links: tuple[Cited, ...]

    @cached_property
    def results(self) -> tuple[Mapping[str, object], ...]:
        """What is said of an answer as a whole, right and not right."""
        told = {"is_answered": True, "feedback": self.feedback, "links": self.links}
        return (told | {"is_right": True}, told | {"is_right": False})


def told_of(name: str, question: QuestionVersion, cited: Mapping[str, Cited]) -> Told:
    """Return all that can be told of ``question``, which its page calls ``name``.

    ``cited`` are its citations, resolved, by code. Raises ``ValueError`` for a question
    that a device cannot judge.
    """
    text, _language = question.text()
    text = Names.of_check(name, question).in_text(text)
    rule = question.kind.rule(text, question.key)
    if rule is None:
        raise ValueError(
            f"A device cannot judge a question of the kind {question.type}."
        )
    form = None
    if isinstance(question.kind, Single):
        everything = [choice["id"] for choice in text["choices"]]
        order = order_of(name, question, text)
        form = judged(question, text, order, everything, cited=cited)
    return Told(
        rule=json.dumps(rule, ensure_ascii=False, sort_keys=True),
        form=form,
        feedback=text.get("feedback", ""),
        links=tuple(cited[code] for code in question.cites if code in cited),
    )

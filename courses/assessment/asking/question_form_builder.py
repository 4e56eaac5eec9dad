"""The form of a question: its fields with the words of a language and an answer in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.asking.hotspot_picture import build_hotspot_picture
from courses.assessment.asking.question_form import (
    FieldOption,
    QuestionField,
    QuestionForm,
)
from courses.assessment.asking.scenario_plan import ScenarioPlan
from courses.assessment.kinds import Sent, Text
from courses.assessment.kinds.branching_type import (
    PICK,
    build_scenario,
    format_step_field,
)
from courses.assessment.kinds.cloze_type import GAP
from courses.assessment.kinds.question_type import get_served_name
from courses.assessment.models import QuestionVersion

#: How many letters of a closed list a phone shows.
_FITS = 24
_LETTERS = (*ascii_uppercase, *map(str, range(len(ascii_uppercase) + 1, 1000)))


def build_question_form(
    question: QuestionVersion, text: Text, order: Any, sent: Sent
) -> QuestionForm:
    """Return the form of ``question`` in the words of ``text``, filled with ``sent``.

    ``order`` is a candidate's own order of its parts; ``kind.form`` returns what fills
    in an answer that is kept.
    """
    return _BUILDERS[question.type](text, order, sent, question.counts_parts)


type _Builder = Callable[[Text, Any, Sent, bool], QuestionForm]


def _choices(*, several: bool) -> _Builder:
    def build(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
        hint = _("Choose one answer")
        if several:
            hint = _("Choose all that apply")
        if parts:
            hint = _(
                "Choose all that apply. Each right choice counts; each wrong one "
                "cancels a right one."
            )
        options = _options(text["choices"], order, sent.get("choice", ()))
        field = QuestionField("choice", text["stem"], options=options)
        return QuestionForm("choices", hint, (field,), takes_several=several)

    return build


def _matching(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    left = {part["id"]: part for part in text["left"]}
    right, listed = _lettered(text["right"], order["right"])
    fields = tuple(
        QuestionField(
            f"pair-{name}",
            left[name]["text"],
            options=_options(right, order["right"], sent.get(f"pair-{name}", ())),
            served_as=f"pair-{get_served_name(left[name])}",
        )
        for name in order["left"]
    )
    hint = _("Choose the match for each line.")
    if parts:
        hint = _("Choose the match for each line. Each right line counts.")
    return QuestionForm("selects", hint, fields, listed=listed)


def _ordering(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    steps, listed = _lettered(text["steps"], order)
    fields = tuple(
        QuestionField(
            f"place-{number}",
            _("Step %(n)s") % {"n": number},
            options=_options(steps, order, sent.get(f"place-{number}", ())),
        )
        for number in range(1, len(order) + 1)
    )
    hint = _("Choose which step comes first, which second, and so on.")
    if parts:
        hint = _(
            "Choose which step comes first, which second, and so on. Each "
            "step in the right place counts."
        )
    return QuestionForm("selects", hint, fields, listed=listed)


def _gaps(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    gaps = {gap["id"]: gap for gap in text["gaps"]}
    fields, end = [], 0
    for number, found in enumerate(GAP.finditer(text["text"]), start=1):
        gap, values = found[1], sent.get(f"gap-{found[1]}", ())
        fields.append(
            QuestionField(
                f"gap-{gap}",
                _("Gap %(n)s") % {"n": number},
                value="".join(values),
                options=_options(gaps[gap]["choices"], order[gap], values),
                before=text["text"][end : found.start()],
                served_as=f"gap-{get_served_name(gaps[gap])}",
            )
        )
        end = found.end()
    hint = _("Fill every gap.")
    if parts:
        hint = _("Fill every gap. Each right one counts.")
    return QuestionForm("gaps", hint, tuple(fields), after=text["text"][end:])


def _number(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    field = QuestionField(
        "number", _("Your answer"), value="".join(sent.get("number", ()))
    )
    hint = _("Write a number in digits.")
    return QuestionForm("line", hint, (field,), unit=text.get("unit", ""))


def _words(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    field = QuestionField("text", _("Your answer"), value="".join(sent.get("text", ())))
    hint = _("Write one or more words. Capital letters and full stops do not matter.")
    return QuestionForm("line", hint, (field,))


def _branching(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    """Return the steps taken so far, each with its choice, and the one that is open."""
    scenario, steps = build_scenario(text), {one["id"]: one for one in text["steps"]}
    step, fields = scenario.start, list[QuestionField]()
    while step in steps and (taken := "".join(sent.get(format_step_field(step), ()))):
        way = scenario.way(step, taken)
        if way is None:
            break
        fields.append(
            QuestionField(
                format_step_field(step),
                steps[step]["text"],
                value=taken,
                options=_options(steps[step]["choices"], [taken], [taken]),
                served_as=format_step_field(get_served_name(steps[step])),
            )
        )
        step = way.to
    if step in steps:
        choices = _options(steps[step]["choices"], order[step], sent.get(PICK, ()))
        fields.append(QuestionField(PICK, steps[step]["text"], options=choices))
    hint = _(
        "Work through the steps to the end. You cannot go back once you "
        "have taken a step. An unfinished scenario counts as not "
        "answered."
    )
    if parts:
        hint = _(
            "Work through the steps to the end. You cannot go back once you "
            "have taken a step. Better steps earn more points. An unfinished "
            "scenario counts as not answered."
        )
    return QuestionForm("branching", hint, tuple(fields), unfolds=True)


def build_full_scenario_form(
    text: Text, order: Any, sent: Sent, plan: ScenarioPlan
) -> QuestionForm:
    """Return every step of a scenario with its choices, a best path taken."""
    fields = tuple(
        QuestionField(
            format_step_field(step["id"]),
            step["text"],
            options=_options(
                step["choices"],
                order[step["id"]],
                sent.get(format_step_field(step["id"]), ()),
            ),
        )
        for step in text["steps"]
    )
    return QuestionForm("branching_plan", "", fields, plan=plan)


def _hotspot(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    form = _choices(several=bool(text["several"]))(text, order, sent, parts)
    (field,) = form.fields
    numbered = tuple(
        replace(option, letter=str(number))
        for number, option in enumerate(field.options, start=1)
    )
    hint = _(
        "Choose one region: point to it in the picture, or choose it from the list."
    )
    if form.takes_several:
        hint = _(
            "Choose all regions that apply: point to them in the picture, or "
            "choose them from the list."
        )
    if form.takes_several and parts:
        hint = _(
            "Choose all regions that apply: point to them in the picture, or "
            "choose them from the list. Each right choice counts; each wrong "
            "one cancels a right one."
        )
    return replace(
        form,
        template="hotspot",
        hint=hint,
        fields=(replace(field, options=numbered),),
        picture=build_hotspot_picture(text, order),
    )


def _open(text: Text, order: Any, sent: Sent, parts: bool) -> QuestionForm:  # noqa: FBT001
    field = QuestionField("open", _("Your answer"), value="".join(sent.get("open", ())))
    hint = _(
        "A trainer marks this answer by the criteria below. Do not name "
        "prisoners or colleagues."
    )
    criteria = tuple(one["text"] for one in text["criteria"])
    return QuestionForm("open", hint, (field,), listed=criteria, limit=text["limit"])


def _lettered(
    parts: Iterable[Mapping[str, str]], order: Iterable[str]
) -> tuple[list[Mapping[str, str]], tuple[str, ...]]:
    """Put a letter before each part, and list them, where one is long."""
    by_id = {part["id"]: part for part in parts}
    in_order = [by_id[name] for name in order]
    words = tuple(part["text"] for part in in_order)
    if max(map(len, words)) <= _FITS:
        return in_order, ()
    lettered: list[Mapping[str, str]] = [
        {**part, "text": f"{letter}. {part['text']}"}
        for letter, part in zip(_LETTERS, in_order, strict=False)
    ]
    return lettered, words


def _options(
    parts: Iterable[Mapping[str, Any]], order: Iterable[str], chosen: Iterable[str]
) -> tuple[FieldOption, ...]:
    by_name, taken = {part["id"]: part for part in parts}, set(chosen)
    return tuple(
        FieldOption(
            name,
            get_served_name(by_name[name]),
            by_name[name]["text"],
            name in taken,
            by_name[name].get("feedback", ""),
            tuple(by_name[name].get("cites", ())),
        )
        for name in order
    )


_BUILDERS: dict[str, _Builder] = {
    "single": _choices(several=False),
    "multiple": _choices(several=True),
    "truefalse": _choices(several=False),
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _gaps,
    "numeric": _number,
    "text": _words,
    "branching": _branching,
    "hotspot": _hotspot,
    "open": _open,
}

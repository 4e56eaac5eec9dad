"""One good question of each kind, and the form that answers it rightly."""


def _parts(word, names):
    return [{"id": name, "text": f"{word} {name}"} for name in names]


def _both(**lists):
    """Words in Kazakh and Russian; a list is given as its ids and a word in each."""
    return {
        language: {"stem": stem, "feedback": ""}
        | {name: _parts(words[place], names) for name, (names, *words) in lists.items()}
        for place, (language, stem) in enumerate([("kk", "Сұрақ?"), ("ru", "Вопрос?")])
    }


def _gaps():
    body = _both()
    for language, text in [("kk", "Мерзімі [[1]], яғни [[2]]."), ("ru", "[[1]] [[2]]")]:
        choices = [{"id": "x", "text": "15"}, {"id": "y", "text": "22"}]
        gaps = [{"id": "1", "choices": choices}, {"id": "2", "choices": []}]
        body[language] |= {"text": text, "gaps": gaps}
    return body


def _branching():
    """n1: a (2 points) to n2, b to the end, c a breach; n2: d (1 point), e."""
    ways = {"n1": [("a", "n2"), ("b", ""), ("c", "n2")], "n2": [("d", ""), ("e", "")]}
    body = _both()
    for language, (step, choice) in [
        ("kk", ("Қадам", "Әрекет")),
        ("ru", ("Шаг", "Поступок")),
    ]:
        body[language]["steps"] = [
            {
                "id": name,
                "text": f"{step} {name}",
                "choices": [
                    {"id": one, "text": f"{choice} {one}", "feedback": "", "to": to}
                    for one, to in choices
                ],
            }
            for name, choices in ways.items()
        ]
    return body


def way(step, choice, to="", points=0, **more):
    """A choice in the key of a branching scenario."""
    return {"step": step, "choice": choice, "to": to, "points": points} | more


BRANCHING_KEY = {
    "start": "n1",
    "ways": [
        way("n1", "a", "n2", 2),
        way("n1", "b"),
        way("n1", "c", "n2", 5, is_breach=True),
        way("n2", "d", points=1),
        way("n2", "e"),
    ],
}


def _rubric():
    body = _both(criteria=("xy", "Өлшем", "Критерий"))
    for language, words in [("kk", "Деңгей"), ("ru", "Уровень")]:
        for criterion in body[language]["criteria"]:
            criterion["levels"] = [f"{words} {points}" for points in range(3)]
        body[language] |= {"limit": 200, "sample": "…"}
    return body


_CHOICES = _both(choices=("abcd", "Жауап", "Ответ"))
_UNITS = _both()
_UNITS["kk"]["unit"], _UNITS["ru"]["unit"] = "күн", "дней"


def _hotspot():
    body = _both(choices=("abc", "Жер", "Место"))
    for text in body.values():
        text |= {"several": False, "picture": PICTURE}
        for place, region in enumerate(text["choices"]):
            region |= {
                "shape": "rectangle",
                "points": [100 + 250 * place, 100, 200, 300],
            }
        text["choices"][2] |= {"shape": "circle", "points": [700, 700, 100]}
    return body


#: A picture that lies nowhere.
PICTURE = {
    "file": "questions/plan.webp",
    "sha256": "0" * 64,
    "width": 800,
    "height": 600,
    "alt": "Бөлменің сызбасы",
}
#: The kind's name: words by language, and the key.
QUESTIONS = {
    "single": (_CHOICES, {"right": ["b"]}),
    "multiple": (_CHOICES, {"right": ["a", "b"]}),
    "truefalse": (_both(choices=("ab", "Иә", "Да")), {"right": ["a"]}),
    "matching": (
        _both(left=("ab", "Сол", "Слева"), right=("123", "Оң", "Справа")),
        {"pairs": {"a": "1", "b": "2"}},
    ),
    "ordering": (_both(steps=("dbca", "Қадам", "Шаг")), {"order": list("abcd")}),
    "cloze": (
        _gaps(),
        {"gaps": {"1": "x", "2": {"kk": ["он бес"], "ru": ["пятнадцать"]}}},
    ),
    "numeric": (_UNITS, {"value": "15", "tolerance": "0.5"}),
    "hotspot": (_hotspot(), {"right": ["b"]}),
    "text": (
        _both(),
        {"accepted": {"kk": ["Нельсон Мандела"], "ru": ["Nelson Mandela"]}},
    ),
    "branching": (_branching(), BRANCHING_KEY),
    "open": (
        _rubric(),
        {"criteria": {"x": 2, "y": 2}, "markers": 1, "credit": "part"},
    ),
}


def sent_for(name, key, language="kk"):  # noqa: PLR0911 — a line for each kind
    """What the form of a question sends when it is answered rightly."""
    if "right" in key:
        return {"choice": key["right"]}
    if "pairs" in key:
        return {f"pair-{left}": [right] for left, right in key["pairs"].items()}
    if "order" in key:
        return {f"place-{n}": [step] for n, step in enumerate(key["order"], start=1)}
    if "gaps" in key:
        return {
            f"gap-{gap}": [wanted if isinstance(wanted, str) else wanted[language][0]]
            for gap, wanted in key["gaps"].items()
        }
    if "ways" in key:
        return {"step-n1": ["a"], "step-n2": ["d"]}
    if "value" in key:
        return {"number": [key["value"]]}
    if "criteria" in key:
        return {"open": ["Бірінші сөйлем.\nЕкіншісі."]}
    return {"text": [key["accepted"][language][0]]}

"""What a person would write into a form where the page proposes nothing."""

import io
import itertools
import re
from datetime import timedelta

from django.utils import timezone
from PIL import Image

_WORDS = "Тексеру мәтіні, оны ешкім пайдаланбайды."
_LEFT, _TICKED = ("hidden", "file", "search"), ("checkbox", "radio")
_AGO, _LATER = -30, 30  # days from today
#: By the name of a field, where its type says too little.
_DAYS = (
    ("passed|issued|held|happened|received", _AGO),
    ("ends|until|closes|last", _LATER),
)
_BY_TYPE = {
    "email": "walk@example.org",
    "number": "1",
    "tel": "+7 700 000 00 00",
    "time": "09:00",
    "url": "https://store.example/xapi/",
}
_NAMED = (
    (r"(^|_)(number|person|who)$", "200001"),
    (r"(code|slug|^name)$", "walk-{}"),
    (r"endpoint$", "https://store.example/xapi/"),
    (r"password", " "),  # of an account: it stays what it is
)
_numbers = itertools.count(1)
#: A file by what stands in the address of the form that takes it, else a picture.
_FILES = (
    (
        "/staff-lists/",
        "list.csv",
        "Таб. №;Фамилия;Имя;Учреждение;Должность\nWK0001;Сынақ;Айсұлу;north-n2;\n",
    ),
    (
        "/question-exchange/",
        "questions.gift",
        "::Сынақ::Есік жабық па? {=Иә ~Жоқ}\n",
    ),
)


def value_of(element, *, is_one_of_several=False):
    """Return what to write into an empty field, or None where nothing is to be written.

    Of several boxes or circles with the same name one is ticked.
    """
    name, kind = element.get("name"), element.get("type", "text")
    if element.tag == "select":
        return next((one for one in reversed(_values(element)) if one), None)
    if kind in _TICKED:
        is_asked = is_one_of_several or element.get("required") is not None
        return element.get("value", "on") if is_asked else None
    if kind in _LEFT:
        return None
    words = _WORDS[: int(element.get("maxlength") or len(_WORDS))]
    return _named(name, kind) or _least(element) or _BY_TYPE.get(kind, words)


def file_of(address):
    """Return the name and the bytes of a file that the form at ``address`` takes."""
    for part, name, text in _FILES:
        if part in address:
            return name, text.encode()
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(drawn, "PNG")
    return "paper.png", drawn.getvalue()


def _least(element):
    """Return the least number a field takes, but none that means nothing at all."""
    least = element.get("min", "")
    return "1" if least == "0" else least


def _named(name, kind):
    """Return what the name of the field asks for, if it does."""
    if kind in ("date", "datetime-local"):
        found = (days for pattern, days in _DAYS if re.search(pattern, name))
        day = timezone.localdate() + timedelta(days=next(found, 1))
        return str(day) if kind == "date" else f"{day}T09:00"
    found = (value for pattern, value in _NAMED if re.search(pattern, name))
    return next(found, "").format(next(_numbers))


def _values(element):
    return element.xpath(".//option/@value")

"""Decoding of text files saved by any program."""

import re

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeError

#: Encodings that an XML file may declare besides UTF-8; all are stateless.
_DECLARED = {
    "windows-1251": "cp1251",
    "cp1251": "cp1251",
    "kz-1048": "kz1048",
    "kz1048": "kz1048",
    "koi8-r": "koi8-r",
    "iso-8859-5": "iso8859-5",
}
_DECLARATION = re.compile(rb"""\A\s*<\?xml[^>]*encoding=["']([\w-]+)["']""")
#: Letters that Windows-1251 shows for a file saved in Kazakh KZ-1048.
_KAZAKH = re.compile("[ЈјЄєЌќЅѕЎўЇїЋћҐ]")
#: A question mark inside a word: a letter that the encoding lacked was lost.
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\S)\?[а-яё]")


def decode_text(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises ``ExchangeError`` if the file is not text, or if letters were lost.
    """
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise ExchangeError(
            _("This is not a text file. Choose the file that you exported.")
        )
    if "\ufffd" in text:
        raise ExchangeError(
            _(
                "Letters are broken on line %(line)s: the file was saved in another "
                "encoding. Save it again as “CSV UTF-8” or as XLSX."
            )
            % {"line": text.count("\n", 0, text.index("\ufffd")) + 1}
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode(errors="replace"), "UTF-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    if content[:2].strip(b"\x00") and b"\x00" in content[:2]:
        wide = "utf-16-le" if content[1] == 0 else "utf-16-be"
        return content.decode(wide, errors="replace"), "UTF-16"
    if b"\x00" in content:
        return "\x00", ""
    try:
        return content.decode(), "UTF-8"
    except UnicodeDecodeError:
        return _one_byte(content)


def _one_byte(content: bytes) -> tuple[str, str]:
    declared = _DECLARATION.match(content)
    name = declared[1].decode().lower() if declared else ""
    if name not in {"", "utf-8"} and name not in _DECLARED:
        raise ExchangeError(
            _("The encoding “%(name)s” is not recognised. Save the file as UTF-8.")
            % {"name": name}
        )
    text = content.decode(_DECLARED.get(name, "cp1251"), errors="replace")
    if name in {"", "utf-8"} and _KAZAKH.search(text):
        return content.decode("kz1048", errors="replace"), "KZ-1048"
    if lost := _LOST.search(text):
        raise ExchangeError(
            _(
                "Kazakh letters were lost when this file was saved: line %(line)s has a "
                "question mark inside a word. Open the original table, save it as “CSV "
                "UTF-8” or as XLSX, and upload that file."
            )
            % {"line": text.count("\n", 0, lost.start()) + 1}
        )
    return text, name.upper() or "Windows-1251"

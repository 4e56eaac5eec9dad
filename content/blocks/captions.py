"""Captions of films in WebVTT, converted from SRT if necessary (W3C WebVTT, 4)."""

from io import StringIO

import webvtt
from django.utils.translation import gettext as _

_HEADER = "WEBVTT"
_ARROW = "-->"


class CaptionsError(ValueError):
    """The text is not captions; the message says why and what to do."""


def convert_to_vtt(text: str) -> str:
    """Return captions as WebVTT, with Unix line endings.

    Raises ``CaptionsError`` if there is no cue, if a cue ends before it begins, or if
    one begins before the cue above it.
    """
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").strip() + "\n"
    kind = "vtt" if plain.startswith(_HEADER) else "srt"
    try:
        cues = webvtt.from_buffer(StringIO(plain), format=kind)
    except webvtt.errors.MalformedFileError:
        cues = webvtt.WebVTT()
    if not len(cues):
        raise CaptionsError(
            _(
                "No captions were found in this text. Paste the whole WebVTT or "
                "SRT file, including the times: 00:01.000 --> 00:04.000."
            )
        )
    if len(cues) < plain.count(_ARROW):
        raise CaptionsError(
            _("A time in these captions cannot be read. Write it like 00:01.000.")
        )
    before = 0.0
    for cue in cues.captions:
        begins, ends = cue.start_time.in_seconds(), cue.end_time.in_seconds()
        if begins >= ends:
            raise CaptionsError(
                _("The caption at %(time)s ends before it begins.")
                % {"time": cue.start}
            )
        if begins < before:
            raise CaptionsError(
                _("The caption at %(time)s comes after a later one. Put them in order.")
                % {"time": cue.start}
            )
        before = begins
    return str(cues.content).strip() + "\n"

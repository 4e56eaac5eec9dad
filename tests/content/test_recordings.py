"""Uploaded films become light ones in the background; who has no ffmpeg loses nothing."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.blocks import captions
from content.recordings import ffmpeg, recording_conversion
from content.recordings.models import Recording, RecordingState
from content.recordings.recording_conversion import (
    RecordingConverter,
    list_ready_recordings,
)
from elearning.accounts.roles import Role
from tests.factories import films
from tests.factories.accounts import UserFactory
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def converter():
    converter = RecordingConverter()
    yield converter
    converter.stop()


@pytest.fixture
def upload(tmp_path):
    films.needs_ffmpeg()

    def upload(name="film.mp4", **facts):
        return films.document(films.film(tmp_path / name, **facts), name)

    return upload


def work(converter):
    """Tick until nothing is under way; return how many files were finished."""
    under_way = Recording.objects.filter(state__in=["waiting", "working"])
    finished = []

    def is_done():
        finished.append(converter.tick(timezone.now()))
        return not under_way.exists()

    until(is_done, told=lambda: list(Recording.objects.values()))
    return sum(finished)


def told(file):
    """What ffprobe tells of a stored file: kinds of streams, width, notes."""
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_entries"]
    command += ["stream=codec_name,width:format_tags", file.path]
    found = json.loads(subprocess.check_output(command))
    codecs = [stream["codec_name"] for stream in found["streams"]]
    return codecs, found["streams"][0].get("width"), found["format"].get("tags", {})


def test_film_gets_a_small_one_the_sound_alone_and_a_still(upload, converter):
    uploaded = upload()

    assert work(converter) == 1

    made = list_ready_recordings([uploaded.pk])[uploaded.pk]
    assert (made.state, made.percent, made.seconds, made.minutes) == (
        RecordingState.READY,
        100,
        2,
        1,
    )
    codecs, width, notes = told(made.film)
    assert (codecs, width) == (["h264", "aac"], 640)
    assert not {"title", "location"} & set(notes)
    assert told(made.sound)[0] == ["aac"]
    assert told(made.still)[:2] == (["webp"], 640)
    assert made.film.size < uploaded.get_file_size()


#: Converts the file at the first argument, and tells the most memory that took, in MB.
_MEASURED = """
import resource, sys, time
from pathlib import Path
from content.recordings.ffmpeg import MediaConversion, MediaProbe
film = Path(sys.argv[1])
going = MediaConversion(film, "mp4", MediaProbe(3, has_picture=True, has_sound=False), film.parent)
while going.is_running:
    time.sleep(0.05)
print(going.has_failed, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_still_of_a_film_of_any_size_takes_little_memory(tmp_path):
    """Fifty frames of this size are 600 MB; reading them one by one takes some 400."""
    films.needs_ffmpeg()
    large = ("-f", "lavfi", "-i", "testsrc=size=3840x2160:rate=25")
    films.film(tmp_path / "large.mp4", inputs=large, seconds=3)

    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(tmp_path / "large.mp4")],
        capture_output=True,
        text=True,
        check=True,
    )

    has_failed, megabytes = done.stdout.split()
    assert (has_failed, (tmp_path / "still.webp").exists()) == ("False", True)
    assert int(megabytes) < 900, megabytes


def test_recording_gets_a_light_one_and_silent_film_no_sound(upload, converter):
    spoken = upload("talk.mp3", inputs=films.TONE, seconds=3)
    silent = upload("silent.webm", inputs=films.PICTURE, seconds=1)

    assert work(converter) == 2

    made = list_ready_recordings([spoken.pk, silent.pk])
    assert (bool(made[spoken.pk].film), bool(made[spoken.pk].still)) == (False, False)
    assert made[spoken.pk].seconds == 3
    assert (bool(made[silent.pk].sound), bool(made[silent.pk].still)) == (False, True)


def test_damaged_file_and_a_playlist_by_another_name_fail_and_may_be_tried_again(
    converter, tmp_path
):
    films.needs_ffmpeg()
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"secret")
    playlist = f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    documents = [films.document(playlist), films.document(b"no film", "talk.mp3")]

    work(converter)

    rows = Recording.objects.order_by("pk")
    assert [row.state for row in rows] == [RecordingState.FAILED, RecordingState.FAILED]
    assert list_ready_recordings([one.pk for one in documents]) == {}
    recording_conversion.retry_conversion(rows[0])
    assert Recording.objects.get(pk=rows[0].pk).state == RecordingState.WAITING


def test_worker_that_was_killed_begins_again_and_two_never_take_the_same(
    upload, converter
):
    upload()
    now = timezone.now()
    converter.tick(now)
    other = RecordingConverter()

    assert [other.tick(now), other.tick(now)] == [0, 0]
    converter.stop()
    assert Recording.objects.get().state == RecordingState.WORKING
    other.tick(now + timedelta(minutes=3))

    assert work(other) == 1
    assert Recording.objects.get().state == RecordingState.READY


def test_file_deleted_meanwhile_leaves_nothing(upload, converter, settings):
    uploaded = upload(seconds=20)
    converter.tick(timezone.now())
    uploaded.delete()

    converter.tick(timezone.now())

    assert not Recording.objects.exists()
    assert not list((settings.MEDIA_ROOT).glob("recordings/*/*"))


def test_deleted_file_takes_what_was_made_of_it_along(upload, converter, settings):
    uploaded = upload()
    work(converter)
    assert list(settings.MEDIA_ROOT.glob("recordings/*/*"))

    uploaded.delete()

    assert not list(settings.MEDIA_ROOT.glob("recordings/*/*"))


def test_without_ffmpeg_everything_waits(converter, monkeypatch):
    monkeypatch.setenv("PATH", "")
    films.document(b"a film")

    assert not ffmpeg.is_installed()
    assert converter.tick(timezone.now()) == 0
    assert not Recording.objects.exists()


def test_studio_lists_films_with_how_far_they_are(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    rows = [
        Recording.objects.create(document=films.document(b"film"), **facts)
        for facts in (
            {"state": RecordingState.WORKING, "percent": 42},
            {"state": RecordingState.FAILED},
        )
    ]
    address = reverse("studio_recordings:all")

    page = client.get(address).text
    answer = client.post(reverse("studio_recordings:again", args=[rows[1].pk]))

    assert 'value="42"' in page
    assert '<a href="">' in page
    assert answer.url == address
    assert [row.state for row in Recording.objects.order_by("pk")] == [
        RecordingState.WORKING,
        RecordingState.WAITING,
    ]


SRT = "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nЕсік ашылады.\r\n"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nЕсік ашылады.\n"


@pytest.mark.parametrize("text", [SRT, VTT, f"{VTT}\n\n"])
def test_captions_are_kept_as_webvtt(text):
    assert captions.convert_to_vtt(text) == VTT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Есік ашылады.", "00:01.000"),
        ("WEBVTT", "00:01.000"),
        (f"{VTT}\n00:00:0x --> 00:00:04.000\nБір\n", "00:01.000"),
        ("WEBVTT\n\n00:05.000 --> 00:04.000\nБір\n", "00:00:05.000"),
        (f"{VTT}\n00:00:00.500 --> 00:00:04.000\nБір\n", "00:00:00.500"),
    ],
)
def test_captions_that_no_player_could_show_are_refused(text, said):
    with pytest.raises(captions.CaptionsError, match=said):
        captions.convert_to_vtt(text)

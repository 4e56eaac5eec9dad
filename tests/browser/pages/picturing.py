"""Pictures of the twelve pages in three languages, light and dark, on phone and desk."""

import itertools
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.pages.twelve import TWELVE, Journey, Place, go

SIZES = {"phone": (360, 740), "desk": (1280, 900)}
LANGUAGES = ("kk", "ru", "en")
THEMES = ("light", "dark")
_TALL = 3200
#: Sheets of pictures beside each other: so high is each, and so wide its column.
_SHEET = {"phone": (1600, 360), "desk": (1100, 640)}


def picture(browser: Browser, journey: Journey, url: str, folder: Path) -> None:
    """Write every picture into ``folder``, and sheets that show six of them at a glance."""
    folder.mkdir(parents=True, exist_ok=True)
    windows = {
        who: _window(browser, journey, url, who)
        for who in dict.fromkeys(place.who for place in TWELVE)
    }
    for place, size in itertools.product(TWELVE, SIZES):
        page = windows[place.who]
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        taken = {
            (language, theme): _take(page, journey, place, language, theme)
            for language, theme in itertools.product(LANGUAGES, THEMES)
        }
        for (language, theme), image in taken.items():
            image.save(folder / f"{place.name}-{size}-{language}-{theme}.png")
        sheet = _beside(list(taken.values()), *_SHEET[size])
        sheet.save(folder / f"sheet-{place.name}-{size}.jpg", quality=80)


def _window(browser: Browser, journey: Journey, url: str, who: str) -> Page:
    page = browser.new_context(base_url=url, reduced_motion="reduce").new_page()
    journey.sign_in(page, who)
    page.goto("/health/")
    return page


def _take(
    page: Page, journey: Journey, place: Place, language: str, theme: str
) -> Image.Image:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    go(page, journey.address(place, language))
    size = page.viewport_size or {"width": 0, "height": 0}
    high = min(page.evaluate("document.documentElement.scrollHeight"), _TALL)
    raw = page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": high},
    )
    return _opened(raw)


def _opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw)).convert("RGB")


def _beside(images: list[Image.Image], height: int, width: int) -> Image.Image:
    sheet = Image.new("RGB", (width * len(images), height), "grey")
    for number, image in enumerate(images):
        small = image.resize(
            (width - 8, round(image.height * (width - 8) / image.width))
        )
        sheet.paste(
            small.crop((0, 0, width - 8, min(small.height, height))),
            (number * width, 0),
        )
    return sheet

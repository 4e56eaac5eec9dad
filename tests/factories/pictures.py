"""Pictures of rooms: a plan in lines, without anybody in it."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

from tests.factories.content import name


def plan(size=(800, 600), colour="white"):
    """A PNG with the plan of a room: walls, a door, a table."""
    picture = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(picture)
    wide, high = size
    for box in [
        (0.03, 0.04, 0.97, 0.96),
        (0.1, 0.12, 0.3, 0.38),
        (0.4, 0.12, 0.6, 0.38),
        (0.7, 0.55, 0.9, 0.85),
    ]:
        left, top, right, bottom = box
        draw.rectangle(
            (wide * left, high * top, wide * right, high * bottom),
            outline="black",
            width=4,
        )
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def image(title="Бөлменің сызбасы", content=None):
    """A picture in the studio's library."""
    file = ImageFile(BytesIO(content or plan()), name="plan.png")
    return get_image_model().objects.create(title=title, file=file)


def region(key, label, points, *, right=False, shape="rectangle"):
    """A block of a region."""
    value = {
        "label": label,
        "correct": right,
        "shape": shape,
        "points": points,
        "feedback": "",
    }
    return {"type": "region", "id": name(key), "value": value}


def regions():
    """Three regions of the plan, the second right."""
    return [
        region("a", "Есік", "100 120 200 260"),
        region("b", "Журнал", "400 120 200 260", right=True),
        region("c", "Үстел", "800 700 100", shape="circle"),
    ]

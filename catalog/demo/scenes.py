"""Street scenes to try a search with photos on: somebody in garments of the range, out of doors.

The garments are drawn as the catalogue draws them; what is around them is paper and paint.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from catalog.demo.assortment import demo_products
from catalog.demo.easel import Easel
from catalog.demo.masks import SIZE, centred, daylight
from catalog.demo.palette import RGB, mix
from catalog.demo.product import DemoProduct

#: Where the middle of a figure stands, and its measures, in pixels of a scene of SIZE.
MIDDLE = 450
NECK, SHOULDERS, WAIST, HIPS, ANKLES = 232, 262, 520, 590, 1040
SHOULDER_REACH, HIP_REACH = 92, 78

#: Fronts of houses.
HARBOUR: tuple[RGB, ...] = (
    (216, 200, 176), (178, 196, 190), (204, 184, 168), (222, 214, 198), (186, 178, 170),
)  # fmt: skip
AVENUE: tuple[RGB, ...] = (
    (190, 178, 166), (206, 196, 186), (170, 166, 170), (198, 186, 170), (184, 182, 176),
)  # fmt: skip
SQUARE: tuple[RGB, ...] = (
    (212, 190, 160), (196, 170, 146), (220, 204, 184), (188, 172, 160), (206, 192, 172),
)  # fmt: skip

Paint = Callable[[ImageDraw.ImageDraw, random.Random], None]


@dataclass(frozen=True)
class Worn:
    """A garment on a figure: its title and colourway, where its top is and how wide it is."""

    title: str
    dye: int
    top: int
    width: int
    x: int = MIDDLE
    height: int | None = None  # where the figure needs another than the drawing has


@dataclass(frozen=True)
class DrawnScene:
    name: str
    skin: RGB
    hair: RGB
    worn: tuple[Worn, ...]  # from below upwards
    ground: Paint
    hair_to: int = 262

    def draw(self) -> Image.Image:
        """RGB, 900 x 1200, the same pixels at every call."""
        picture = Image.new("RGB", SIZE, (214, 222, 228))
        self.ground(ImageDraw.Draw(picture), random.Random(self.name))  # noqa: S311
        picture = picture.filter(ImageFilter.GaussianBlur(5))
        figure(picture, self.skin, self.hair, self.hair_to)
        for each in self.worn:
            put_on(picture, each)
        return ImageChops.multiply(picture, daylight())


def put_on(picture: Image.Image, worn: Worn) -> None:
    cut = cut_out(called(worn.title, worn.dye))
    height = worn.height or round(cut.height * worn.width / cut.width)
    cut = cut.resize((worn.width, height), Image.Resampling.LANCZOS)
    shade = Image.new("RGBA", cut.size, (40, 34, 38, 0))
    shade.putalpha(cut.getchannel("A").filter(ImageFilter.GaussianBlur(5)).point(lambda a: a // 3))
    at = worn.x - worn.width // 2, worn.top
    picture.paste(shade, (at[0] + 4, at[1] + 7), shade)
    picture.paste(cut, at, cut)


def cut_out(product: DemoProduct) -> Image.Image:
    """RGBA, no larger than the garment."""
    easel = Easel()
    product.model.cut_in(product.dye).draw(easel, product.model.cloth_in(product.dye))
    sheet, silhouette = centred(easel.picture, easel.silhouette)
    sheet.putalpha(silhouette)
    return sheet.crop(silhouette.getbbox() or (0, 0, *SIZE))


def called(title: str, dye: int) -> DemoProduct:
    """Raises StopIteration for what is not in the range."""
    colourways = (p for p in demo_products() if p.title == title)
    return next(p for p in colourways if int(p.external_id[-2:]) == dye)


def figure(picture: Image.Image, skin: RGB, hair: RGB, hair_to: int) -> None:
    pen = ImageDraw.Draw(picture)
    pen.ellipse((MIDDLE - 150, ANKLES + 30, MIDDLE + 170, ANKLES + 78), (110, 104, 100))
    pen.ellipse((MIDDLE - 68, 92, MIDDLE + 68, hair_to), hair)
    pen.rectangle((MIDDLE - 24, 190, MIDDLE + 24, SHOULDERS + 10), mix(skin, (90, 60, 50), 0.15))
    for side in (-1, 1):
        limbs(pen, side, skin)
    body = [
        (MIDDLE - SHOULDER_REACH, SHOULDERS), (MIDDLE + SHOULDER_REACH, SHOULDERS),
        (MIDDLE + 66, WAIST), (MIDDLE + HIP_REACH, HIPS + 40),
        (MIDDLE - HIP_REACH, HIPS + 40), (MIDDLE - 66, WAIST),
    ]  # fmt: skip
    pen.polygon(body, skin)
    pen.ellipse((MIDDLE - 52, 104, MIDDLE + 52, 232), skin)
    pen.pieslice((MIDDLE - 60, 88, MIDDLE + 60, 196), 180, 360, hair)
    features(pen, skin)


def limbs(pen: ImageDraw.ImageDraw, side: int, skin: RGB) -> None:
    shoulder = (MIDDLE + side * (SHOULDER_REACH - 8), SHOULDERS + 16)
    elbow, hand = (MIDDLE + side * 138, 440), (MIDDLE + side * 152, 620)
    hip, ankle = (MIDDLE + side * 42, HIPS), (MIDDLE + side * 48, ANKLES + 20)
    for one, other, width in ((shoulder, elbow, 40), (elbow, hand, 32), (hip, ankle, 58)):
        pen.line((one, other), skin, width)
        for x, y in (one, other):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), skin)


def features(pen: ImageDraw.ImageDraw, skin: RGB) -> None:
    dark = mix(skin, (50, 30, 30), 0.75)
    for side in (-1, 1):
        x = MIDDLE + side * 20
        pen.ellipse((x - 5, 162, x + 5, 170), dark)
    pen.arc((MIDDLE - 16, 186, MIDDLE + 16, 206), 20, 160, mix(skin, (150, 50, 60), 0.6), 4)


def houses(pen: ImageDraw.ImageDraw, chance: random.Random, fronts: Iterable[RGB]) -> None:
    x = -40
    for front in fronts:
        width, top = chance.randint(170, 250), chance.randint(40, 220)
        pen.rectangle((x, top, x + width, 860), front)
        for row in range(top + 50, 780, 130):
            for column in range(x + 30, x + width - 50, 80):
                pen.rectangle((column, row, column + 42, row + 78), mix(front, (60, 70, 86), 0.6))
        x += width


def pavement(pen: ImageDraw.ImageDraw, tone: RGB) -> None:
    pen.rectangle((0, 850, *SIZE), tone)
    for x in range(-900, 1800, 150):
        pen.line((450 + (x - 450) * 0.4, 850, x, 1200), mix(tone, (60, 60, 64), 0.18), 4)
    for y in (890, 960, 1070):
        pen.line((0, y, 900, y), mix(tone, (60, 60, 64), 0.18), 4)


def harbour(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.rectangle((0, 520, *SIZE), (126, 158, 172))
    houses(pen, chance, HARBOUR)
    pen.rectangle((0, 640, 900, 860), (112, 148, 164))
    for x in (90, 760):
        pen.polygon([(x - 90, 700), (x + 110, 700), (x + 70, 780), (x - 60, 780)], (232, 230, 224))
        pen.line((x, 700, x, 330), (96, 84, 74), 8)
    pavement(pen, (184, 172, 158))


def avenue(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    houses(pen, chance, AVENUE)
    for x in (110, 800):
        pen.line((x, 900, x, 420), (92, 78, 66), 22)
        pen.ellipse((x - 150, 150, x + 150, 470), (150, 128, 76))
    pavement(pen, (170, 168, 166))


def square(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    houses(pen, chance, SQUARE)
    for x in (150, 700):
        pen.polygon([(x - 130, 560), (x + 130, 560), (x, 480)], (206, 214, 206))
        pen.line((x, 560, x, 860), (120, 110, 100), 8)
    pavement(pen, (196, 186, 170))


def garden(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.rectangle((0, 480, *SIZE), (138, 164, 122))
    for _ in range(26):
        x, y, r = chance.randint(-60, 960), chance.randint(330, 640), chance.randint(60, 130)
        leaves = mix((112, 146, 100), (164, 184, 136), chance.random())
        pen.ellipse((x - r, y - r, x + r, y + r), leaves)
    pen.polygon([(330, 720), (570, 720), (760, 1200), (140, 1200)], (206, 194, 172))


def demo_scenes() -> tuple[DrawnScene, ...]:
    return (
        DrawnScene(
            "harbour", (226, 186, 158), (92, 60, 44),
            (
                Worn("Court sneakers", 1, 1012, 190),
                Worn("Belle circle skirt", 1, 500, 300, height=380),
                Worn("Brise Breton tee", 1, 240, 330, height=320),
                Worn("Market canvas tote", 1, 560, 170, x=640),
            ),
            harbour,
        ),
        DrawnScene(
            "avenue", (148, 104, 80), (40, 32, 30),
            (
                Worn("Frankie mom jeans", 1, 500, 220, height=540),
                Worn("Odeon zip boots", 1, 990, 170),
                Worn("Aurelia wool coat", 1, 236, 350, height=640),
            ),
            avenue,
        ),
        DrawnScene(
            "square", (214, 170, 140), (58, 44, 36),
            (
                Worn("Stowe chinos", 1, 500, 220, height=545),
                Worn("Penn penny loafers", 1, 1020, 200),
                Worn("Denholm denim shirt", 1, 240, 350, height=345),
            ),
            square,
            hair_to=200,
        ),
        DrawnScene(
            "garden", (188, 138, 108), (30, 26, 28),
            (
                Worn("Giselle ballet flats", 1, 1024, 180),
                Worn("Clementine tea dress", 1, 240, 330, height=560),
                Worn("Cleo shoulder bag", 1, 520, 170, x=640),
            ),
            garden,
        ),
    )  # fmt: skip

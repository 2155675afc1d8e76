"""Cloth: a colour with a print and a texture, cut to any box of the sheet."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from PIL import Image

from catalog.demo.palette import RGB, light_of, mix, seam_of, shadow_of
from catalog.demo.prints import Blocks, Print
from catalog.demo.textures import DIRECTIONAL, texture_tiles

Box = tuple[int, int, int, int]  # left, top, right, bottom

_HANDY = 300  # pixels
_SHINE = {"satin": 1.5, "leather": 1.35, "patent": 1.9, "wool": 0.6, "fleece": 0.6, "tweed": 0.6}


@dataclass(frozen=True)
class Cloth:
    """What a panel is cut from. The same cloth always gives the same pixels."""

    colour: RGB
    print: Print | None = None
    texture: str = "plain"

    @cached_property
    def seam(self) -> RGB:
        return seam_of(self.colour)

    @property
    def depth(self) -> float:
        """How much its shadows show; more on the shiny."""
        return 1.15 if self.shine > 1.2 else 1.0

    @property
    def shine(self) -> float:
        return _SHINE.get(self.texture, 1.0)

    def solid(self) -> "Cloth":
        """The same cloth without its print, for trims and collars."""
        return replace(self, print=None)

    def of(self, texture: str) -> "Cloth":
        return replace(self, texture=texture)

    def dyed(self, colour: RGB) -> "Cloth":
        """The same cloth in another colour, unprinted."""
        return replace(self, colour=colour, print=None)

    def shaded(self, share: float = 0.26) -> "Cloth":
        """Its inside or reverse, which lies in the shade."""
        return self.dyed(mix(self.colour, shadow_of(self.colour), share * 2))

    def swatch(self, box: Box, grain: float = 0.0) -> Image.Image:
        """A piece of the cloth for `box` of the sheet, its grain turned by degrees.

        Patterns keep their place on the sheet, so that stripes meet across panels.
        """
        turned = grain if self._has_direction else 0.0
        if not turned:
            return self._flat(box)
        left, top, right, bottom = box
        reach = int(((right - left) ** 2 + (bottom - top) ** 2) ** 0.5) // 2 + 2
        x, y = (left + right) // 2, (top + bottom) // 2
        field = self._flat((x - reach, y - reach, x + reach, y + reach))
        field = field.rotate(turned, resample=Image.Resampling.BICUBIC)
        return field.crop(
            (left - x + reach, top - y + reach, right - x + reach, bottom - y + reach)
        )

    @property
    def _has_direction(self) -> bool:
        printed = self.print is not None and not isinstance(self.print, Blocks)
        return printed or self.texture in DIRECTIONAL

    def _flat(self, box: Box) -> Image.Image:
        size = (box[2] - box[0], box[3] - box[1])
        if self.print is None:
            piece = Image.new("RGB", size, self.colour)
        else:
            piece = _tiled(_print_tile(self.print, self.colour), box)
        tiles = texture_tiles(self.texture)
        if tiles:
            piece.paste(shadow_of(self.colour), (0, 0), _tiled(tiles[0], box))
            piece.paste(light_of(self.colour), (0, 0), _tiled(tiles[1], box))
        return piece


@lru_cache(maxsize=128)
def _print_tile(print_: Print, ground: RGB) -> Image.Image:
    """The print's tile, repeated to a handy size: pasting few large tiles is what is quick."""
    tile = print_.tile(ground)
    across, down = -(-_HANDY // tile.width), -(-_HANDY // tile.height)
    return _tiled(tile, (0, 0, tile.width * across, tile.height * down))


def _tiled(tile: Image.Image, box: Box) -> Image.Image:
    """`tile` repeated over `box`, anchored to the sheet's corner."""
    left, top, right, bottom = box
    sheet = Image.new(tile.mode, (right - left, bottom - top))
    for y in range(-(top % tile.height), bottom - top, tile.height):
        for x in range(-(left % tile.width), right - left, tile.width):
            sheet.paste(tile, (x, y))
    return sheet

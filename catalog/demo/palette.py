"""The colours of the range, by the names shoppers filter on."""

RGB = tuple[int, int, int]

COLOURS: dict[str, RGB] = {
    "Black": (43, 42, 46),
    "White": (252, 251, 249),
    "Off White": (246, 240, 228),
    "Navy Blue": (43, 56, 89),
    "Blue": (92, 130, 180),
    "Grey": (160, 161, 164),
    "Charcoal": (79, 81, 87),
    "Brown": (112, 78, 58),
    "Tan": (188, 142, 98),
    "Beige": (214, 194, 166),
    "Cream": (241, 229, 205),
    "Olive": (112, 113, 74),
    "Green": (74, 122, 92),
    "Red": (190, 62, 56),
    "Maroon": (104, 38, 46),
    "Burgundy": (126, 46, 62),
    "Pink": (226, 168, 176),
    "Rust": (184, 94, 56),
    "Mustard": (212, 164, 66),
    "Yellow": (238, 206, 110),
    "Lavender": (184, 172, 210),
    "Teal": (54, 116, 122),
}

# Denim is Blue or Navy Blue to a shopper, but no jeans are the blue of a shirt.
WASHES: dict[str, RGB] = {
    "light wash": (156, 180, 206),
    "mid wash": (96, 127, 167),
    "dark wash": (49, 64, 95),
}

COPPER_THREAD: RGB = (206, 150, 86)
GUM: RGB = (190, 140, 92)
BRASS: RGB = (196, 164, 104)
STEEL: RGB = (176, 178, 182)
SOLE_WHITE: RGB = (244, 242, 237)
SOLE_DARK: RGB = (58, 52, 50)
WOOD: RGB = (150, 106, 70)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`share` of `other` stirred into `one`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def brightness(colour: RGB) -> float:
    """Perceived lightness from 0 (black) to 1 (white), Rec. 601 weights."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def shadow_of(colour: RGB) -> RGB:
    """What the colour turns into in the shade: deeper and a little cooler."""
    return mix(mix(colour, (0, 0, 0), 0.48), (58, 48, 74), 0.22)


def light_of(colour: RGB) -> RGB:
    return mix(colour, (255, 252, 246), 0.5)


def seam_of(colour: RGB) -> RGB:
    """A seam is a darker line on a light cloth and a lighter one on a dark cloth."""
    if brightness(colour) < 0.27:
        return mix(colour, (255, 250, 244), 0.26)
    return mix(mix(colour, (0, 0, 0), 0.4), (70, 52, 52), 0.2)


def contour_of(colour: RGB) -> RGB:
    return mix(mix(colour, (0, 0, 0), 0.5), (58, 46, 50), 0.3)

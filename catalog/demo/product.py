"""What the demo catalogue hands over: products that can draw themselves, and outfits of them."""

from dataclasses import dataclass, field
from decimal import Decimal

from PIL import Image

from catalog.demo.easel import Easel
from catalog.demo.model import Dye, Model


@dataclass(frozen=True)
class DemoProduct:
    """One model in one colourway. Products of the same model share `style_code`."""

    external_id: str
    title: str
    description: str
    brand: str
    gender: str  # Women, Men or Unisex
    product_type: str
    section: str  # clothing, shoes or accessories
    family: str
    size_scale: str  # alpha, eu-shoes, waist or one-size
    colour: str
    season: str
    year: int
    usage: str
    price: Decimal
    style_code: str
    stock: dict[str, int]  # size label -> on hand, in the order of the scale
    alt_text: str
    model: Model = field(repr=False)
    dye: Dye = field(repr=False)
    currency: str = "EUR"

    def draw(self) -> Image.Image:
        """The picture: RGB, 900 x 1200, the same pixels at every call."""
        easel = Easel()
        easel.enlarge(self.model.kind_of_product.zoom)
        self.model.cut_in(self.dye).draw(easel, self.model.cloth_in(self.dye))
        return easel.finish()


@dataclass(frozen=True)
class DemoLook:
    """An outfit a stylist put together, by external ids."""

    slug: str
    title: str
    description: str
    products: tuple[str, ...]

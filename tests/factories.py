"""Short ways to make the things the stories are about. Vectors have three numbers."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import slugify
from PIL import Image, PngImagePlugin

from catalog.models import Brand, Product, ProductImage, ProductType, SizeScale, Status, Variant
from catalog.photos import admit
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding

_numbers = itertools.count(1)

#: Types a story may name: section, family, size scale.
TYPES = {
    "Dress": ("clothing", "Dress", "alpha"),
    "Shirt": ("clothing", "Topwear", "alpha"),
    "T-shirt": ("clothing", "Topwear", "alpha"),
    "Jeans": ("clothing", "Bottomwear", "waist"),
    "Skirts": ("clothing", "Bottomwear", "alpha"),
    "Ankle boots": ("shoes", "Shoes", "eu-shoes"),
    "Heels": ("shoes", "Shoes", "eu-shoes"),
    "Jacket": ("clothing", "Outerwear", "alpha"),
    "Tights": ("clothing", "Legwear", "alpha"),
    "Tote bag": ("accessories", "Bags", "one-size"),
    "Backpack": ("accessories", "Bags", "one-size"),
}


def make_type(name: str) -> ProductType:
    section, family, scale_name = TYPES[name]
    scale, _ = SizeScale.objects.get_or_create(name=scale_name, defaults={"title": scale_name})
    facts = {"slug": slugify(name), "section": section, "family": family, "size_scale": scale}
    return ProductType.objects.get_or_create(name=name, defaults=facts)[0]


def make_product(
    title: str = "Linnea dress",
    product_type: str = "Dress",
    gender: str = "Women",
    colour: str = "Black",
    price: str | Decimal = "60.00",
    stock: dict[str, int] | None = None,
    vector: Sequence[float] | None = None,
    brand: str = "Fjellro",
    **fields,
) -> Product:
    """An active product with these sizes on hand and, if `vector` is given, embedded."""
    number = next(_numbers)
    product = Product.objects.create(
        external_id=fields.pop("external_id", f"P{number}"),
        title=title,
        product_type=make_type(product_type),
        gender=gender,
        colour=colour,
        price=Decimal(price),
        brand=Brand.objects.get_or_create(name=brand, defaults={"slug": slugify(brand)})[0],
        **{"status": Status.ACTIVE, **fields},
    )
    for size, on_hand in (stock if stock is not None else {"S": 2, "M": 2, "L": 2}).items():
        make_variant(product, size, on_hand)
    if vector is not None:
        give_vector(product, vector)
    return product


def make_many_alike(count: int) -> list[Product]:
    """Products of one size each, alike but for their names' ends, in two statements."""
    first = make_product("Wool coat")
    size = first.variants.first().size
    shared = {
        field.attname: getattr(first, field.attname)
        for field in Product._meta.concrete_fields
        if not field.unique
    }
    products = Product.objects.bulk_create(
        Product(**shared, external_id=f"COAT-{n}", slug=f"coat-{n}") for n in range(count)
    )
    Variant.objects.bulk_create(
        Variant(product=product, size=size, sku=f"{product.external_id}-S") for product in products
    )
    return products


def make_variant(product: Product, size: str, on_hand: int) -> Variant:
    return Variant.objects.create(
        product=product,
        size=product.product_type.size_scale.size(size),
        sku=f"{product.external_id}-{size}",
        on_hand=on_hand,
    )


def give_vector(product: Product, vector: Sequence[float]) -> None:
    """Store `vector` as the one the active encoder made, as if a worker had been here."""
    encoder, _ = EncoderVersion.objects.get_or_create(
        is_active=True, defaults={"version": "three-numbers@1", "name": "three", "dimension": 3}
    )
    ProductEmbedding.objects.update_or_create(
        product=product,
        encoder=encoder,
        defaults={"vector": list(vector), "state": EmbeddingState.EMBEDDED},
    )


def give_photo(product: Product, colour: str = "red", position: int = 0) -> ProductImage:
    """A plain picture of that colour through the one door. Each call makes other bytes."""
    picture = Image.new("RGB", (60, 80), colour)
    file = io.BytesIO()
    picture.save(file, "PNG", pnginfo=_serial_number())
    image = ProductImage(product=product, position=position, alt_text=f"{colour} garment")
    image.keep(admit(file.getvalue()))
    image.save()
    return image


def _serial_number() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Number", str(next(_numbers)))
    return info

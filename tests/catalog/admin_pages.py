"""What a merchandiser has at hand and types into the admin's pages."""

from __future__ import annotations

from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from catalog.models import Product, ProductImage
from catalog.photos import admit

PRODUCTS = reverse("admin:catalog_product_changelist")


def jpeg(colour: str = "navy", size: tuple[int, int] = (200, 260)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def give_photo(product: Product, colour: str = "navy") -> ProductImage:
    photo = ProductImage(product=product, alt_text=f"{colour} garment")
    photo.keep(admit(jpeg(colour)))
    photo.save()
    return photo


def titles(response) -> set[str]:
    return {product.title for product in response.context["cl"].result_list}


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def product_form(product: Product, **changes) -> dict:
    """What the page of `product` posts when nothing is changed, and then `changes`."""
    data = {
        "title": product.title,
        "external_id": product.external_id,
        "status": product.status,
        "brand": product.brand_id,
        "description": "",
        "product_type": product.product_type_id,
        "gender": product.gender,
        "colour": product.colour,
        "style_code": "",
        "season": "",
        "year": "",
        "usage": "",
        "price": product.price,
        "currency": product.currency,
        "slug": product.slug,
        "_continue": "1",
    }
    data |= formset("variants", [{"id": v.pk, "sku": v.sku} for v in product.variants.all()])
    data |= formset("images", [{"id": i.pk, "position": 0} for i in product.images.all()])
    return data | changes


def formset(prefix: str, rows: list[dict]) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def change_page(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=[product.pk])

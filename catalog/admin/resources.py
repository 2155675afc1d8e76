"""Products as rows of a CSV file, out of and into the admin.

Stock goes out and never comes in this way: it moves through the ledger, by hand on the product's
stock page or by the count in a file given to `import_catalog`.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from import_export import fields, resources, widgets

from catalog.admin.tags import TagsCell
from catalog.models import Brand, Product, ProductType
from catalog.models.product import slug_for

COLUMNS = [
    "external_id",
    "title",
    "description",
    "brand",
    "product_type",
    "style_code",
    "gender",
    "colour",
    "season",
    "year",
    "usage",
    "price",
    "currency",
    "cost",
    "tags",
    "status",
]
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
INLINE_STYLE = re.compile(r' style="[^"]*"')


class BrandByName(widgets.ForeignKeyWidget):
    """A brand by its name; one not known yet is made."""

    def clean(self, value: str | None, row: Any = None, **kwargs: Any) -> Brand | None:
        name = (value or "").strip()
        if not name:
            return None
        brand = Brand.objects.filter(name=name).first()
        return brand or Brand.objects.create(name=name, slug=free_slug(name))


def free_slug(name: str) -> str:
    slug = slugify(name)[:130] or "brand"
    taken = Brand.objects.filter(slug__startswith=slug).count()
    return f"{slug}-{taken + 1}" if taken else slug


class TypeByName(widgets.ForeignKeyWidget):
    """A product type by its name; types carry a size scale, so a file cannot make one."""

    def clean(self, value: str | None, row: Any = None, **kwargs: Any) -> ProductType:
        found = ProductType.objects.filter(name=(value or "").strip()).first()
        if found is None:
            raise ValueError(f"There is no product type “{value or ''}”.")
        return found


class Price(widgets.DecimalWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        try:
            price = super().clean(value, row, **kwargs)
        except InvalidOperation:
            price = Decimal("NaN")
        if price is not None and not price.is_finite():
            raise ValueError("Enter a price, such as 49.90.")
        return price


class Year(widgets.IntegerWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        try:
            return super().clean(value, row, **kwargs)
        except (ArithmeticError, ValueError) as error:
            raise ValueError("Enter a year, such as 2026.") from error


class PlainDiff(resources.Diff):
    """The preview's differences as <ins> and <del> alone: the page allows no inline style."""

    def as_html(self) -> list[SafeString]:
        cells = super().as_html()
        # Escaped by the library; only its own style attributes are taken out.
        return [mark_safe(INLINE_STYLE.sub("", cell)) for cell in cells]  # noqa: S308


class ProductResource(resources.ModelResource):
    brand = fields.Field("brand", "brand", BrandByName(Brand, "name"))
    product_type = fields.Field("product_type", "product_type", TypeByName(ProductType, "name"))
    year = fields.Field("year", "year", Year())
    price = fields.Field("price", "price", Price())
    cost = fields.Field("cost", "cost", Price())
    tags = fields.Field("tags", "tags", TagsCell())
    stock = fields.Field(column_name="stock", readonly=True)

    class Meta:
        model = Product
        fields = [*COLUMNS, "stock"]
        export_order = [*COLUMNS, "stock"]
        import_id_fields = ["external_id"]
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    @classmethod
    def get_diff_class(cls) -> type[PlainDiff]:
        return PlainDiff

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for column, cell in row.items():
            if CONTROL_CHARACTERS.search(str(cell or "")):
                raise ValidationError(f"{column}: control characters are not allowed.")
        if not str(row.get("external_id") or "").strip():
            raise ValidationError("external_id is missing.")

    def import_instance(self, instance: Product, row: dict[str, Any], **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.slug = instance.slug or slug_for(instance.title, instance.external_id)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance._change_reason = "CSV import"

    def dehydrate_stock(self, product: Product) -> str:
        """`S:0 M:3 L:1`, in the order of sizes."""
        return " ".join(f"{each.size.label}:{each.on_hand}" for each in product.variants.all())

    def get_import_fields(self) -> list[fields.Field]:
        return [field for field in super().get_import_fields() if not field.readonly]

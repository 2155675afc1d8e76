"""The words a product is found by: its title, and what colour, type, brand and use are called.

Kept by triggers in the transaction that changes any of them, beside the product and not in it, so
that nothing that reads products carries them.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from catalog.models.product import Brand, Product, ProductType

#: `catalog_document` is made by the migration: titles weigh A, the rest B, no stemming.
OF_NEW = "catalog_document(NEW.title, NEW.colour, NEW.usage, NEW.product_type_id, NEW.brand_id)"
OF_ALL = "catalog_document(p.title, p.colour, p.usage, p.product_type_id, p.brand_id)"


def renamed(column: str) -> pgtrigger.Trigger:
    """Of a brand or type: all its products' words anew, when it is called something else."""
    return pgtrigger.Trigger(
        name="note_words",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("name"),
        func=f"""
        UPDATE catalog_productwords w SET document = {OF_ALL}
        FROM catalog_product p WHERE p.id = w.product_id AND p.{column} = NEW.id;
        RETURN NULL;
    """,  # noqa: S608 - constants
    )


class ProductWords(models.Model):
    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="words")
    document = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="words_of_products")]

    def __str__(self) -> str:
        return str(self.document)


class WordedProduct(Product):
    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="note_words",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"""
                    INSERT INTO catalog_productwords (product_id, document)
                    VALUES (NEW.id, {OF_NEW});
                    RETURN NULL;
                """,  # noqa: S608 - constants
            ),
            pgtrigger.Trigger(
                name="note_other_words",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("title", "colour", "usage", "product_type", "brand"),
                func=f"""
                    UPDATE catalog_productwords SET document = {OF_NEW}
                    WHERE product_id = NEW.id;
                    RETURN NULL;
                """,  # noqa: S608 - constants
            ),
        ]


class WordedBrand(Brand):
    class Meta:
        proxy = True
        triggers = [renamed("brand_id")]


class WordedType(ProductType):
    class Meta:
        proxy = True
        triggers = [renamed("product_type_id")]

"""`product_search`: what a search compares, in one narrow row per product and encoder.

Derived from the catalogue and the vectors, and kept by triggers as the last thing that each
transaction does; it can be dropped and rebuilt. `product_search_truth` is the view that says what
a row should be: triggers, the rebuild and the check all read it.
"""

from __future__ import annotations

from django.db import connection, connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from pgvector.django import HalfVectorField


class BitsField(models.Field):
    """`bit varying`; bit n says something of the object with primary key n."""

    def db_type(self, connection) -> str:
        return "bit varying"


class ProductSearch(models.Model):
    """Active products that have a vector. Written by triggers alone."""

    pk = models.CompositePrimaryKey("product_id", "encoder_id")
    product_id = models.BigIntegerField()
    encoder_id = models.BigIntegerField()
    product_type_id = models.BigIntegerField()
    brand_id = models.BigIntegerField(null=True)
    price_cents = models.BigIntegerField()
    in_stock = models.BooleanField()
    section = models.CharField(max_length=20)
    gender = models.CharField(max_length=10)
    season = models.CharField(max_length=10)
    usage = models.CharField(max_length=40, db_default="")
    colour = models.CharField(max_length=80)
    #: By Size, in stock net of reservations.
    size_bits = BitsField()
    #: No fixed length: vectors of several encoders live side by side.
    e = HalfVectorField()
    #: Changed since it last was in a graph: compared with every query until it is put into one.
    fresh = models.BooleanField(db_default=False)

    class Meta:
        db_table = "product_search"

    def __str__(self) -> str:
        return f"{self.product_id} by {self.encoder_id}"


#: Columns in the order of product_search_truth.
COLUMNS = (
    "product_id, encoder_id, product_type_id, brand_id, price_cents, in_stock,"
    " section, gender, season, usage, colour, size_bits, e"
)


def reading() -> BaseDatabaseWrapper:
    """The connection that searches read it by, as the shop's database routers have it."""
    return connections[router.db_for_read(ProductSearch)]


def differences() -> list[tuple[int, int]]:
    """(product, encoder) of the rows that are not what they should be; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT product_id, encoder_id FROM"  # noqa: S608 - constants
            f" ((TABLE product_search_truth EXCEPT SELECT {COLUMNS} FROM product_search)"
            f" UNION ALL (SELECT {COLUMNS} FROM product_search EXCEPT TABLE product_search_truth))"
            " AS wrong GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return cursor.fetchall()

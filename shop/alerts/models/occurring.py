"""The triggers that write occasions: whichever path changed the catalogue, in its transaction.

Those for stock and prices only ever insert: whoever sells the last piece waits for nobody who
tells of it. Where nobody asked, they write nothing but the restocks.

An arrival is noted only while somebody waits for the like of something. Who is the first ever to
ask, in the very moment in which something arrives, may not be told of it; the shop shows it to her.
"""

from __future__ import annotations

import pgtrigger

from catalog.models import Product, StockEvent, Variant
from recommender.models import ProductEmbedding

SOMEBODY_WAITS_FOR_THE_LIKE = """
    EXISTS (SELECT FROM alerts_subscription
            WHERE kind = 'similar_in_stock' AND state IN ('pending', 'active'))
"""
ARRIVED = f"""
    IF {SOMEBODY_WAITS_FOR_THE_LIKE} THEN
        INSERT INTO alerts_arrival (variant_id, at)
        SELECT id, clock_timestamp() FROM catalog_variant
        WHERE {{which}} AND on_hand > reserved;
    END IF;
"""  # noqa: S608 - constants
CAME_BACK = """
    INSERT INTO alerts_occasion (kind, variant_id, event_id, opened_at, due_at)
    VALUES ('back_in_stock', NEW.variant_id, NEW.id, NEW.at, NEW.at);
"""


class StockCrossing(StockEvent):
    """The catalogue's event: a size that came back is a restock, and an arrival to others."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="open_restock",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="back_in_stock"),
                func=CAME_BACK + ARRIVED.format(which="id = NEW.variant_id") + "RETURN NULL;",
            )
        ]


class ShelvedVariant(Variant):
    """The catalogue's size: pieces that go below a threshold that somebody asked for, net of what
    is held at the till; and a size that is new to the shop."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="nearly_gone",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("on_hand", "reserved"),
                condition=pgtrigger.Condition(
                    "(NEW.on_hand - NEW.reserved < OLD.on_hand - OLD.reserved)"
                ),
                func="""
                    INSERT INTO alerts_occasion (kind, variant_id, threshold, opened_at, due_at)
                    SELECT DISTINCT 'low_stock', NEW.id, threshold, moment, moment
                    FROM alerts_subscription, clock_timestamp() AS moment
                    WHERE variant_id = NEW.id AND kind = 'low_stock'
                        AND state IN ('pending', 'active')
                        AND threshold >= NEW.on_hand - NEW.reserved
                        AND threshold < OLD.on_hand - OLD.reserved;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="new_size_arrived",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__on_hand__gt=0),
                func=ARRIVED.format(which="id = NEW.id") + "RETURN NULL;",
            ),
        ]


class PricedProduct(Product):
    """The catalogue's product: another price, up too, for it ends what was told of the last; and
    one that is put on sale."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="price_changed",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("price"),
                condition=pgtrigger.Condition("(NEW.price <> OLD.price)"),
                func="""
                    INSERT INTO alerts_occasion (kind, product_id, opened_at, due_at)
                    SELECT 'price_drop', NEW.id, moment, moment FROM clock_timestamp() AS moment
                    WHERE EXISTS (SELECT FROM alerts_subscription
                                  WHERE product_id = NEW.id AND state IN ('pending', 'active'));
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="put_on_sale",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Condition("(NEW.status = 'active' AND OLD.status <> 'active')"),
                func=ARRIVED.format(which="product_id = NEW.id") + "RETURN NULL;",
            ),
        ]


class SeenProduct(ProductEmbedding):
    """A product's row: with its first vector by the active encoder it can be compared."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="first_seen",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("vector"),
                condition=pgtrigger.Condition("(OLD.vector IS NULL AND NEW.vector IS NOT NULL)"),
                func=f"""
                    IF EXISTS (SELECT FROM recommender_encoderversion
                               WHERE id = NEW.encoder_id AND is_active) THEN
                        {ARRIVED.format(which="product_id = NEW.product_id")}
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

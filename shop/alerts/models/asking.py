"""What the database does when somebody asks, or says yes."""

from __future__ import annotations

import pgtrigger

TRIGGERS = [
    # Whoever says yes when it has happened already is told of it too. One row alone, so
    # that of two who say yes none waits for the other in a circle.
    pgtrigger.Trigger(
        name="joins_the_queue",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(new__state="active"),
        func="""
                    UPDATE alerts_occasion SET due_at = COALESCE(due_at, clock_timestamp())
                    WHERE closed_at IS NULL AND id = CASE
                        WHEN NEW.kind = 'price_drop' THEN
                            (SELECT max(id) FROM alerts_occasion WHERE product_id = NEW.product_id)
                        ELSE
                            (SELECT max(id) FROM alerts_occasion
                             WHERE variant_id = NEW.variant_id AND kind = NEW.kind
                                 AND threshold IS NOT DISTINCT FROM NEW.threshold) END;
                    RETURN NULL;
                """,
    ),
    # From here on nobody changes the price, or the stock, without a look at this wish: the
    # lock makes one who is at it just now come first, or wait until this wish can be seen.
    pgtrigger.Trigger(
        name="knows_the_price",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="price_drop"),
        func="""
                    SELECT price INTO NEW.last_price FROM catalog_product
                    WHERE id = NEW.product_id FOR SHARE;
                    RETURN NEW;
                """,
    ),
    pgtrigger.Trigger(
        name="knows_the_stock",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="low_stock"),
        func="""
                    PERFORM FROM catalog_variant WHERE id = NEW.variant_id FOR SHARE;
                    RETURN NEW;
                """,
    ),
]

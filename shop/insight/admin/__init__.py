"""What a merchandiser reads of what shoppers did."""

from shop.insight.admin import demand, events, funnel, gaps

__all__ = ["demand", "events", "funnel", "gaps"]

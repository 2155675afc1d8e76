from shop.insight.models.demand import Demand
from shop.insight.models.event import Event, EventKind
from shop.insight.models.gap import Gap
from shop.insight.models.salt import DailySalt
from shop.insight.models.total import DailyTotal

__all__ = ["DailySalt", "DailyTotal", "Demand", "Event", "EventKind", "Gap"]

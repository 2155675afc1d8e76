from shop.alerts.models.delivery import Delivery, DeliveryState
from shop.alerts.models.letter import Letter, LetterKind, LetterState
from shop.alerts.models.mailbox import Mailbox
from shop.alerts.models.restock import Restock, StockCrossing
from shop.alerts.models.subscription import AlertKind, Subscription, SubscriptionState

__all__ = [
    "AlertKind",
    "Delivery",
    "DeliveryState",
    "Letter",
    "LetterKind",
    "LetterState",
    "Mailbox",
    "Restock",
    "StockCrossing",
    "Subscription",
    "SubscriptionState",
]

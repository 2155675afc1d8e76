from shop.alerts.models.delivery import Delivery, DeliveryState
from shop.alerts.models.endpoint import Endpoint
from shop.alerts.models.letter import Letter, LetterKind, LetterState
from shop.alerts.models.mailbox import Mailbox
from shop.alerts.models.message import Attempt, Message, MessageState
from shop.alerts.models.restock import Restock, StockCrossing
from shop.alerts.models.subscription import AlertKind, Subscription, SubscriptionState

__all__ = [
    "AlertKind",
    "Attempt",
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "Letter",
    "LetterKind",
    "LetterState",
    "Mailbox",
    "Message",
    "MessageState",
    "Restock",
    "StockCrossing",
    "Subscription",
    "SubscriptionState",
]

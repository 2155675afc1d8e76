from shop.alerts.models.arrival import Arrival
from shop.alerts.models.delivery import Delivery, DeliveryState
from shop.alerts.models.earning import Earning
from shop.alerts.models.endpoint import Endpoint
from shop.alerts.models.kind import AlertKind
from shop.alerts.models.letter import Letter, LetterKind, LetterState
from shop.alerts.models.mailbox import Mailbox
from shop.alerts.models.message import Attempt, Message, MessageState
from shop.alerts.models.occasion import Occasion
from shop.alerts.models.occurring import PricedProduct, SeenProduct, ShelvedVariant, StockCrossing
from shop.alerts.models.subscription import Subscription
from shop.alerts.models.waiting import SubscriptionState

__all__ = [
    "AlertKind",
    "Arrival",
    "Attempt",
    "Delivery",
    "DeliveryState",
    "Earning",
    "Endpoint",
    "Letter",
    "LetterKind",
    "LetterState",
    "Mailbox",
    "Message",
    "MessageState",
    "Occasion",
    "PricedProduct",
    "SeenProduct",
    "ShelvedVariant",
    "StockCrossing",
    "Subscription",
    "SubscriptionState",
]

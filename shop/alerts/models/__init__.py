from shop.alerts.models.letter import Letter, LetterKind, LetterState
from shop.alerts.models.mailbox import Mailbox
from shop.alerts.models.subscription import AlertKind, Subscription, SubscriptionState

__all__ = [
    "AlertKind",
    "Letter",
    "LetterKind",
    "LetterState",
    "Mailbox",
    "Subscription",
    "SubscriptionState",
]

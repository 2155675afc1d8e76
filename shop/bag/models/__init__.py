from shop.bag.models.bag import Bag, BagLine, MixedCurrencies
from shop.bag.models.order import Order, OrderLine

__all__ = ["Bag", "BagLine", "MixedCurrencies", "Order", "OrderLine"]

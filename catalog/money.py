"""Prices as people write them."""

from decimal import Decimal

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


def format_price(amount: Decimal, currency: str) -> str:
    """`Decimal("49.90"), "EUR"` -> "€49.90"; a currency without a symbol follows the number."""
    number = f"{amount:,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"

"""From the bag to an order."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shop.alerts import earning
from shop.bag.carrying import bag_of
from shop.bag.checkout import BagIsEmpty, LinesLost, PriceChanged, place_order
from shop.bag.forms import CheckoutForm
from shop.bag.holding import contents_of, hold, hold_of
from shop.bag.missed import missed_from, order_placed
from shop.bag.models import Bag, Order
from shop.bag.models.bag import price_text, total_of
from shop.bag.payment import payment_label, payment_methods
from shop.bag.shopper import remember_order
from shop.insight import noting
from shop.storefront.stand_ins import StandIns, strips_for

log = structlog.get_logger(__name__)

#: Where a refused order's address and payment wait, so that nobody has to give them twice.
ADDRESS = "address"

NOTHING_ORDERED = "Nothing was ordered: {pieces} sold out while you were at the till. Choose below."
NOT_HELD = "{pieces} sold out on your way to the till. Choose below."
NEW_PRICES = "Prices have changed since you opened this page. Please look at the new total."


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Hold what is in the bag, then on to the till. Not a link: nothing that merely looks around
    (a crawler, a browser that fetches ahead) takes a piece from anybody."""
    bag = bag_of(request)
    try:
        if bag:
            hold(bag)
    except BagIsEmpty:
        return redirect("bag")
    except LinesLost as refusal:
        messages.error(request, NOT_HELD.format(pieces=named(refusal)))
        return redirect("bag")
    return redirect("checkout")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    bag = bag_of(request)
    if bag is None:
        return redirect("bag")
    if request.method == "POST":
        return submit(request, bag)
    return till(request, bag, CheckoutForm(initial=request.session.get(ADDRESS)))


def submit(request: HttpRequest, bag: Bag) -> HttpResponse:
    form = CheckoutForm(request.POST)
    if not form.is_valid():
        return till(request, bag, form, status=422)
    noting.orders(request, bag)
    try:
        return pay(request, place_order(bag, form.checkout))
    except BagIsEmpty:
        return redirect("bag")
    except LinesLost as refusal:
        return back_to_the_bag(request, form, refusal)
    except PriceChanged:
        messages.warning(request, NEW_PRICES)
        return till(request, bag, CheckoutForm(initial=form.filled_in), status=409)


def till(request: HttpRequest, bag: Bag, form: CheckoutForm, status: int = 200) -> HttpResponse:
    """The form beside what it would order; back to the bag where a line needs a decision."""
    lines = contents_of(bag)
    if not lines or any(line.is_short for line in lines):
        return redirect("bag")
    total = total_of(lines)
    form.fields["agreed_total"].initial = total
    page = {"form": form, "lines": lines, "total": price_text(lines, total)}
    page |= {"methods": payment_methods().values(), "hold": hold_of(bag, lines)}
    return render(request, "bag/checkout.html", page, status=status)


def back_to_the_bag(request: HttpRequest, form: CheckoutForm, refusal: LinesLost) -> HttpResponse:
    request.session[ADDRESS] = form.filled_in
    messages.error(request, NOTHING_ORDERED.format(pieces=named(refusal)))
    return redirect("bag")


def named(refusal: LinesLost) -> str:
    return ", ".join(f"{line.variant.product} in {line.variant.size}" for line in refusal.lines)


def pay(request: HttpRequest, order: Order) -> HttpResponse:
    """On to the payment method's own page, if it has one; the order stands whatever it does."""
    request.session.pop(ADDRESS, None)
    order_placed(request, order)
    earning.ordered(request, order)
    remember_order(request, order)
    try:
        url = payment_methods()[order.payment_method].begin(order)
    except Exception as error:  # a provider that is away must not hide an order that was placed
        log.error("payment_away", order=order.number, method=order.payment_method, error=str(error))
        messages.warning(request, "Your order is placed; payment could not be started just now.")
        url = None
    return redirect(url or order)


@never_cache
def order(request: HttpRequest, token: str) -> HttpResponse:
    orders = Order.objects.prefetch_related(
        "lines__variant__product", "lines__stands_in_for__product", "lines__stands_in_for__size"
    )
    placed = get_object_or_404(orders, token=token)
    page = {"order": placed, "payment": payment_label(placed.payment_method)}
    page |= {"stand_ins": instead_of(cancelled=placed) if placed.is_cancelled else []}
    page |= {"missed": [] if placed.is_cancelled else beside(request, placed)}
    return render(request, "bag/order.html", page)


def instead_of(cancelled: Order) -> list[StandIns]:
    lines = cancelled.lines.select_related("variant__product", "variant__size")
    return strips_for(line.variant for line in lines if line.variant)


def beside(request: HttpRequest, placed: Order) -> list[StandIns]:
    """What can stand in for what sold out before she ordered, and is not in the order already."""
    has = [line.variant.product_id for line in placed.lines.all() if line.variant]
    return strips_for(missed_from(request, placed), has)

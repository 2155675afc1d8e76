"""Who waits for what, and what was written to whom: to read, to end, to suppress."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest

from catalog.admin.stock import ReadOnlyAdmin
from catalog.paging import CountedSoFar
from shop.alerts import earning_admin  # noqa: F401 - registers what alerts earn
from shop.alerts.models import (
    Attempt,
    Delivery,
    Endpoint,
    Letter,
    Mailbox,
    Message,
    Occasion,
    Subscription,
)
from shop.alerts.models.mailbox import MailboxQuerySet, Suppressed
from shop.alerts.models.waiting import SubscriptionQuerySet


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at",
        "what",
        "mailbox",
        "quantity",
        "state",
        "position",
        "confirmed_at",
    ]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["variant__product", "variant__size", "product", "mailbox"]
    search_fields = ["variant__sku", "variant__product__title", "mailbox__address"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    paginator = CountedSoFar
    show_full_result_count = False
    list_per_page = 100
    actions = ["end"]

    @admin.display(description="What")
    def what(self, alert: Subscription) -> str:
        return alert.said

    @admin.display(description="Place in the queue")
    def position(self, alert: Subscription) -> int | None:
        return alert.position

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.change_subscription")

    @admin.action(description="End: tell them nothing more", permissions=["end"])
    def end(self, request: HttpRequest, alerts: SubscriptionQuerySet) -> None:
        messages.success(request, f"{alerts.end()} ended.")


@admin.register(Mailbox)
class MailboxAdmin(ReadOnlyAdmin):
    list_display = ["address", "created_at", "suppressed_at", "suppressed_why", "due_at"]
    list_filter = ["suppressed_why"]
    search_fields = ["address"]
    show_full_result_count = False
    list_per_page = 100
    actions = ["suppress", "allow"]

    def has_suppress_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.change_mailbox")

    @admin.action(description="Never write to these again", permissions=["suppress"])
    def suppress(self, request: HttpRequest, mailboxes: MailboxQuerySet) -> None:
        for mailbox in mailboxes:
            mailbox.suppress(Suppressed.STAFF)
        messages.success(request, f"{len(mailboxes)} suppressed, their alerts ended.")

    @admin.action(description="Allow letters to these again", permissions=["suppress"])
    def allow(self, request: HttpRequest, mailboxes: MailboxQuerySet) -> None:
        for mailbox in mailboxes:
            mailbox.allow()


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "mailbox", "kind", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["mailbox"]
    search_fields = ["mailbox__address", "message_id"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    list_per_page = 100


@admin.register(Occasion)
class OccasionAdmin(ReadOnlyAdmin):
    list_display = [
        "opened_at",
        "kind",
        "what",
        "offered",
        "told",
        "in_queue",
        "due_at",
        "closed_at",
    ]
    list_filter = ["kind", "opened_at", "closed_at"]
    list_select_related = [
        "variant__product",
        "variant__size",
        "product",
        "offered__product",
        "offered__size",
    ]
    search_fields = ["variant__sku", "product__title"]
    date_hierarchy = "opened_at"
    ordering = ["-pk"]
    paginator = CountedSoFar
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description="What")
    def what(self, occasion: Occasion) -> str:
        few = f", {occasion.threshold} or fewer" if occasion.threshold else ""
        return f"{occasion.variant or occasion.product}{few}"

    @admin.display(description="Told of it")
    def told(self, occasion: Occasion) -> int:
        return occasion.deliveries.holding().count()

    @admin.display(description="Still in the queue")
    def in_queue(self, occasion: Occasion) -> int:
        return occasion.queue.count()


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The ledger: who was told of what, when, by which letter."""

    list_display = ["planned_at", "subscription", "address", "state", "sent_at", "message_id"]
    list_filter = ["state", "planned_at"]
    list_select_related = [
        "subscription__variant__product",
        "subscription__variant__size",
        "subscription__product",
        "subscription__mailbox",
        "subscription__owner",
        "letter",
    ]
    search_fields = ["subscription__mailbox__address", "subscription__variant__sku"]
    date_hierarchy = "planned_at"
    show_full_result_count = False
    list_per_page = 100

    @admin.display(description="Address")
    def address(self, delivery: Delivery) -> str:
        return str(delivery.subscription.mailbox or delivery.subscription.owner)

    @admin.display(description="Message-ID")
    def message_id(self, delivery: Delivery) -> str:
        return delivery.letter.message_id if delivery.letter else ""


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    list_display = ["url", "owner", "created_at", "failing_since", "disabled_at", "disabled_why"]
    list_select_related = ["owner"]
    search_fields = ["url", "owner__name"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "owner", "endpoint", "payload", "state", "attempts_made"]
    list_filter = ["state", "created_at"]
    list_select_related = ["owner", "endpoint"]
    show_full_result_count = False
    list_per_page = 100


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ["at", "message", "status", "seconds", "said"]
    list_filter = ["status", "at"]
    list_select_related = ["message"]
    show_full_result_count = False
    list_per_page = 100

"""What shoppers hold at the till, to read, and to give back when one has to."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest

from catalog.admin.stock import StockRecordAdmin
from catalog.models import Reservation
from catalog.models.reservation import ReservationQuerySet


@admin.register(Reservation)
class ReservationAdmin(StockRecordAdmin):
    list_display = ["expires_at", "product", "size", "sku", "quantity", "holder", "created_at"]
    list_filter = ["expires_at"]
    date_hierarchy = "created_at"
    actions = ["release"]

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.delete_reservation")

    @admin.action(description="Release: give back to the shelf", permissions=["release"])
    def release(self, request: HttpRequest, reservations: ReservationQuerySet) -> None:
        released = reservations.release()
        messages.success(request, f"{released} given back. Whoever held it may still order it.")

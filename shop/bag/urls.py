from django.urls import path

from shop.bag.views import checkout, contents, notice, outfit

urlpatterns = [
    path("", contents.bag, name="bag"),
    path("add/", contents.add, name="add_to_bag"),
    path("add-outfit/", outfit.add, name="add_outfit"),
    path("notice/", notice.notice, name="bag_notice"),
    path("lines/<int:number>/quantity/", contents.change_quantity, name="change_quantity"),
    path("lines/<int:number>/remove/", contents.remove, name="remove_line"),
    path("checkout/start/", checkout.start, name="start_checkout"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("order/<str:token>/", checkout.order, name="order"),
]

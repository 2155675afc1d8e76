from django.urls import path

from shop.replica.pages import may_be_stale
from shop.storefront.views import home, listing, looks, product, search

urlpatterns = [
    path("", may_be_stale(home.home), name="home"),
    path("shop/", may_be_stale(listing.listing), name="listing"),
    path("shop/<slug:section>/", may_be_stale(listing.section), name="section"),
    path("product/<slug:slug>/", may_be_stale(product.product), name="product"),
    path("search/", may_be_stale(search.search), name="search"),
    path("looks/", may_be_stale(looks.looks), name="looks"),
    path("looks/<slug:slug>/", may_be_stale(looks.look), name="look"),
]

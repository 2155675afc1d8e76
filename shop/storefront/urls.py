from django.urls import path

from shop.storefront.views import home, listing, looks, product, search

urlpatterns = [
    path("", home.home, name="home"),
    path("shop/", listing.listing, name="listing"),
    path("shop/<slug:section>/", listing.section, name="section"),
    path("product/<slug:slug>/", product.product, name="product"),
    path("search/", search.search, name="search"),
    path("looks/", looks.looks, name="looks"),
    path("looks/<slug:slug>/", looks.look, name="look"),
]

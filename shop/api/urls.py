from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from shop.alerts.api.alerts import AlertViewSet
from shop.alerts.api.bounces import BouncesView
from shop.alerts.api.endpoints import EndpointViewSet
from shop.alerts.api.events import EventsView
from shop.alerts.api.stream import EventStreamView
from shop.api.documentation import docs, schema
from shop.api.outfits import CompleteOutfitView
from shop.api.problems import explained, nothing_here
from shop.api.products import ProductViewSet
from shop.api.stock import StockMovementsView
from shop.api.substitution import VariantSubstitutesView, WhyView
from shop.api.variants import VariantViewSet
from shop.photo_search.api.views import SearchPhotoView, SearchView
from shop.widget.api import WidgetAlertsView, WidgetView

router = SimpleRouter(use_regex_path=False)
router.register("products", ProductViewSet, basename="api-product")
router.register("variants", VariantViewSet, basename="api-variant")
router.register("alerts", AlertViewSet, basename="api-alert")
router.register("endpoints", EndpointViewSet, basename="api-endpoint")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("v1/variants/<str:sku>/substitutes/", VariantSubstitutesView.as_view()),
    path("v1/variants/<str:sku>/why/", WhyView.as_view()),
    path("v1/outfits/complete/", CompleteOutfitView.as_view(), name="api-complete-outfit"),
    path("v1/search/", SearchView.as_view(), name="api-search"),
    path("v1/search/photo/", SearchPhotoView.as_view(), name="api-search-photo"),
    path("v1/events/", EventsView.as_view(), name="api-events"),
    path("v1/bounces/", BouncesView.as_view(), name="api-bounces"),
    path("v1/events/stream/", EventStreamView.as_view(), name="api-event-stream"),
    path("v1/stock/movements/", StockMovementsView.as_view(), name="api-movements"),
    path("v1/widget/", WidgetView.as_view(), name="api-widget"),
    path("v1/widget/alerts/", WidgetAlertsView.as_view(), name="api-widget-alerts"),
    path("schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    path("problems/", explained, name="api-problems"),
    re_path(r"", nothing_here),
]

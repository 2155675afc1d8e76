from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from shop.alerts.views import dev_mail
from shop.health import alive, ready
from shop.metrics import metrics

urlpatterns = [
    path("", include("shop.storefront.urls")),  # first: most is asked of it
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("api/", include("shop.api.urls")),
    path("bag/", include("shop.bag.urls")),
    path("alerts/", include("shop.alerts.urls")),
    path("dev/mail/", dev_mail.mails, name="dev_mails"),
    path("dev/mail/<str:name>", dev_mail.mail, name="dev_mail"),
    # Photos are ours by the time they lie here (re-encoded, metadata gone); a front server may
    # take this path over.
    re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
    path("", include("shop.insight.urls")),
    path("", include("shop.widget.urls")),
    path("", include("shop.photo_search.urls")),
]

handler400 = "shop.failures.bad_request"
handler403 = "shop.failures.permission_denied"
handler404 = "shop.failures.page_not_found"
handler500 = "shop.failures.server_error"

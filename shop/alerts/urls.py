from django.urls import path

from shop.alerts.views import asking, mine

urlpatterns = [
    path("", asking.alerts, name="alerts"),
    path("new/", asking.tell_me, name="tell_me"),
    path("mine/<str:token>/", mine.my_alerts, name="my_alerts"),
    path("mine/<str:token>/stop/", mine.stop_alerts, name="stop_alerts"),
]

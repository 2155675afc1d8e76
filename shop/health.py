from django.http import HttpRequest, HttpResponse


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing else, so that a slow database restarts no web server."""
    return HttpResponse("ok", content_type="text/plain")

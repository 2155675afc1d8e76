"""What load balancers and monitors ask: is the process alive, and can it serve shoppers?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.readiness import State, states


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing else, so that a slow database restarts no web server."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 while pages work, 503 while they do not; with `?strict` 503 also while degraded."""
    answers = states()
    away = [part for part, state in answers.items() if state is not State.OK]
    verdict = "ready"
    if away:
        verdict = "not ready" if any(part.needed for part in away) else "degraded"
    refused = verdict == "not ready" or (away and "strict" in request.GET)
    parts = {part.name: state for part, state in answers.items()}
    return JsonResponse({"status": verdict, "parts": parts}, status=503 if refused else 200)

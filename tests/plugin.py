"""Gives the test run a home of its own, never the shop's, with PostgreSQL running in it.

Loaded by `-p tests.plugin` in pyproject.toml, because pytest-django reads the settings before any
conftest.py. A DATABASE_URL given by hand is used as it is.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from shop.surroundings import surroundings

#: For this process and those it starts. OpenMP's threads wait for each other by turning in circles:
#: where others want the processor too, training in two of them took 34 times the CPU of one.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"} | os.environ

#: Stories about an encoder have that one alone; those about the one for photos name it.
os.environ["PHOTO_ENCODER"] = ""

home = Path(tempfile.mkdtemp(prefix="understudy-tests-"))
for inherited in ("CELERY_BROKER_URL", "MEDIA_ROOT", "STATIC_ROOT", "SECRET_KEY", "DEBUG"):
    os.environ.pop(inherited, None)
os.environ["UNDERSTUDY_HOME"] = str(home)

running = ExitStack()
atexit.register(shutil.rmtree, home, ignore_errors=True)
atexit.register(running.close)
running.enter_context(surroundings(["manage.py", "test"], os.environ))

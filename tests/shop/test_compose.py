"""docker-compose.yml and Dockerfile, read the way Compose reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]

#: What runs until it is stopped; `migrate` runs once and ends.
LONG_RUNNING = ["db", "redis", "web", "worker", "beat"]
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"}

#: ${NAME}, ${NAME:-default} and ${NAME:?message}; $$ is a dollar sign.
VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?:(:[-?])([^}]*))?\})")


class MissingValue(Exception):
    """A variable that the file requires is not set."""


def interpolated(text: str, given: dict[str, str]) -> str:
    """TEXT with its variables filled in from GIVEN, by Compose's rules."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        if name is None:
            return "$"
        if not given.get(name) and operator == ":?":
            raise MissingValue(f"{name}: {rest}")
        return given.get(name) or (rest if operator == ":-" else "")

    return VARIABLE.sub(value, text)


def filled_in(node: Any, given: dict[str, str]) -> Any:
    """The parsed file with every string in it interpolated, which Compose does after parsing."""
    if isinstance(node, dict):
        return {key: filled_in(value, given) for key, value in node.items()}
    if isinstance(node, list):
        return [filled_in(value, given) for value in node]
    return interpolated(node, given) if isinstance(node, str) else node


def compose(**given: str) -> dict[str, Any]:
    return filled_in(yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text()), given)


@pytest.fixture
def given() -> dict[str, str]:
    return {"SECRET_KEY": "s3cret", "POSTGRES_PASSWORD": "pa55", "ALLOWED_HOSTS": "shop.example"}


@pytest.fixture
def services(given: dict[str, str]) -> dict[str, Any]:
    return compose(**given)["services"]


def test_it_holds_the_six_services(services: dict[str, Any]) -> None:
    assert sorted(services) == sorted([*LONG_RUNNING, "migrate"])


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_it_will_not_start_without_a_secret(given: dict[str, str], name: str) -> None:
    del given[name]
    with pytest.raises(MissingValue, match=f"{name}: set {name}"):
        compose(**given)


def test_no_secret_stands_in_the_file() -> None:
    """Whatever smells of a secret takes its whole value from the environment, or is empty."""
    lines = (REPOSITORY / "docker-compose.yml").read_text().splitlines()
    smelling = [line for line in lines if re.match(r"\s*\w*(SECRET|PASSWORD|TOKEN|_KEY)\w*:", line)]
    assert smelling
    for line in smelling:
        assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", line.split(":", 1)[1].strip()), line
    assert not [line for line in lines if re.search(r"://[^$\s]*:[^$\s/]+@", line)]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_each_service_tells_its_health_and_comes_back(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries"} <= service["healthcheck"].keys()
    assert service["restart"] == "unless-stopped"


def test_nothing_runs_as_root_or_may_become_it(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert str(service["user"]).split(":")[0] not in {"", "0", "root"}, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_images_of_others_are_pinned_to_a_version(services: dict[str, Any]) -> None:
    for name in ("db", "redis"):
        assert re.search(r":\d+\.\d+", services[name]["image"]), services[name]["image"]
    assert services["db"]["image"].startswith("pgvector/pgvector:0.8.")


def test_data_lives_in_volumes_that_are_declared(given: dict[str, str]) -> None:
    file = compose(**given)
    used = {
        volume.split(":")[0]
        for service in file["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used == file["volumes"].keys()
    mounted = {name: " ".join(s.get("volumes", [])) for name, s in file["services"].items()}
    assert "database:/var/lib/postgresql" in mounted["db"]
    assert "media:/data/media" in mounted["web"]
    assert mounted["web"] == mounted["worker"]


def test_the_tables_are_there_before_anybody_asks_for_them(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert services["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        awaited = services[name]["depends_on"]
        assert awaited["migrate"]["condition"] == "service_completed_successfully"
        assert awaited["redis"]["condition"] == "service_healthy"


def test_only_the_web_server_is_published_and_only_to_this_machine(
    services: dict[str, Any], given: dict[str, str]
) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    moved = compose(**given, BIND="0.0.0.0", PORT="80")
    assert moved["services"]["web"]["ports"] == ["0.0.0.0:80:8000"]


def test_the_shop_gets_what_its_settings_ask_for(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat", "migrate"):
        environment = services[name]["environment"]
        assert environment["DATABASE_URL"] == "postgres://understudy:pa55@db:5432/understudy"
        assert environment["SECRET_KEY"] == "s3cret"
        assert (environment["DEBUG"], environment["HTTPS"]) == ("0", "1")


def test_the_worker_takes_every_queue_that_tasks_are_routed_to(services: dict[str, Any]) -> None:
    from django.conf import settings

    from shop.supervisor.programs import QUEUES

    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    wanted = routed | {settings.CELERY_TASK_DEFAULT_QUEUE}
    assert set(QUEUES.split(",")) == wanted
    assert f"--queues={QUEUES}" in services["worker"]["command"]


def test_the_image_is_ordinary_and_carries_no_secret() -> None:
    text = (REPOSITORY / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert re.fullmatch(r"FROM python:3\.1[12]-slim-\w+", lines[0])
    assert [line for line in lines if line.startswith("USER ")] == ["USER understudy"]
    assert lines.index("USER understudy") < next(
        number for number, line in enumerate(lines) if line.startswith("CMD [")
    )
    assert "HEALTHCHECK" in text
    lasting = "\n".join(line for line in lines if re.match(r"(ENV|ARG)\b|\s+[A-Z_]+=", line))
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|TOKEN)", lasting, re.MULTILINE)


def test_what_the_image_copies_exists_and_leaves_data_out() -> None:
    rules = (REPOSITORY / ".dockerignore").read_text().splitlines()
    let_in = [rule[1:] for rule in rules if rule.startswith("!")]
    assert "*" in rules
    assert all((REPOSITORY / name).exists() for name in let_in)
    assert not {"var", ".venv", ".git", ".env"} & set(let_in)


def test_compose_itself_agrees(given: dict[str, str]) -> None:
    program = next((p for p in ("docker-compose", "podman-compose") if shutil.which(p)), None)
    words = [program] if program else ["docker", "compose"]
    probe = [*words, "version"]
    if not shutil.which(words[0]) or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("Docker Compose is not installed here")
    subprocess.run(
        [*words, "-f", str(REPOSITORY / "docker-compose.yml"), "config", "--quiet"],
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", **given},
        check=True,
    )

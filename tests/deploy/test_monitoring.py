"""The alert rules and the dashboard name metrics and labels that there are, and each alert has its section."""

import json
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
import yaml
from prometheus_client import Counter, Histogram

import entrypoints.telemetry
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import VirtualClock
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from tests.architecture.repository import ROOT
from tests.builders import AUDIT_SECRET

MONITORING = ROOT / "deploy" / "monitoring"
RULES = [rule for group in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
PANELS = json.loads((MONITORING / "grafana.json").read_text())["panels"]
PAGE = (ROOT / "docs" / "alerts.md").read_text()
EXPRESSIONS = [*(rule["expr"] for rule in RULES), *(target["expr"] for panel in PANELS for target in panel["targets"])]

METRIC = re.compile(r"\b(till_\w+)(?:\{([^}]*)\})?")
GROUPING = re.compile(r"\bby \(([^)]*)\)")


async def exposed() -> dict[str, set[str]]:
    """The names as Prometheus stores them, and the labels of each."""
    found: dict[str, set[str]] = {}
    for module in walk_packages(entrypoints.telemetry.__path__, "entrypoints.telemetry."):
        for metric in vars(import_module(module.name)).values():
            if isinstance(metric, Counter | Histogram):
                labels = set(metric._labelnames)
                (family,) = metric.describe()
                if isinstance(metric, Counter):
                    found[f"{family.name}_total"] = labels
                else:
                    found |= {f"{family.name}_{part}": labels for part in ("count", "sum")}
                    found[f"{family.name}_bucket"] = labels | {"le"}
    for gauge in await BacklogGauges(InMemoryStores(AUDIT_SECRET).backlog, VirtualClock())():
        found[gauge.name] = set(gauge._labelnames)  # type: ignore[attr-defined]
    return found


def unknown(expression: str, known: dict[str, set[str]]) -> list[str]:
    """What an expression names and Till does not expose: metrics, and labels that none of its metrics has."""
    faults = []
    labels: set[str] = set()
    for name, selectors in METRIC.findall(expression):
        if name not in known:
            faults.append(name)
            continue
        labels |= known[name]
        faults += [f"{name}{{{label}}}" for label in re.findall(r"(\w+)\s*[=!]", selectors) if label not in known[name]]
    grouped = {label.strip() for group in GROUPING.findall(expression) for label in group.split(",")}
    return faults + sorted(grouped - labels)


async def test_what_rules_and_dashboard_name_exists() -> None:
    known = await exposed()
    assert [(expression, faults) for expression in EXPRESSIONS if (faults := unknown(expression, known))] == []


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("max(till_gone) > 0", "till_gone"),
        ('sum(till_refunds_total{state="failed"})', "till_refunds_total{state}"),
        ("sum by (why) (till_open_holds)", "why"),
    ],
)
async def test_what_does_not_exist_is_seen(expression: str, fault: str) -> None:
    assert unknown(expression, await exposed()) == [fault]


def test_each_alert_has_its_section_and_each_section_its_alert() -> None:
    alerts = [rule["alert"] for rule in RULES]
    assert re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) == alerts
    for rule in RULES:
        assert rule["annotations"]["runbook_url"].endswith(f"/docs/alerts.md#{rule['alert'].lower()}")
        assert rule["labels"]["severity"] in {"critical", "warning"}


def test_each_panel_has_a_place_of_its_own() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="there is no promtool on the PATH")
def test_prometheus_takes_the_rules_and_the_dashboard_s_expressions(tmp_path: Path) -> None:
    shown = [expression.replace("$__rate_interval", "5m") for expression in EXPRESSIONS]
    recorded = [{"record": f"panel_{number}", "expr": expression} for number, expression in enumerate(shown)]
    dashboard = tmp_path / "dashboard.yml"
    dashboard.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": recorded}]}))
    done = subprocess.run(
        ["promtool", "check", "rules", MONITORING / "alerts.yml", dashboard],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

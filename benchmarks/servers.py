"""The servers that are measured: Till as `till serve` runs it, and two bare ones under the same server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from benchmarks.processes import HOST, Running, free_port, python, running
from benchmarks.scene import Scene, wait_until_ready


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready, and what it took to become so."""

    port: int
    running: Running
    wall_seconds: float
    cpu_seconds: float


@contextmanager
def till(scene: Scene, more: Mapping[str, str] | None = None, *, workers: int = 1) -> Iterator[Server]:
    """`till serve`, with more settings than the scene's where they are given."""
    port = free_port()
    command = python("-m", "entrypoints.cli", "serve", "--host", HOST, "--port", str(port))
    if workers > 1:
        command += ["--workers", str(workers)]
    begun = perf_counter()
    with running(command, scene.log, {**scene.environment, **(more or {})}) as process:
        wait_until_ready(process, port, "/health/ready", scene.log)
        yield Server(port, process, perf_counter() - begun, process.cpu_seconds())


@contextmanager
def sender(scene: Scene, more: Mapping[str, str]) -> Iterator[Running]:
    """A worker's sender to the shop's endpoint, without its other duties."""
    with running(python("-m", "benchmarks.sender"), scene.log, {**scene.environment, **more}) as process:
        yield process


@contextmanager
def bare(scene: Scene, name: str) -> Iterator[Server]:
    """An application of `benchmarks.bare` with the same event loop and parser."""
    port = free_port()
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    command = python("-m", "uvicorn", f"benchmarks.bare:{name}", "--host", HOST, "--port", str(port), *options)
    begun = perf_counter()
    with running(command, scene.log) as process:
        wait_until_ready(process, port, "/", scene.log)
        yield Server(port, process, perf_counter() - begun, process.cpu_seconds())

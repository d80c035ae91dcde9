"""How the sandbox keeps a process: shown with small processes instead of Till's own."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.processes.bounded_log import BoundedLog
from entrypoints.sandbox.processes.child import STARTS_BEFORE_GIVING_UP, Child
from entrypoints.sandbox.processes.program import Program
from tests.e2e.waiting import runs, wait_until

WAIT_FOR_EVER = "import signal, sys; print('here', flush=True); signal.pause()"


def python(code: str, name: str = "small", **more: object) -> Program:
    return Program(name=name, title="The small one", command=(sys.executable, "-c", code), **more)  # type: ignore[arg-type]


class Kept:
    """A child and what was said about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.children: list[Child] = []

    def child(self, program: Program) -> Child:
        child = Child(program, os.environ, self.folder, self.said.append)
        self.children.append(child)
        return child

    def noted_pids(self) -> list[int]:
        notes = self.folder / "pids"
        return [int(line) for line in notes.read_text().split()] if notes.exists() else []


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    kept = Kept(tmp_path)
    yield kept
    for child in kept.children:
        await child.stop()


async def until(condition: Callable[[], bool], what: str) -> None:
    await asyncio.to_thread(wait_until, condition, what)


NOTE_PID = "import os; open('pids', 'a').write(f'{os.getpid()}\\n');"


async def test_a_process_that_dies_is_said_and_started_again(kept: Kept) -> None:
    await kept.child(python(NOTE_PID + "print('ready or not', flush=True); " + WAIT_FOR_EVER)).start()
    await until(lambda: len(kept.noted_pids()) == 1, "a first start")
    os.kill(kept.noted_pids()[0], signal.SIGKILL)
    await until(lambda: len(kept.noted_pids()) == 2, "a second start")
    assert runs(kept.noted_pids()[1])
    assert len(kept.said) == 1
    assert "The small one was ended by SIGKILL and is started again in 0.25 s" in kept.said[0]
    assert "    ready or not" in kept.said[0]


async def test_the_pause_before_another_start_grows(kept: Kept) -> None:
    await kept.child(python("import sys; sys.exit(3)")).start()
    await until(lambda: len(kept.said) == 3, "three ends")
    assert [word for said in kept.said for word in said.split() if word in ("0.25", "0.5", "1", "2")] == [
        "0.25",
        "0.5",
        "1",
    ]
    assert "ended with exit code 3" in kept.said[0]


async def test_one_that_never_gets_ready_is_given_up_with_its_last_lines(kept: Kept) -> None:
    async def never() -> bool:
        return False

    child = kept.child(python("print('no key'); raise SystemExit(7)", ready=never))
    with pytest.raises(
        SandboxFault, match=rf"(?s)exit code 7, {STARTS_BEFORE_GIVING_UP} times in a row.*no key"
    ) as refused:
        await child.start()
    assert str(kept.folder / "logs" / "small.log") in str(refused.value)


async def test_stopping_ends_what_the_process_started_too(kept: Kept) -> None:
    code = textwrap.dedent(
        f"""
        import subprocess, sys
        open('pids', 'a').write(f'{{__import__("os").getpid()}}\\n')
        inner = subprocess.Popen([sys.executable, '-c', {WAIT_FOR_EVER!r}])
        open('pids', 'a').write(f'{{inner.pid}}\\n')
        inner.wait()
        """
    )
    child = kept.child(python(code))
    await child.start()
    await until(lambda: len(kept.noted_pids()) == 2, "both")
    await child.stop()
    await until(lambda: not any(map(runs, kept.noted_pids())), "nothing left")
    assert kept.said == []


async def test_a_command_that_fails_is_a_fault_with_its_output(kept: Kept) -> None:
    await kept.child(python("print('fine')")).run_once()
    with pytest.raises(SandboxFault, match=r"(?s)exit code 2\. Its last lines.*it broke"):
        await kept.child(python("print('it broke'); raise SystemExit(2)")).run_once()


def test_a_killed_parent_takes_its_child_with_it(tmp_path: Path) -> None:
    parent_code = textwrap.dedent(
        f"""
        import asyncio, os, sys
        from pathlib import Path
        from entrypoints.sandbox.processes.child import Child
        from entrypoints.sandbox.processes.program import Program

        async def main():
            program = Program(name='small', title='x', command=(sys.executable, '-c', {NOTE_PID + WAIT_FOR_EVER!r}))
            await Child(program, os.environ, Path({str(tmp_path)!r}), print).start()
            await asyncio.Event().wait()

        asyncio.run(main())
        """
    )
    with subprocess.Popen([sys.executable, "-c", parent_code]) as parent:
        pids = tmp_path / "pids"
        wait_until(lambda: pids.exists() and pids.read_text().endswith("\n"), "the child's start")
        child = int(pids.read_text())
        assert runs(child)
        parent.kill()
    wait_until(lambda: not runs(child), "the child's end")


def test_a_log_is_bounded_and_keeps_its_last_lines(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "logs" / "talkative.log", limit=100)
    for number in range(40):
        log.write(f"line {number:03}\n".encode())
    log.close()
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "logs").iterdir()}
    assert sizes.keys() == {"talkative.log", "talkative.log.1"}
    assert max(sizes.values()) <= 100
    assert log.last_lines().splitlines()[-1] == "    line 039"

"""One process of the sandbox: started, watched, started again when it ends, and stopped."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, cast

from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.processes.bounded_log import BoundedLog
from entrypoints.sandbox.processes.parent_death import end_with_parent
from entrypoints.sandbox.processes.program import Program

FIRST_PAUSE: Final = 0.25  # short enough that a reload finds it running again
LONGEST_PAUSE: Final = 10.0
STEADY_SECONDS: Final = 30.0  # one that ran this long failed for a new reason
STARTS_BEFORE_GIVING_UP: Final = 3
START_SECONDS: Final = 120.0  # some seconds on an idle machine, far longer on a busy one
GRACE_SECONDS: Final = 10.0
_LOOK_AGAIN: Final = 0.05


class Child:
    """Keeps a program running, in a process group of its own, until it is stopped."""

    def __init__(
        self, program: Program, environment: Mapping[str, str], folder: Path, say: Callable[[str], None]
    ) -> None:
        self.program = program
        self._environment = environment
        self._folder = folder
        self._say = say
        self._log = BoundedLog(folder / "logs" / f"{program.name}.log")
        self._process: Process | None = None
        self._was_ready = False
        self._starts = 0
        self._stopping = False
        self._keeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts it and returns once it is ready; raises SandboxFault where it never is."""
        self._keeping = asyncio.create_task(self._keep_running())
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while not await self.program.ready():
            if self._keeping.done():
                await self._keeping
            if asyncio.get_running_loop().time() > deadline:
                raise self._never_ready(f"was not ready within {START_SECONDS:.0f} s")
            await asyncio.sleep(_LOOK_AGAIN)
        self._was_ready = True

    async def run_once(self) -> None:
        """Runs it once; raises SandboxFault unless it succeeds."""
        try:
            code = await self._run()
        except asyncio.CancelledError:
            await self.stop()
            raise
        self._log.close()
        if code:
            raise self._never_ready(_ending(code))

    async def stop(self) -> None:
        """Sends SIGTERM, and SIGKILL after ten seconds; returns when nothing of its process group is left."""
        self._stopping = True
        await self._end_process()
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError, SandboxFault):
                await self._keeping
        self._log.close()

    def kill(self) -> None:
        """Ends it at once, with all that it started."""
        self._stopping = True
        self._signal(signal.SIGKILL)

    async def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            self._starts += 1
            ending = _ending(await self._run())
            if self._stopping:
                return
            if not self._was_ready and self._starts == STARTS_BEFORE_GIVING_UP:
                raise self._never_ready(f"{ending}, {self._starts} times in a row")
            if clock() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE
            self._say(
                f"{self.program.title} {ending} and is started again in {pause:g} s. Its last lines"
                f" (all of them: {self._log.path}):\n{self._log.last_lines()}"
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self.program.command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            env=dict(self._environment),
            cwd=self._folder,
            # A Ctrl-C in the terminal is for the sandbox, which then stops its processes in order.
            process_group=0,
            preexec_fn=end_with_parent(),
        )
        output = cast("asyncio.StreamReader", self._process.stdout)
        while said := await output.read(65_536):
            self._log.write(said)
        return await self._process.wait()

    async def _end_process(self) -> None:
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            self._signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(GRACE_SECONDS):
                    await process.wait()
            except TimeoutError:
                self._say(f"{self.program.title} did not end within {GRACE_SECONDS:.0f} s and was killed")
        self._signal(signal.SIGKILL)
        await process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _never_ready(self, what: str) -> SandboxFault:
        return SandboxFault(
            f"{self.program.title} {what}. Its last lines (all of them: {self._log.path}):\n{self._log.last_lines()}"
        )


def _ending(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"

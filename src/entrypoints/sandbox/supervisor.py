"""Starts the sandbox's processes in order, keeps them running, and stops all of them."""

import asyncio
import hashlib
import os
import signal
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence

from entrypoints.sandbox.addresses import Addresses, choose_addresses
from entrypoints.sandbox.connection_details import connection_details, publish, text_for_people
from entrypoints.sandbox.environment import environment_of_processes, settings_of
from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.keys import keys_of
from entrypoints.sandbox.processes import programs
from entrypoints.sandbox.processes.child import Child
from entrypoints.sandbox.processes.program import Program
from entrypoints.settings.load import load_settings


class Sandbox:
    """The processes of one sandbox; Till's own stop before those that they depend on."""

    def __init__(
        self,
        folder: Folder,
        addresses: Addresses,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        front_ends: Sequence[str] = (),
    ) -> None:
        self._folder = folder
        self._front_ends = front_ends
        self._addresses = addresses
        self._say = say
        self._environment = environment
        self._neighbours: list[Child] = []
        self._ours: list[Child] = []

    async def start(self) -> None:
        """Returns when everything is ready; raises SandboxFault where something never is."""
        stand_in = self._child(programs.stand_in(self._folder, self._addresses, self._front_ends), self._neighbours)
        mail = self._child(programs.mail(self._folder, self._addresses), self._neighbours)
        api = self._child(programs.api(self._addresses), self._ours)

        async def database() -> None:
            if self._addresses.own_mongodb is None:
                await self._child(programs.mongodb(self._folder, self._addresses), self._neighbours).start()
            await self._prepare_database()

        # The API takes longest to load, and is ready only once it sees its database.
        await _together(database(), stand_in.start(), mail.start(), api.start())
        await self._child(programs.worker(), self._ours).start()

    async def stop(self) -> None:
        """Returns when nothing of it runs any more."""
        for children in (self._ours, self._neighbours):
            await asyncio.gather(*(child.stop() for child in children))

    def kill(self) -> None:
        """Ends everything at once."""
        for child in (*self._ours, *self._neighbours):
            child.kill()

    async def _prepare_database(self) -> None:
        digest = hashlib.sha256(programs.CATALOG.read_bytes()).hexdigest()
        imported = self._folder.imported_catalog
        # Once for each edition of the demo shop, so that the user's own changes are kept.
        due = not imported.exists() or imported.read_text() != digest
        await self._new_child(programs.preparation(with_catalog=due)).run_once()
        imported.write_text(digest)

    def _child(self, program: Program, among: list[Child]) -> Child:
        child = self._new_child(program)
        among.append(child)
        return child

    def _new_child(self, program: Program) -> Child:
        return Child(program, self._environment, self._folder.root, self._say)


async def run_sandbox(
    folder: Folder,
    *,
    port: int,
    stripe_port: int,
    fresh: bool,
    say: Callable[[str], None],
    front_ends: Sequence[str] = (),
    own_mongodb: str | None = None,
) -> None:
    """Runs a sandbox in the folder until SIGINT, SIGTERM or SIGHUP; a second signal kills it.

    Raises SandboxFault, or SettingsFault for a setting that was passed on, where it can't start.
    """
    with folder.held():
        addresses = choose_addresses(api=port, stripe=stripe_port, own_mongodb=own_mongodb)
        if fresh:
            folder.empty()
        # A sandbox that was killed left its own behind.
        folder.remove_connection_details()
        keys = keys_of(folder)
        environment = environment_of_processes(os.environ, keys, addresses, front_ends)
        settings = load_settings(environment)
        sandbox = Sandbox(folder, addresses, environment, say, front_ends)
        asked_to_stop = _stop_signals(sandbox)
        starting = asyncio.create_task(sandbox.start())
        waiting = asyncio.create_task(asked_to_stop.wait())
        try:
            await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                details = connection_details(
                    addresses, keys, int(time.time()), issuer=settings.tokens.issuer, audience=settings.tokens.audience
                )
                publish(details, settings_of(environment), folder)
                say(text_for_people(details, folder))
                await waiting
            say("Stopping the sandbox")
        finally:
            folder.remove_connection_details()
            starting.cancel()
            waiting.cancel()
            await asyncio.gather(starting, waiting, return_exceptions=True)
            await sandbox.stop()


async def _together(*steps: Coroutine[None, None, None]) -> None:
    """Runs the steps at once; where one fails the others are cancelled, and its SandboxFault is raised."""
    fault: SandboxFault | None = None
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except* SandboxFault as faults:
        fault = next(each for each in faults.exceptions if isinstance(each, SandboxFault))
    if fault is not None:
        raise fault


def _stop_signals(sandbox: Sandbox) -> asyncio.Event:
    asked = asyncio.Event()

    def ask() -> None:
        if asked.is_set():
            sandbox.kill()
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ask)
    return asked

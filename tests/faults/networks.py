"""Hosts of a small network: each a network namespace of its own with one address, all joined by a bridge."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.missing import missing
from tests.postgres import NOBODY

AS_NOBODY = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]


@dataclass(frozen=True)
class Host:
    namespace: str
    address: str

    def inside(self, *command: str) -> list[str]:
        """The command that runs this one there."""
        return [_ip(), "netns", "exec", self.namespace, *command]

    def die(self) -> None:
        """Everything that runs there ends at once, without a word."""
        running = subprocess.run([_ip(), "netns", "pids", self.namespace], capture_output=True, text=True, check=True)
        for number in running.stdout.split():
            with suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGKILL)

    def cut(self) -> None:
        """Nothing reaches this host, and nothing leaves it."""
        _run("-n", self.namespace, "link", "set", "eth0", "down")

    def join(self) -> None:
        _run("-n", self.namespace, "link", "set", "eth0", "up")


@contextmanager
def network(*names: str) -> Iterator[list[Host]]:
    """A host for each name. The first has the bridge."""
    if os.getuid() != 0:
        missing("Hosts in networks of their own need root.")
    hosts = [Host(f"petition-{os.getpid()}-{name}", f"10.213.7.{10 + number}") for number, name in enumerate(names)]
    try:
        _build(hosts)
        yield hosts
    finally:
        for host in hosts:
            with suppress(subprocess.CalledProcessError):
                host.die()
                _run("netns", "del", host.namespace)


def _build(hosts: Sequence[Host]) -> None:
    middle = hosts[0].namespace
    try:
        for host in hosts:
            _run("netns", "add", host.namespace)
            _run("-n", host.namespace, "link", "set", "lo", "up")
        _run("-n", middle, "link", "add", "bridge", "type", "bridge")
        _run("-n", middle, "link", "set", "bridge", "up")
        _run("-n", middle, "addr", "add", f"{hosts[0].address}/24", "dev", "bridge")
        for number, host in enumerate(hosts[1:]):
            end = f"to{number}"
            there = ["peer", "name", "eth0", "netns", host.namespace]
            _run("-n", middle, "link", "add", end, "type", "veth", *there)
            _run("-n", middle, "link", "set", end, "master", "bridge", "up")
            _run("-n", host.namespace, "addr", "add", f"{host.address}/24", "dev", "eth0")
            _run("-n", host.namespace, "link", "set", "eth0", "up")
    except subprocess.CalledProcessError as error:
        missing(f"Networks of their own cannot be made here: {error.stderr.strip()}")


def _run(*arguments: str) -> None:
    subprocess.run([_ip(), *arguments], capture_output=True, text=True, check=True)


def _ip() -> str:
    found = shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin")
    if not found:
        missing("There is no ip: install the package iproute2.")
    return found

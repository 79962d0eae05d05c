"""What every function of the contract is given: the cloud's parts, who calls, and with which arguments.

Promises: handlers are `f(cloud, caller, arguments) -> value`, synchronous, and open their own transaction; a value
that is already JSON text comes as `Ready`, so that large answers are made once.
May not know: HTTP, processes, threads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.blob_store import BlobStore, FileLimits
from onetool_desktop.cloud.burying import AT_ONCE
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.errors import unauthenticated
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.tokens import Tokens
from onetool_desktop.domain.ports import Clock, Ids


@dataclass(frozen=True, slots=True)
class Cloud:
    """The parts of one running cloud."""

    database: Database
    clock: Clock
    ids: Ids
    passwords: Passwords
    tokens: Tokens
    blobs: BlobStore
    limits: FileLimits
    at_once: int = AT_ONCE  # rows that one delete takes along in its own group


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: account and session of the access token, and the network address for counting wrong guesses."""

    signed_in: str | None
    address: str
    session: str = ""

    @property
    def account(self) -> str:
        """The account; raises `unauthenticated` where nobody is signed in."""
        if self.signed_in is None:
            raise unauthenticated()
        return self.signed_in


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that is JSON text already."""

    text: str


Handler: TypeAlias = Callable[[Cloud, Caller, Arguments], Any]

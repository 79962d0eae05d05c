"""The functions of the contract by name, callable in one process: what HTTP and the simulator both use.

Promises: `call` gives the value or raises `CallError`; `answer` gives the same value as JSON text. Nothing here
starts a thread; whoever calls from several is kept apart by the database.
May not know: HTTP.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import (
    auth,
    enrolment,
    export,
    files,
    head,
    history,
    importing,
    invitations,
    organisations,
    people,
    restored,
    surrender,
    withdrawing,
)
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.blob_store import BlobStore, FileLimits, files_beside
from onetool_desktop.cloud.burial_job import bury
from onetool_desktop.cloud.burying import AT_ONCE
from onetool_desktop.cloud.context import Caller, Cloud, Handler, Ready
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.file_bytes import FileBytes
from onetool_desktop.cloud.file_cleaning import Cleaned, clean_files
from onetool_desktop.cloud.live import Live
from onetool_desktop.cloud.log_keeping import thin_log
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.pull import pull
from onetool_desktop.cloud.push import push
from onetool_desktop.cloud.tokens import Tokens
from onetool_desktop.domain.collections import SCHEMA
from onetool_desktop.domain.ports import Clock, Ids

CONTRACT = 1


def _info(cloud: Cloud, _caller: Caller, _args: Arguments) -> dict[str, Any]:
    return {
        "product": "onetool",
        "contract": CONTRACT,
        "schema": SCHEMA,
        "minSchema": 1,
        "features": {"live": True, "fileParts": True},
        "serverNow": cloud.clock.now_ms(),
        "signIn": {"password": True},
    }


# Path → kind, whether it may be called without signing in, function.
FUNCTIONS: Mapping[str, tuple[str, bool, Handler]] = MappingProxyType(
    {
        "meta:info": ("query", True, _info),
        "auth:signUp": ("mutation", True, auth.sign_up),
        "auth:signIn": ("mutation", True, auth.sign_in),
        "auth:refresh": ("mutation", True, auth.refresh),
        "auth:signOut": ("mutation", True, auth.sign_out),
        "orgs:list": ("query", False, organisations.listed),
        "orgs:create": ("mutation", False, organisations.create),
        "orgs:invite": ("mutation", False, invitations.invite),
        "orgs:importRows": ("mutation", False, importing.import_rows),
        "orgs:opened": ("mutation", False, organisations.opened),
        "orgs:members": ("query", False, people.members),
        "orgs:setRole": ("mutation", False, people.set_role),
        "orgs:remove": ("mutation", False, people.remove),
        "orgs:export": ("mutation", False, export.export),
        "orgs:numbers": ("query", False, restored.numbers),
        "orgs:release": ("mutation", False, restored.release),
        "orgs:surrendered": ("query", False, surrender.surrendered),
        "devices:enrol": ("mutation", False, enrolment.enrol),
        "devices:withdraw": ("mutation", False, withdrawing.withdraw),
        "sync:push": ("mutation", False, push),
        "sync:surrender": ("mutation", False, surrender.surrender),
        "history:list": ("query", False, history.listed),
        "history:all": ("query", False, history.everything),
        "files:uploadUrl": ("mutation", False, files.upload_url),
        "files:commit": ("mutation", False, files.commit),
        "files:url": ("query", False, files.url),
        "sync:pull": ("query", False, pull),
        "sync:head": ("query", False, head.head),
        "sync:digest": ("query", False, head.digest),
    }
)


class CloudService:
    """The cloud over one database, with the clock, ids and password settings it is given."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        ids: Ids,
        passwords: Passwords | None = None,
        limits: FileLimits | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        tokens, blobs = Tokens(database, clock, ids), BlobStore(lambda: files_beside(database))
        limits = limits or FileLimits()
        self._cloud = Cloud(database, clock, ids, passwords or Passwords(), tokens, blobs, limits, at_once)

    @property
    def database(self) -> Database:
        """The database it works on."""
        return self._cloud.database

    @property
    def live(self) -> Live:
        """Who may hear of what, for the live wake-up."""
        return Live(self._cloud)

    @property
    def files(self) -> FileBytes:
        """The bytes behind signed addresses."""
        return FileBytes(self._cloud)

    def clean_files(self) -> Cleaned:
        """Clears away the bytes that nobody needs; for a job, once a day."""
        return clean_files(self._cloud)

    def bury(self) -> bool:
        """One step of what large deletes left to be done; False where nothing was. For a job, all the time."""
        return bury(self._cloud)

    def thin_log(self) -> int:
        """Lets go of the log after 24 months; for a job, once a day."""
        return thin_log(self._cloud)

    def call(
        self, kind: str, path: str, args: Mapping[str, Any], bearer: str | None = None, address: str = ""
    ) -> Any:
        """The value of one call as plain data; `kind` is `query` or `mutation`. Raises `CallError`."""
        value = self._value(kind, path, args, bearer, address)
        return loads(value.text) if isinstance(value, Ready) else value

    def answer(
        self, kind: str, path: str, args: Mapping[str, Any], bearer: str | None = None, address: str = ""
    ) -> str:
        """The value of one call as JSON text. Raises `CallError`."""
        value = self._value(kind, path, args, bearer, address)
        return value.text if isinstance(value, Ready) else dumps(value).decode()

    def _value(self, kind: str, path: str, args: Mapping[str, Any], bearer: str | None, address: str) -> Any:
        known = FUNCTIONS.get(path)
        if known is None or known[0] != kind:
            raise CallError(
                "not_found", "This cloud has no such function. It may be older than your program."
            )
        _, public, handler = known
        caller = Caller(None, address)
        if not public:
            holder = self._cloud.tokens.holder(bearer)
            caller = Caller(holder.account, address, holder.session)
        return handler(self._cloud, caller, Arguments(args))

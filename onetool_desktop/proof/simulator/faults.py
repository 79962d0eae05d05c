"""What can go wrong in a simulation, named once, and how often it did."""

from collections import Counter
from enum import StrEnum
from typing import TypeAlias


class Fault(StrEnum):
    """One class of faults; each is counted when it really happened."""

    DROPPED = "request dropped"
    REPLY_LOST = "reply lost"
    DUPLICATED = "request delivered twice"
    LATE = "request delivered late, out of order"
    HALF_ANSWERED = "reply cut in half"
    SIGN_IN = "401"
    TOO_LARGE = "413"
    BUSY = "429 with Retry-After"
    STUMBLED = "5xx"
    PARTITION = "network gone"
    DEVICE_CRASH = "device crashed at a statement"
    CLOUD_CRASH = "cloud crashed at a statement"
    CLOCK = "clock jumped"
    RESTART = "engine stopped and started"
    HASTE = "sync pressed, network flapped"
    GARBLED = "a stranger's page in place of the answer"
    ASTRAY = "request for another organisation"
    OTHER_PERSON = "request under another person's sign-in"
    VOIDED = "stage voided"
    RESTORED = "device restored from a backup"
    CLONED = "device cloned"
    CLOUD_RESTORED = "cloud restored from a backup"
    RIGHTS = "rights changed"
    REDACTED = "values redacted"
    WITHDRAWN = "access of a computer withdrawn"
    DISK_FULL = "drive full"
    LOCKED = "database locked by another program"


Tally: TypeAlias = Counter[Fault]


class CrashError(BaseException):
    """The process is gone: nothing after this statement happened. No handler of the product may catch it."""

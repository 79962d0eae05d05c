"""Brings Qt in, and leaves Python's own import as it was. Whoever imports this does so before Qt.

Why: Qt puts a hook before every later import of the program, which reads and keeps the source of each module to see
whether that wants Qt's optional spellings. Ours never do; without the hook the program starts sooner and holds six
megabytes less. Where Qt was loaded before, its hook stays.
"""

import builtins
from importlib import import_module


def _bring_qt() -> None:
    plain = builtins.__import__
    import_module("PySide6.QtCore")
    builtins.__import__ = plain


_bring_qt()

"""The form to sign in again: who is fixed, the password is asked for.

Promises: what waits to be sent is not touched by it; a password that does not fit is said beside the field. May not
know: how one signs in.
"""

from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_LONGEST = 200


class SignIn(FormPanel):
    """Asks for the password of `account`, as it is shown to the person."""

    def __init__(self, account: str, *, look: Look, window: QWidget) -> None:
        password = Field(name="password", kind=Kind.TEXT, label=_("Password"), limit=_LONGEST)
        super().__init__(
            _("Sign in as {account}").format(account=account),
            asks=[Ask("password", password, needed=True, secret=True)],
            button=_("Sign in"),
            look=look,
            window=window,
        )

"""The commands with which whoever runs a cloud looks after its database, beside `cloud serve`.

Promises: each works on the database of a running or a stopped cloud, in one transaction; what was done is said in one
sentence on standard output. A database that cannot be used is told and nothing is changed.
May not know: HTTP.
"""

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager

from onetool_desktop.cloud import redaction, restored
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.platform.clock import SystemClock, SystemIds


def run_restored(args: argparse.Namespace) -> int:
    """`cloud restored --database URL`: after a backup was brought back."""
    with _opened(args.database) as database:
        names = restored.open_epoch(database, clock=SystemClock(), ids=SystemIds())
        redaction.redact_again(database, ids=SystemIds())
    if not names:
        _say(_("There is no business in this database; nothing had to be done."))
        return 0
    words = ngettext(
        "Every device of {count} business offers again what it kept, then fetches everything anew.",
        "Every device of {count} businesses offers again what it kept, then fetches everything anew.",
        len(names),
    )
    _say(
        words.format(count=len(names)),
        _("Numbers of the main series wait until an administrator releases them in the program."),
        _(
            "Computers and people who lost their access since that backup have it again: the program names them to "
            "administrators, who take it away once more."
        ),
    )
    return 0


def run_redact(args: argparse.Namespace) -> int:
    """`cloud redact --database URL --org ID --record COLLECTION/ID --reason WHY [FIELD …]`."""
    c, _slash, row_id = str(args.record).partition("/")
    try:
        registers = redaction.fields_asked(c, args.fields)
    except ValueError as error:
        raise SentenceError(
            str(error),
            safe=_("Nothing was changed."),
            next_step=_(
                "Name a collection and fields of it that hold text, a set or a file, such as clients/… notes."
            ),
        ) from error
    clock = SystemClock()
    asked = redaction.Redaction(
        org=args.org, c=c, id=row_id, registers=registers, reason=args.reason, at=clock.now_ms()
    )
    with _opened(args.database) as database:
        if not redaction.redact_row(database, asked, clock=clock, ids=SystemIds()):
            raise SentenceError(
                _("This cloud has no such record."),
                safe=_("Nothing was changed."),
                next_step=_("Compare the ids with those of the export of the business."),
            )
        others = [f"{c}/{one}" for one in redaction.one_with(database, args.org, c, row_id)]
    _say(
        _("Redacted: {fields}.").format(fields=", ".join(registers)),
        _("Each device forgets it when it next syncs. Paper that was issued stays as it is."),
    )
    if others:
        words = _(
            "It was merged and is one with {records}: where these say the same, it was redacted there too. What they "
            "say or once said in other words is redacted by their own ids."
        )
        _say(words.format(records=", ".join(others)))
    return 0


@contextmanager
def _opened(url: str) -> Generator[Database]:
    database = Database(url)
    if database.url.database in {None, "", ":memory:"}:
        raise SentenceError(
            _("This database address names no file."),
            safe=_("Nothing was changed."),
            next_step=_("Give the file of the cloud, for example --database sqlite:///onetool.db."),
        )
    try:
        migrate(database)
        yield database
    finally:
        database.close()


def _say(*sentences: str) -> None:
    sys.stdout.write(" ".join(sentences) + "\n")

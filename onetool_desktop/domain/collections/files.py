"""Files: photos, signatures and documents that belong to one record.

The row is what syncs; the bytes travel beside it, under their SHA-256, and may come later or never: a row whose bytes
are not there is valid, and screens show a placeholder. What a file is (its bytes) is said once; what it is called may
change. `state` is the cloud's: `ready` when the bytes it has are the ones the row names.

Why two hashes: a list shows small pictures of many photos; with a preview of its own a device fetches ten kilobytes
for each instead of three hundred.
"""

from onetool_desktop.domain.collections.fields import choice, note, plain, ref, text
from onetool_desktop.domain.declare import Collection, Field, Kind, Merge, Needed, Personal

BYTES = "bytes"
"""The register of what a file is."""


def _home(name: str, label: str, collection: str) -> Field:
    return ref(name, label, collection, cascade=True, along=True, register="home", merge=Merge.ONCE)


_HOMES = (
    _home("clientId", "Client", "clients"),
    _home("propertyId", "Property", "clientProperties"),
    _home("projectId", "Project", "projects"),
    _home("taskId", "Task", "tasks"),
    _home("quoteId", "Quote", "quotes"),
    _home("invoiceId", "Invoice", "invoices"),
)
HOMES = tuple(f.name for f in _HOMES)
ATTACHMENTS = Collection(
    name="attachments",
    label="File",
    permission="files",
    homes=HOMES,
    follows=HOMES,
    roots=HOMES,
    since=2,
    title=("name",),
    fields=(
        *_HOMES,
        text("name", "Name", 120, needed=Needed.CREATE, search=3, personal=Personal.NOTE),
        note("caption", "Caption", search=1),
        choice("kind", "Kind", "photo signature document", needed=Needed.CREATE, merge=Merge.ONCE),
        text("mime", "Type", 100, register=BYTES, merge=Merge.ONCE),
        plain("size", Kind.INT, "Size", needed=Needed.CREATE, register=BYTES, merge=Merge.ONCE),
        plain(
            "sha256",
            Kind.SHA,
            "SHA-256",
            needed=Needed.CREATE,
            register=BYTES,
            merge=Merge.ONCE,
            personal=Personal.NOTE,
        ),
        plain("previewSize", Kind.INT, "Size of the preview", register=BYTES, merge=Merge.ONCE),
        plain("previewSha256", Kind.SHA, "SHA-256 of the preview", register=BYTES, merge=Merge.ONCE),
        plain("takenAt", Kind.INSTANT, "Taken"),
        choice("state", "State", "pending ready", default="pending", merge=Merge.CLOUD),
    ),
)

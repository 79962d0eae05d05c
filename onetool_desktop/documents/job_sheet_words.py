"""The words of our own on a job sheet, in the languages of paper.

Promises: every language has every word; a language that is not here gets English words. May not know: how and where
the words stand.
"""

from dataclasses import dataclass

from babel import Locale


@dataclass(frozen=True, slots=True)
class JobSheetWords:
    """All of them."""

    kind: str
    day: str
    time: str
    technician: str
    project: str
    printed: str
    place: str
    access: str
    contact: str
    what: str
    worked: str
    began: str
    ended: str
    pause: str
    materials: str
    material: str
    quantity: str
    unit: str
    notes: str
    accepted: str
    customer: str
    name: str
    date: str
    signature: str


_ENGLISH = JobSheetWords(
    kind="Work order",
    day="Day",
    time="Time",
    technician="Technician",
    project="Project",
    printed="Printed",
    place="Where",
    access="How to get in",
    contact="Ask for",
    what="What to do",
    worked="Time on site",
    began="Began",
    ended="Ended",
    pause="Break",
    materials="Material used",
    material="Material",
    quantity="Quantity",
    unit="Unit",
    notes="What was done",
    accepted="The work described above was done.",
    customer="Customer",
    name="Name",
    date="Date",
    signature="Signature",
)
_GERMAN = JobSheetWords(
    kind="Arbeitsauftrag",
    day="Tag",
    time="Zeit",
    technician="Monteur",
    project="Projekt",
    printed="Gedruckt",
    place="Wo",
    access="Zugang",
    contact="Ansprechpartner",
    what="Was zu tun ist",
    worked="Zeit vor Ort",
    began="Beginn",
    ended="Ende",
    pause="Pause",
    materials="Verbrauchtes Material",
    material="Material",
    quantity="Menge",
    unit="Einheit",
    notes="Was getan wurde",
    accepted="Die oben beschriebene Arbeit wurde ausgeführt.",
    customer="Kunde",
    name="Name",
    date="Datum",
    signature="Unterschrift",
)
_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}


def job_sheet_words(locale: Locale) -> JobSheetWords:
    """The words of the locale's language, or the English ones."""
    return _LANGUAGES.get(locale.language, _ENGLISH)

"""The window of the first start: three ways to begin, one question at a time.

Promises: nothing is made before a way was chosen, and nothing is asked for where no key could be kept; what cannot be
done is said in a sentence beside what was typed, and nothing typed is lost. May not know: how a business is made or
opened, where keys are kept; it tells what was chosen and hears how it went.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimeZone, Signal

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind, Written
from onetool_desktop.domain.regions import Region, region_named, region_of
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.keyring_store import SecretsUnavailableError
from onetool_desktop.ui.entering import BASE, EMAIL, INVITE, PASSWORD
from onetool_desktop.ui.opened import Known
from onetool_desktop.ui.recovery_keys import FIELD, KEY
from onetool_desktop.ui.runtime.errors import Kind as Trouble, Told
from onetool_desktop.ui.runtime.formats import system_locale
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.used_folders import usual_folder
from onetool_desktop.ui.screens.first_start.no_keyring import NoKeyring
from onetool_desktop.ui.screens.first_start.questions import Question, Questions
from onetool_desktop.ui.screens.first_start.ways import Way, WaysWindow
from onetool_desktop.ui.screens.organisation_choice import OrganisationChoice
from onetool_desktop.ui.widgets.asking_files import ask_backup
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation

_ORGANISATION = COLLECTIONS["organizations"].by_name


def _plain(name: str, label: str) -> Field:
    return Field(name=name, kind=Kind.TEXT, label=label, limit=320)


def _no_country(text: str) -> str:
    if not text.strip() or region_named(text):
        return ""
    return _("Type a country, such as Germany, or its two letters, such as DE. You can also skip this.")


def _country_meant(text: str) -> str:
    region = region_named(text) if text.strip() else None
    return f"{_called(region)} · {region.currency}" if region is not None else ""


def _called(region: Region) -> str:
    """A country by the name that whoever works there calls it, but in English by its English one."""
    english = QLocale().language() in (QLocale.Language.English, QLocale.Language.C)
    return region.name if english else region.own_name


def _questions() -> tuple[Question, ...]:
    return (
        Question(
            key="name",
            words=_("What is your firm called?"),
            hint=_("It stands at the head of every quote and invoice."),
            limit=_ORGANISATION["name"].limit,
        ),
        Question(
            key="country",
            words=_("In which country do you work?"),
            hint=_(
                "Sets currency, tax words, paper and time zone. The settings change all but the currency later."
            ),
            limit=60,
            wrong=_no_country,
            understood=_country_meant,
        ),
        Question(
            key="owner",
            words=_("What is your name?"),
            hint=_("So that others see what you did, once you share this business."),
            limit=COLLECTIONS["users"].by_name["name"].limit,
        ),
        Question(
            key="client",
            words=_("For whom is your first quote?"),
            hint=_("The name of a client. Their quote opens next, with the first line ready to type."),
            limit=COLLECTIONS["clients"].by_name["companyName"].limit,
        ),
    )


CONNECT = (
    Ask(BASE, _plain(BASE, N_("Address of the cloud")), needed=True),
    Ask(EMAIL, replace(_plain(EMAIL, N_("E-mail")), written=Written.EMAIL), needed=True),
    Ask(PASSWORD, _plain(PASSWORD, N_("Password")), needed=True, secret=True),
    Ask(INVITE, _plain(INVITE, N_("Invitation, if you have one"))),
)


def _surely(go_on: Callable[[], None]) -> None:
    go_on()


class FirstStart(WaysWindow):
    """Three ways to begin. `make_sure` calls back once it is known that a key can be kept."""

    sample_chosen = Signal()
    business_given = Signal(dict)
    cloud_given = Signal(dict)
    other_chosen = Signal(object)  # a Known
    backup_given = Signal(dict)

    def __init__(
        self,
        *,
        look: Look,
        sample: bool,
        others: Sequence[Known] = (),
        make_sure: Callable[[Callable[[], None]], None] = _surely,
    ) -> None:
        super().__init__(look=look)
        self._make_sure = make_sure
        self.no_keyring = NoKeyring(sample=sample, look=look, window=self.centre)
        self.no_keyring.sample.connect(self.sample_chosen)
        self.begin = Questions(_questions(), button=_("Begin"), look=look, window=self.centre)
        self.connect_form = FormPanel(
            _("Connect to a cloud"), asks=CONNECT, button=_("Connect"), look=look, window=self.centre
        )
        self.backup_form = FormPanel(
            _("Take in a backup of another computer"),
            asks=[Ask(FIELD, KEY, needed=True)],
            button=_("Take it in"),
            look=look,
            window=self.centre,
        )
        self.backup_form.given.connect(self._take_in)
        self._backup = Path()
        self.begin.fill(_suggested(system_locale()))
        self.begin.given.connect(self._begin)
        self.connect_form.given.connect(self.cloud_given)
        self.show_ways(
            _("Welcome to OneTool"),
            _("How would you like to begin?"),
            [*self._make_others(others), *self._make_ways(sample=sample)],
        )
        later = _(
            "Your account belongs to several. You can open the others later, under Settings, This computer."
        )
        self._choice = OrganisationChoice(later, look=look, window=self.centre)
        self.ask_apart(self.begin, self.connect_form, self.backup_form, self.no_keyring, self._choice)

    @property
    def forms(self) -> "Mapping[str, Questions | FormPanel]":
        """What is typed into here, by name."""
        return {"begin": self.begin, "connect": self.connect_form}

    def kept_of(self, form: str) -> tuple[str, ...]:
        """The fields of a form whose texts may be kept while they are typed, in their order."""
        return {"begin": tuple(self.begin.edits), "connect": (BASE, EMAIL)}[form]

    def bring_back(self, form: str, texts: Mapping[str, str]) -> None:
        """Opens a form with what was being typed when the program ended, and says so."""
        panel = self.forms[form]
        panel.fill(texts)
        if isinstance(panel, Questions):
            panel.turn_to(max(texts, key=self.kept_of(form).index))
        self._make_sure(panel.open)
        self.message.say(_("What you were typing is back. Nothing is made of it yet."), stays=True)

    def refuse(self, told: Told) -> None:
        """Says why it could not be done; the form is open with what was typed. What nobody expected is said in the bar,
        which has a place for its details.
        """
        self.wait("")
        for form in (self.begin, self.connect_form, self.backup_form):
            if form.is_last_used and told.kind is not Trouble.BUG:
                form.refuse(told.text, told.field)
                return
            if form.is_last_used:
                form.open()
        self.message.tell(told)

    def ask_organisation(
        self, organisations: "Sequence[Organisation]", choose: "Callable[[Organisation], None]"
    ) -> None:
        """Asks a person who belongs to several which one is meant."""
        self._choice.ask(organisations, choose)

    def lack_keyring(self, error: SecretsUnavailableError, again: Callable[[], None]) -> None:
        """Says that no key can be kept, and what the choices are; `again` does what could not be done."""
        self.wait("")
        self.no_keyring.tell(error, again)

    def _sealed(self, way: Way, go_on: Callable[[], None]) -> None:
        """Has a way go on where a key can be kept."""
        way.clicked.connect(lambda: self._make_sure(go_on))

    def _begin(self, answers: dict[str, str]) -> None:
        """Tells the answers; the time zone is this computer's where it lies in the country, else one there."""
        self.business_given.emit({**answers, "timezone": _zone_in(answers["country"])})

    def _make_others(self, others: Sequence[Known]) -> list["Way"]:
        """The businesses that lie on this computer already."""
        ways: list[Way] = []
        for one in others:
            where = (
                _("Signed in as {email}.").format(email=one.email) if one.email else _("On this computer.")
            )
            way = Way(_("Open {name}").format(name=one.name), where, icon="building", look=self.look)
            way.clicked.connect(partial(self.other_chosen.emit, one))
            ways.append(way)
        return ways

    def _make_ways(self, *, sample: bool) -> tuple["Way", ...]:
        look = self.look
        look_around = Way(
            _("Look around in a sample business"),
            _(
                "A made-up heating firm with clients, projects, tasks, quotes and invoices. It stays "
                "on this computer."
            ),
            icon="sample",
            look=look,
        )
        new = Way(
            _("Begin a new business on this computer"),
            _("Works with no network and no account. Everything you enter stays on this computer."),
            icon="computer",
            look=look,
        )
        cloud = Way(
            _("Connect to a cloud"),
            _("Your firm uses OneTool already: sign in, and its records come to this computer."),
            icon="cloud",
            look=look,
        )
        backup = Way(
            _("Take in a backup of another computer"),
            _(
                "Your firm worked on another computer alone: choose the backup file and enter its recovery key."
            ),
            icon="archive",
            look=look,
        )
        look_around.clicked.connect(self.sample_chosen)
        self._sealed(new, self.begin.open)
        self._sealed(cloud, self.connect_form.open)
        self._sealed(backup, self._choose_backup)
        return (look_around, new, cloud, backup) if sample else (new, cloud, backup)

    def _choose_backup(self) -> None:
        """Asks for the file, then for its key."""

        def chosen(file: Path) -> None:
            self._backup = file
            self.backup_form.open()

        ask_backup(self, _("Which backup shall be taken in?"), usual_folder(), chosen)

    def _take_in(self, given: dict[str, str]) -> None:
        self.backup_given.emit({"file": str(self._backup), **given})


def _zone_in(country: str) -> str:
    """The time zone of this computer; nothing where it is not one of the country that was named."""
    own, region = QTimeZone.systemTimeZone(), region_named(country)
    if region is not None and own.territory() != QLocale.codeToTerritory(region.code):
        return ""
    return bytes(own.id().data()).decode() or "UTC"


def _suggested(locale: QLocale) -> Mapping[str, str]:
    """What this computer suggests."""
    region = region_of(QLocale.territoryToCode(locale.territory()))
    return {"country": _called(region)} if region is not None else {}

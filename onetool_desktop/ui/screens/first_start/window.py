"""The window of the first start: three ways to begin, one question at a time.

Promises: nothing is made before a way was chosen; what cannot be done is said in a sentence beside what was typed, and
nothing typed is lost. May not know: how a business is made or opened; it tells what was chosen and hears how it went.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QLocale, QRect, QSize, Qt, QTimeZone, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.regions import region_named, region_of
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.opened import Known
from onetool_desktop.ui.runtime.colours import mix
from onetool_desktop.ui.runtime.errors import Told
from onetool_desktop.ui.runtime.formats import system_locale
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.first_start.questions import Question, Questions
from onetool_desktop.ui.widgets.buttons import Button, draw_focus
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.ground import Ground
from onetool_desktop.ui.widgets.message_bar import MessageBar
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_ORGANISATION = COLLECTIONS["organizations"].by_name


def _plain(name: str, label: str) -> Field:
    return Field(name=name, kind=Kind.TEXT, label=label, limit=320)


def _no_country(text: str) -> str:
    if not text.strip() or region_named(text):
        return ""
    return _("Type a country, such as Germany, or its two letters, such as DE. You can also skip this.")


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
    Ask("base", _plain("base", N_("Address of the cloud")), needed=True),
    Ask("email", _plain("email", N_("E-mail")), needed=True),
    Ask("password", _plain("password", N_("Password")), needed=True, secret=True),
)


class FirstStart(QMainWindow):
    """Three ways to begin."""

    sample_chosen = Signal()
    business_given = Signal(dict)
    cloud_given = Signal(dict)
    other_chosen = Signal(object)  # a Known

    def __init__(self, *, look: Look, sample: bool, others: Sequence[Known] = ()) -> None:
        super().__init__()
        self._look = look
        self._centre = Ground(look)
        self.message = MessageBar(look=look, parent=self._centre, place=self._message_place)
        self.begin = Questions(_questions(), button=_("Begin"), look=look, window=self._centre)
        self.connect_form = FormPanel(
            _("Connect to a cloud"), asks=CONNECT, button=_("Connect"), look=look, window=self._centre
        )
        self.begin.fill(_suggested(system_locale()))
        self.begin.given.connect(self._begin)
        self.connect_form.given.connect(self.cloud_given)
        self.ways = (*self._make_others(others), *self._make_ways(sample=sample))
        self._wait = Text("", look=look, voice=Voice.QUIET)
        self._lay_out()
        for panel in (self.begin, self.connect_form):
            panel.appeared.connect(self._one_at_a_time)
            panel.closed.connect(self._one_at_a_time)
        self.setWindowTitle("OneTool Desktop")
        look.changed.connect(self._centre.update)

    def _one_at_a_time(self) -> None:
        """While a question is asked the page shows nothing else."""
        asking = any(panel.isVisible() for panel in (self.begin, self.connect_form))
        self._inner.setVisible(not asking)

    def _message_place(self) -> QRect:
        step = self._look.measures.step
        return QRect(step(6), step(3), self._centre.width() - step(12), self._look.measures.control)

    def wait(self, sentence: str) -> None:
        """Says what is being done; nothing can be chosen meanwhile."""
        self._wait.setText(sentence)
        for way in self.ways:
            way.setEnabled(not sentence)

    def refuse(self, told: Told) -> None:
        """Says why it could not be done; the form is open with what was typed."""
        self.wait("")
        for form in (self.begin, self.connect_form):
            if form.is_last_used:
                form.refuse(told.text, told.field)
                return
        self.message.tell(told)

    def _begin(self, answers: dict[str, str]) -> None:
        """Tells the answers; where the country is this computer's, so is the time zone."""
        here = answers["country"] in ("", *_suggested(system_locale()).values())
        self.business_given.emit({**answers, "timezone": _zone() if here else ""})

    def _make_others(self, others: Sequence[Known]) -> list["Way"]:
        """The businesses that lie on this computer already."""
        ways: list[Way] = []
        for one in others:
            where = (
                _("Signed in as {email}.").format(email=one.email) if one.email else _("On this computer.")
            )
            way = Way(_("Open {name}").format(name=one.name), where, icon="building", look=self._look)
            way.clicked.connect(partial(self.other_chosen.emit, one))
            ways.append(way)
        return ways

    def _make_ways(self, *, sample: bool) -> tuple["Way", ...]:
        look = self._look
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
        look_around.clicked.connect(self.sample_chosen)
        new.clicked.connect(self.begin.open)
        cloud.clicked.connect(self.connect_form.open)
        return (look_around, new, cloud) if sample else (new, cloud)

    def _lay_out(self) -> None:
        step, char = self._look.measures.step, self._look.measures.char
        column = QVBoxLayout()
        column.setSpacing(step(3))
        column.addStretch(2)
        column.addWidget(Text(_("Welcome to OneTool"), look=self._look, voice=Voice.TITLE))
        column.addWidget(Paragraph(_("How would you like to begin?"), look=self._look, voice=Voice.QUIET))
        column.addSpacing(step(2))
        for way in self.ways:
            column.addWidget(way)
        column.addWidget(self._wait)
        column.addStretch(3)
        inner = self._inner = QWidget()
        inner.setFixedWidth(char * 78)
        inner.setLayout(column)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner)
        middle.addStretch(1)
        whole = QVBoxLayout(self._centre)
        whole.setContentsMargins(0, 0, 0, step(4))
        whole.addLayout(middle, 1)
        self.setCentralWidget(self._centre)
        self.resize(char * 120, char * 84)


class Way(Button):
    """One way to begin: what it is, and what it means."""

    def __init__(self, title: str, sentence: str, *, icon: str, look: Look) -> None:
        super().__init__(title, look=look)
        self._drawing = icon
        self._sentence = Paragraph(sentence, look=look, voice=Voice.QUIET)
        self._sentence.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        step = look.measures.step
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(12), step(3) + look.measures.line + step(1), step(4), step(3))
        layout.addWidget(self._sentence)

    def sizeHint(self) -> QSize:
        """Overrides Button."""
        layout = self.layout()
        width = self._look.measures.char * 78
        return QSize(width, layout.totalHeightForWidth(width) if layout else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides Button."""
        del event
        look, step = self._look, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = mix(look.colours.accent, look.colours.page, share=0.1) if under else look.colours.field
        box = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, step(2), step(2))
        if self.hasFocus():
            draw_focus(painter, box, step(2), look)
        size = step(6)
        ink = look.colours.accent if self.isEnabled() else look.colours.faint
        painter.drawPixmap(
            step(3), (self.height() - size) // 2, look.pixmap(self._drawing, colour=ink, on=self, size=size)
        )
        painter.setFont(look.fonts.section)
        painter.setPen(look.colours.text if self.isEnabled() else look.colours.faint)
        painter.drawText(
            step(12),
            step(3),
            self.width(),
            look.measures.line + step(1),
            int(Qt.AlignmentFlag.AlignVCenter),
            self.text(),
        )


def _zone() -> str:
    return bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"


def _suggested(locale: QLocale) -> Mapping[str, str]:
    """What this computer suggests."""
    region = region_of(QLocale.territoryToCode(locale.territory()))
    return {"country": region.name} if region is not None else {}

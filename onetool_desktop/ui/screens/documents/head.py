"""The head of a workplace: which document, for whom, where, until when, how far it is, and the one thing to do next.

Promises: fields keep what is typed while the document changes around them; a button stands for an action and says why
it is closed. May not know: services, the store.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.actions import ActionSet, MenuPart
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.badge import BadgeLabel
from onetool_desktop.ui.widgets.buttons import Button, IconButton, action_button
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.steps import Step, Steps
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice, plain_tip

_NO_PLACE = N_("No property")
_LEAST = (
    22  # characters that are seen of the subject, the client and the property, where there is room for them
)
_WHOLE = QSizePolicy.Policy.Fixed


class DocumentHead(QWidget):
    """Two lines over the grid."""

    subject_given = Signal(str)
    property_given = Signal(str)
    day_given = Signal(str)

    def __init__(
        self,
        *,
        look: Look,
        formats: Formats,
        actions: ActionSet,
        shown: Mapping[str, tuple[str, ...]],
        menu: Sequence[MenuPart],
        client_action: str,
        day_label: str,
    ) -> None:
        super().__init__()
        self._look, self._actions, self._shown, self._menu = look, actions, shown, menu
        self._subject_shown = ""
        self._brought = False  # whether the subject is one that was being typed when the program ended
        self._places: Sequence[tuple[str, str]] = ()
        self.title = Text("", look=look, voice=Voice.TITLE)
        self.title.setSizePolicy(_WHOLE, _WHOLE)  # a number is read whole or not at all
        self.badge = BadgeLabel(look=look)
        self.client = Button("", look=look, icon="clients")
        self.client.clicked.connect(actions.actions[client_action].trigger)
        self.place = Button(_(_NO_PLACE), look=look, icon="property")
        self.place.clicked.connect(self._open_places)
        self._place_words = Text("", look=look, voice=Voice.QUIET)  # where it cannot be changed any more
        self._day_words = Text(day_label, look=look, voice=Voice.QUIET)
        self.day = self._make_day(day_label, formats)
        self._problem = Paragraph("", look=look, voice=Voice.CAPTION)
        self._problem.paint_tone(Tone.BAD)
        self._problem.hide()
        self._subject = self._make_subject()
        self.subject = self._subject.edit
        self.setProperty(ADDRESS, "head")
        self._subject_words = Text("", look=look)
        self._day_shown = Text("", look=look)
        self.steps = Steps(look=look)
        self._wanted: Sequence[str] = ()
        self._buttons = self._make_buttons()
        self._lay_out()

    def show_title(self, title: str, badge: Badge | None, client: str) -> None:
        """Which document it is, and for whom."""
        self.title.setText(title)
        self.badge.show_badge(badge)
        self.client.setText(client or _("No client"))
        self.client.setAccessibleName(_("Client {client}").format(client=client))
        self.client.setToolTip(_("{client}\nOpen the client").format(client=client).strip())
        self._share_first_line()

    def show_facts(
        self, *, subject: str, place: str, places: Sequence[tuple[str, str]], day: str | None
    ) -> None:
        """The fields of the head; what is typed and not saved yet, or waits to be corrected, is left alone."""
        self._show_subject(subject)
        self._places = places
        words = dict(places).get(place, _(_NO_PLACE))
        self.place.setText(words)
        self.place.setToolTip(plain_tip(words))
        self._place_words.setText(words if place in dict(places) else "")
        self.place.setAccessibleName(_("Property: {place}").format(place=words))
        self._share_first_line()
        if not self.day.is_half_typed:  # what was refused stays typed until it is corrected
            self.day.show_day(day)
            if not self.day.edit.hasFocus():
                self.day.edit.settled.emit()

    def finish(self) -> bool:
        """Takes over what is typed; false, with the hand in the day, where that makes no sense."""
        self._subject_typed()
        standing = self.day.finish()
        if not standing:
            self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return standing

    def forget(self) -> None:
        """Gives up what was typed and not taken over: it belongs to a document that is shown no more."""
        self.day.forget()
        if self._brought:
            self._give_subject_up()

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows a text that was being typed before the program ended; its edit, where it can still be typed into."""
        box, edit = (self._subject, self.subject) if field == "subject" else (self.day, self.day.edit)
        if box.isHidden():
            return None
        if box is self.day:
            self.day.retype(text)
        else:
            self._brought = True
            edit.setText(text)
        return edit

    def show_state(self, steps: Sequence[Step], state: str, *, editable: bool) -> None:
        """How far it is, and the buttons of that state."""
        self.steps.show_steps(steps)
        self._wanted = self._shown.get(state, ())
        for field, words in ((self._subject, self._subject_words), (self.day, self._day_shown)):
            field.setVisible(editable)
            words.setVisible(not editable)
        self._subject_words.setText(self._subject_shown)
        self._day_shown.setText(self.day.edit.text())
        self.place.setVisible(bool(self._places) and editable)
        self._place_words.setVisible(not editable)
        self._share_first_line()
        self._fit_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget: buttons that have no room are under ⋯ alone."""
        super().resizeEvent(event)
        self._share_first_line()
        self._fit_buttons()

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: the buttons beside the first give way."""
        return QSize(self._look.measures.char * 40, super().minimumSizeHint().height())

    def _fit_buttons(self) -> None:
        """Shows the state's buttons, the thing to do first, as many as leave the facts beside them whole."""
        gap = self._second.spacing()
        facts = (self._day_words, self.day, self._day_shown, self.more)
        room = self.width() - sum(one.sizeHint().width() + gap for one in facts if not one.isHidden())
        room -= self._look.measures.step(4) + self.steps.whole_width + gap
        first = self._buttons.get((self._wanted[0], True)) if self._wanted else None
        self.steps.shorten(short=first is not None and first.sizeHint().width() > room)
        hidden = False
        for at, action_id in enumerate(self._wanted):
            button = self._buttons.get((action_id, at == 0))
            room -= button.sizeHint().width() + gap if button is not None else 0
            hidden = hidden or (at > 0 and room < 0)
            if button is not None:
                button.setVisible(not hidden)
        for (action_id, primary), button in self._buttons.items():
            if action_id not in self._wanted or primary != (self._wanted[0] == action_id):
                button.hide()

    def _make_day(self, label: str, formats: Formats) -> DayField:
        day = DayField(label, look=self._look, formats=formats)
        day.edit.setProperty(ADDRESS, "day")
        day.given.connect(self.day_given)
        day.refused.connect(self._explain_day)
        day.rested.connect(day.edit.settled)
        return day

    def _make_subject(self) -> Field:
        field = Field(_("What it is for"), look=self._look, hint=_("What is it for?"))
        field.edit.setProperty(ADDRESS, "subject")
        field.edit.setMaxLength(COLLECTIONS["quotes"].by_name["title"].limit)
        field.edit.editingFinished.connect(self._subject_typed)
        field.edit.entered.connect(self._subject_typed)
        field.edit.escaped.connect(self._give_subject_up)
        return field

    def _make_buttons(self) -> dict[tuple[str, bool], Button]:
        icons = {spec.id: spec.icon for spec in self._actions.specs}
        found: dict[tuple[str, bool], Button] = {}
        for ids in self._shown.values():
            for at, action_id in enumerate(ids):
                if action_id not in self._actions.actions or (action_id, at == 0) in found:
                    continue
                action: QAction = self._actions.actions[action_id]
                button = action_button(action, look=self._look, icon=icons[action_id], primary=at == 0)
                button.hide()
                found[action_id, at == 0] = button
        return found

    def _lay_out(self) -> None:
        step = self._look.measures.step
        second = self._second = QHBoxLayout()
        second.setSpacing(step(2))
        second.addWidget(self.steps)
        second.addStretch(1)
        second.addWidget(self._day_words)
        self.day.setFixedWidth(self._look.measures.char * 19)
        second.addWidget(self.day)
        second.addWidget(self._day_shown)
        second.addSpacing(step(2))
        ordered = sorted(self._buttons.items(), key=lambda one: one[0][1])
        for _place, button in ordered:
            second.addWidget(button)
        self.more = IconButton(_("More actions"), icon="more", look=self._look)
        self.more.clicked.connect(self._open_more)
        second.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, step(2), 0)
        layout.setSpacing(step(2))
        layout.addLayout(self._first_line())
        layout.addLayout(second)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self._problem)
        self._day_words.setBuddy(self.day.edit)

    def _share_first_line(self) -> None:
        """Lets a name that is long be shortened to make room, but not to nothing; where even that is too much, each of
        them has its share of what number and state leave.
        """
        measures = self._look.measures
        sharing = [self.client, *(one for one in (self._subject, self.place) if not one.isHidden())]
        whole = self.title.sizeHint().width() + self.badge.sizeHint().width()
        gaps = measures.step(2.5) * (len(sharing) + 1) + measures.step(2)
        share = (self.width() - whole - gaps) // len(sharing)
        least = min(measures.char * _LEAST, max(share, 0))
        for one in sharing:
            one.setMinimumWidth(least if one is self._subject else min(one.sizeHint().width(), least))
            one.updateGeometry()

    def _first_line(self) -> QHBoxLayout:
        """Which document, for what, for whom and where."""
        first = QHBoxLayout()
        first.setSpacing(self._look.measures.step(2.5))
        for widget in (self.title, self.badge):
            first.addWidget(widget)
        first.addWidget(self._subject, 1)
        first.addWidget(self._subject_words, 1)
        for button in (self.client, self.place):  # long names give way
            button.setSizePolicy(QSizePolicy.Policy.Preferred, _WHOLE)
        first.addWidget(self.client)
        first.addWidget(self.place)
        first.addWidget(self._place_words)
        return first

    def _open_more(self) -> None:
        menu = self._actions.parted_menu(self, self._menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open_places(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row_id, words in (*self._places, ("", _(_NO_PLACE))):
            menu.addAction(words.replace("&", "&&"), lambda row_id=row_id: self.property_given.emit(row_id))
        menu.popup(self.place.mapToGlobal(self.place.rect().bottomLeft()))

    def _show_subject(self, subject: str) -> None:
        self._subject_shown = subject
        if not (self.subject.hasFocus() or self._brought):
            self.subject.setText(subject)
            self.subject.setCursorPosition(0)  # a long one shows its beginning
        if self.subject.text().strip() == subject:
            self._brought = False
            self.subject.settled.emit()

    def _give_subject_up(self) -> None:
        self._brought = False
        self.subject.restore(self._subject_shown)
        self.subject.settled.emit()

    def _subject_typed(self) -> None:
        self._brought = False
        text = self.subject.text().strip()
        if text != self._subject_shown:
            self._subject_shown = text
            self.subject_given.emit(text)

    def _explain_day(self, reason: str) -> None:
        self._problem.setText(reason)
        self._problem.setVisible(bool(reason))

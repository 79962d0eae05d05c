"""One document on its way to paper: the frozen values with number, status, language and measures beside them.

Promises: everything the parts of a page need, worked out once; `Headed` is what the head and the foot of a page need of
any document, with amounts or without. The look stands here: colours, type sizes, margins.
May not know: files, stores.

Why: the margins put the customer's address into the window of a DIN long, C5/6 and US No. 10 envelope (DIN 5008 form
B: 45 mm from the top, 20 mm from the left), so a printed invoice can be posted as it is. One layout serves A4 and
Letter, since every place is counted from the page's own size.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from PIL import Image

from onetool_desktop.documents.formats import Formats, formats
from onetool_desktop.documents.text import Style
from onetool_desktop.documents.words import Words, words
from onetool_desktop.domain.paper import Paper, PaperSize, Seller

Status: TypeAlias = Literal["draft", "issued", "paid", "void"]

MM = 72 / 25.4
SIZES: dict[PaperSize, tuple[float, float]] = {"A4": (210 * MM, 297 * MM), "Letter": (612.0, 792.0)}
LEFT, RIGHT, TOP, BOTTOM = 24 * MM, 20 * MM, 14 * MM, 9 * MM
WINDOW = 45 * MM
SIDE = 66 * MM  # width of the column at the right: letterhead and facts
GAP = 12.0

INK, SOFT, HAIR = "#1c1f23", "#59626d", "#d3d8de"
ACCENT, GHOST = "#0f5257", "#edf0f2"
BODY = Style("regular", 9, 12.5, INK)
STRONG = Style("bold", 9, 12.5, INK)
DETAIL = Style("regular", 8, 11, SOFT)
LABEL = Style("regular", 8, 12.5, SOFT)
CAPTION = Style("regular", 7, 9.5, SOFT)
_HEX = frozenset("0123456789abcdef")


class Headed(ABC):
    """A document as its letterhead, its short header and its footer see it."""

    locale: str
    paper_size: PaperSize
    logo: Image.Image | None

    @property
    @abstractmethod
    def seller(self) -> Seller:
        """Whose paper it is."""

    @property
    @abstractmethod
    def customer_name(self) -> str:
        """For whom it is."""

    @property
    @abstractmethod
    def day(self) -> str:
        """The day in the short header, `YYYY-MM-DD`."""

    @property
    @abstractmethod
    def currency(self) -> str:
        """The currency of its amounts."""

    @property
    @abstractmethod
    def chosen_accent(self) -> str:
        """The colour it asks for, or nothing."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What it calls itself, with its number."""

    @property
    @abstractmethod
    def stamp(self) -> str:
        """The word across the page, if any."""

    @cached_property
    def formats(self) -> Formats:
        """How numbers and days are written."""
        return formats(self.locale, self.currency)

    @cached_property
    def words(self) -> Words:
        """Our own words in the document's language."""
        return words(self.formats.locale)

    @cached_property
    def width(self) -> float:
        """Between the margins."""
        return SIZES[self.paper_size][0] - LEFT - RIGHT

    @cached_property
    def accent(self) -> str:
        """The seller's colour, or ours."""
        chosen = self.chosen_accent.lower()
        usable = len(chosen) == 7 and chosen[0] == "#" and _HEX.issuperset(chosen[1:])
        return chosen if usable else ACCENT


@dataclass(frozen=True)
class Job(Headed):
    """A quote or an invoice to be drawn; `number` is None until it has one, `reference` names it meanwhile."""

    paper: Paper
    number: str | None
    reference: str
    status: Status
    locale: str
    paper_size: PaperSize
    logo: Image.Image | None = None

    @property
    def seller(self) -> Seller:
        """Overrides Headed."""
        return self.paper.seller

    @property
    def customer_name(self) -> str:
        """Overrides Headed."""
        return self.paper.customer.name

    @property
    def day(self) -> str:
        """Overrides Headed: the day of issue."""
        return self.paper.issue_day

    @property
    def currency(self) -> str:
        """Overrides Headed."""
        return self.paper.currency

    @property
    def chosen_accent(self) -> str:
        """Overrides Headed."""
        return self.paper.accent

    @property
    def tax_label(self) -> str:
        """What the tax is called."""
        return self.words.tax_name(self.paper.tax_label)

    @property
    def pro_forma(self) -> bool:
        """Whether this is paper that waits for its number."""
        return self.number is None and self.status != "draft"

    @property
    def kind(self) -> str:
        """What the document calls itself."""
        if self.paper.kind == "quote":
            return self.words.quote
        return self.words.pro_forma if self.pro_forma else self.words.invoice

    @property
    def name(self) -> str:
        """Overrides Headed: kind and number, or what stands for it: `Invoice INV-000612`, `Quote P-B7-12`."""
        return " ".join(part for part in (self.kind, self.number or self.reference) if part)

    @property
    def stamp(self) -> str:
        """Overrides Headed: that it is a draft, paid or void."""
        stamps = {"draft": self.words.draft, "paid": self.words.stamp_paid, "void": self.words.void}
        return stamps.get(self.status, "").upper()

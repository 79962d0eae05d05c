"""What stands on a job sheet: plain values of one visit, for the van and for the customer's signature.

Promises: no price and no cost is on it, so everybody who may see the visit may print it. May not know: rows, fonts,
how a page looks.

Shapes: `day` is `YYYY-MM-DD`, times `HH:MM` or empty, everything else the user's own text; `printed_day` and
`printed_time` say as of when it is right.
"""

from dataclasses import dataclass

from onetool_desktop.domain.paper import PaperSize, Seller, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSheet:
    """One visit on paper. `number` is its project's; empty where it belongs to none."""

    seller: Seller
    client: str
    title: str
    number: str = ""
    project: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    person: str = ""
    place_name: str = ""
    place: Texts = ()
    access: str = ""
    contact: str = ""
    phone: str = ""
    what: str = ""
    began: str = ""
    ended: str = ""
    report: str = ""
    printed_day: str = ""
    printed_time: str = ""
    locale: str = "en"
    paper_size: PaperSize = "A4"

"""What kind of tax number a number is, told by how it is written.

Promises: pure. A number for value-added tax (Directive 2006/112/EC, Art. 215) begins with the letters of its country, a
number of the tax office never does. May not know: whether a number was ever given out; what it is called.
"""

import re

_COUNTRIES = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT SE SI SK"  # the EU; EL is Greece
    " GB XI"
)
# Seven to twelve signs, five digits in a row among them, so that a company's register (`HRB 123`) is none; Romania
# alone gives out shorter ones.
_VAT_ID = re.compile(rf"(?:{'|'.join(_COUNTRIES.split())})(?=.*\d{{5}})[0-9A-Z+*]{{7,12}}|RO\d{{2,10}}")


def is_vat_id(number: str) -> bool:
    """Whether this is written as a number for value-added tax: `DE123456789`, `GB 123 4567 82`."""
    return _VAT_ID.fullmatch(re.sub(r"[\s./-]", "", number).upper()) is not None

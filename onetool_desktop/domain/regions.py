"""What a country settles for a firm: money, time, tax words, paper; a start to be corrected in the settings.

Promises: a country is found by its code, by its name in English or its own language, or by a beginning that fits one
alone. The usual tax rate is given only where one rate is the rule for a firm's services; it is a suggestion, never
advice. May not know: where it is asked for.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One country: its code and names, currency, a time zone of it, the tax's name and usual rate, paper, language.

    The language writes days and amounts as the country does: where paper has no words of its own language, English ones
    with the day before the month, as everywhere but in the United States.
    """

    code: str
    name: str
    own_name: str
    currency: str
    zone: str
    tax: str
    rate: str
    paper: str = "A4"
    language: str = "en"


_ROWS = """
AT|Austria|Österreich|EUR|Europe/Vienna|USt|20|A4|de-AT
AU|Australia|Australia|AUD|Australia/Sydney|GST|10|A4|en-AU
BE|Belgium|Belgique|EUR|Europe/Brussels|VAT|21|A4|en-BE
BG|Bulgaria|България|EUR|Europe/Sofia|VAT|20|A4|en-GB
BR|Brazil|Brasil|BRL|America/Sao_Paulo|ISS||A4|en-GB
CA|Canada|Canada|CAD|America/Toronto|GST|5|Letter|en-CA
CH|Switzerland|Schweiz|CHF|Europe/Zurich|MWST|8.1|A4|de-CH
CY|Cyprus|Κύπρος|EUR|Asia/Nicosia|VAT|19|A4|en-CY
CZ|Czechia|Česko|CZK|Europe/Prague|DPH|21|A4|en-GB
DE|Germany|Deutschland|EUR|Europe/Berlin|USt|19|A4|de
DK|Denmark|Danmark|DKK|Europe/Copenhagen|Moms|25|A4|en-DK
EE|Estonia|Eesti|EUR|Europe/Tallinn|KM|24|A4|en-GB
ES|Spain|España|EUR|Europe/Madrid|IVA|21|A4|en-GB
FI|Finland|Suomi|EUR|Europe/Helsinki|ALV|25.5|A4|en-FI
FR|France|France|EUR|Europe/Paris|TVA|20|A4|en-GB
GB|United Kingdom|United Kingdom|GBP|Europe/London|VAT|20|A4|en-GB
GR|Greece|Ελλάδα|EUR|Europe/Athens|VAT|24|A4|en-GB
HR|Croatia|Hrvatska|EUR|Europe/Zagreb|PDV|25|A4|en-GB
HU|Hungary|Magyarország|HUF|Europe/Budapest|ÁFA|27|A4|en-GB
IE|Ireland|Éire|EUR|Europe/Dublin|VAT|23|A4|en-IE
IN|India|India|INR|Asia/Kolkata|GST|18|A4|en-IN
IT|Italy|Italia|EUR|Europe/Rome|IVA|22|A4|en-GB
JP|Japan|日本|JPY|Asia/Tokyo|消費税|10|A4|en-GB
LI|Liechtenstein|Liechtenstein|CHF|Europe/Vaduz|MWST|8.1|A4|de-LI
LT|Lithuania|Lietuva|EUR|Europe/Vilnius|PVM|21|A4|en-GB
LU|Luxembourg|Lëtzebuerg|EUR|Europe/Luxembourg|TVA|17|A4|en-GB
LV|Latvia|Latvija|EUR|Europe/Riga|PVN|21|A4|en-GB
MT|Malta|Malta|EUR|Europe/Malta|VAT|18|A4|en-MT
MX|Mexico|México|MXN|America/Mexico_City|IVA|16|Letter|en-GB
NL|Netherlands|Nederland|EUR|Europe/Amsterdam|BTW|21|A4|en-NL
NO|Norway|Norge|NOK|Europe/Oslo|MVA|25|A4|en-GB
NZ|New Zealand|Aotearoa|NZD|Pacific/Auckland|GST|15|A4|en-NZ
PL|Poland|Polska|PLN|Europe/Warsaw|VAT|23|A4|en-GB
PT|Portugal|Portugal|EUR|Europe/Lisbon|IVA|23|A4|en-GB
RO|Romania|România|RON|Europe/Bucharest|TVA|21|A4|en-GB
SE|Sweden|Sverige|SEK|Europe/Stockholm|Moms|25|A4|en-SE
SG|Singapore|Singapore|SGD|Asia/Singapore|GST|9|A4|en-SG
SI|Slovenia|Slovenija|EUR|Europe/Ljubljana|DDV|22|A4|en-SI
SK|Slovakia|Slovensko|EUR|Europe/Bratislava|DPH|23|A4|en-GB
US|United States|United States|USD|America/Chicago|Sales tax||Letter|en-US
ZA|South Africa|South Africa|ZAR|Africa/Johannesburg|VAT|15|A4|en-ZA
"""
REGIONS: tuple[Region, ...] = tuple(Region(*row.split("|")) for row in _ROWS.split("\n") if row)
REGION_UNKNOWN = Region("", "", "", "EUR", "UTC", "VAT", "")
_BY_CODE = {region.code: region for region in REGIONS}


def region_of(code: str) -> Region | None:
    """The region of a country's code, in any case."""
    return _BY_CODE.get(code.strip().upper())


def region_named(text: str) -> Region | None:
    """The region a person means by a code, a name, or the beginning of one; None where that fits none or several."""
    wanted = text.strip().casefold()
    found = region_of(text)
    if found is not None or not wanted:
        return found
    whole = [r for r in REGIONS if wanted in (r.name.casefold(), r.own_name.casefold())]
    starts = [
        r for r in REGIONS if r.name.casefold().startswith(wanted) or r.own_name.casefold().startswith(wanted)
    ]
    fitting = whole or starts
    return fitting[0] if len(fitting) == 1 else None

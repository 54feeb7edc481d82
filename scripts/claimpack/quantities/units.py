"""Units of measure and currencies, by the words and symbols that name them.

A counted noun (soldiers, drones) is no unit. Where a word names several units, as
`pounds` does, it is in `AMBIGUOUS_UNITS` and never resolved.
"""

from __future__ import annotations

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.forms import find_longest, index_forms
from claimpack.quantities.numerals import words_in

PERCENT = "percent"
FRACTION = "fraction"

CURRENCY_SYMBOLS = {
    "USD": "$|us$|us $|usd$|usd $",
    "CAD": "c$|ca$|can$|cad$|cad $",
    "AUD": "a$|au$|aud$|aud $",
    "NZD": "nz$|nz $|nzd$",
    "HKD": "hk$|hk $|hkd$",
    "SGD": "s$|sg$|sgd$",
    "TWD": "nt$|nt $|twd$",
    "JMD": "j$",
    "NAD": "n$",
    "TTD": "tt$",
    "DOP": "rd$",
    "MXN": "mx$|mex$",
    "BRL": "r$",
    "GBP": "£|gb£|uk£",
    "EUR": "€",
    "JPY": "¥|jp¥",
    "CNY": "cn¥|rmb¥|rmb",
    "KRW": "₩",
    "UAH": "₴",
    "RUB": "₽",
    "INR": "₹",
    "TRY": "₺",
    "ILS": "₪",
    "VND": "₫",
    "NGN": "₦",
    "PHP": "₱",
    "KZT": "₸",
    "GEL": "₾",
    "GHS": "₵",
    "BDT": "৳",
    "THB": "฿",
    "AZN": "₼",
    "AMD": "֏",
    "MNT": "₮",
}
"""What stands before or after an amount; `|` between forms, a space between tokens.
Letters that are a word are no symbol unless the sign touches them: a $60bn package."""
CURRENCY_WORDS = {
    "USD": "dollar|dollars|us dollar|us dollars|american dollars|usd",
    "CAD": "canadian dollar|canadian dollars|cad",
    "AUD": "australian dollar|australian dollars|aud",
    "NZD": "new zealand dollars|nzd",
    "HKD": "hong kong dollars|hkd",
    "SGD": "singapore dollars|singaporean dollars|sgd",
    "TWD": "taiwan dollars|taiwanese dollars|new taiwan dollars|twd",
    "GBP": "pound sterling|pounds sterling|british pounds|sterling|gbp",
    "EUR": "euro|euros|eur",
    "JPY": "yen|japanese yen|jpy",
    "CNY": "yuan|chinese yuan|renminbi|cny|rmb",
    "KRW": "won|south korean won|korean won|krw",
    "KPW": "north korean won|kpw",
    "UAH": "hryvnia|hryvnias|ukrainian hryvnia|ukrainian hryvnias|uah",
    "RUB": "rouble|roubles|ruble|rubles|russian roubles|russian rubles|rub",
    "BYN": "belarusian roubles|belarusian rubles|byn",
    "INR": "indian rupees|inr",
    "PKR": "pakistani rupees|pkr",
    "LKR": "sri lankan rupees|lkr",
    "CHF": "swiss franc|swiss francs|chf",
    "SEK": "swedish kronor|swedish krona|sek",
    "NOK": "norwegian kroner|norwegian krone|norwegian crowns|nok",
    "DKK": "danish kroner|danish krone|danish crowns|dkk",
    "CZK": "czech crowns|czech koruna|czk",
    "PLN": "zloty|zlotys|polish zloty|polish zlotys|pln",
    "HUF": "forint|forints|huf",
    "TRY": "turkish lira|turkish liras",
    "ILS": "shekel|shekels|israeli shekels|ils",
    "SAR": "saudi riyals",
    "QAR": "qatari riyals|qar",
    "IRR": "iranian rials|irr",
    "YER": "yemeni rials|yer",
    "AED": "emirati dirhams|uae dirhams|aed",
    "EGP": "egyptian pounds|egp",
    "LBP": "lebanese pounds|lebanese lira|lbp",
    "SYP": "syrian pounds|syp",
    "IQD": "iraqi dinars|iqd",
    "ZAR": "rand|south african rand|zar",
    "BRL": "reais|brazilian reais|brl",
    "MXN": "mexican pesos|mxn",
    "ARS": "argentine pesos|ars",
    "PHP": "philippine pesos|php",
    "THB": "baht|thai baht|thb",
    "MYR": "ringgit|malaysian ringgit|myr",
    "IDR": "rupiah|indonesian rupiah|idr",
    "VND": "vietnamese dong|vnd",
    "NGN": "naira|nigerian naira|ngn",
    "KZT": "tenge|kzt",
    "GEL": "georgian lari",
    "AFN": "afghani|afghanis|afn",
    "AMD": "armenian drams|amd",
    "AZN": "azerbaijani manat|azerbaijani manats|azn",
    "BDT": "taka|bangladeshi taka|bdt",
    "CLP": "chilean pesos|clp",
    "COP": "colombian pesos|cop",
    "ETB": "birr|ethiopian birr|etb",
    "GHS": "cedi|cedis|ghanaian cedis|ghs",
    "JOD": "jordanian dinars|jod",
    "KES": "kenyan shillings|kes",
    "KWD": "kuwaiti dinars|kwd",
    "LYD": "libyan dinars|lyd",
    "MAD": "moroccan dirhams",
    "MMK": "kyat|kyats|mmk",
    "NPR": "nepali rupees|nepalese rupees|npr",
    "RON": "romanian lei|ron",
    "RSD": "serbian dinars|rsd",
    "SDG": "sudanese pounds|sdg",
    "SSP": "south sudanese pounds|ssp",
    "SOS": "somali shillings",
    "TZS": "tanzanian shillings|tzs",
    "UGX": "ugandan shillings|ugx",
    "UZS": "uzbek som|uzbek soums|uzs",
    "VES": "bolivar|bolivars|venezuelan bolivars|ves",
    "DEM": "deutsche marks|deutschmarks|deutschemarks",
}
"""What stands after an amount. Codes that are English words (TRY, SOS) are left out."""
MEASURES = {
    PERCENT: "%|percent|pct|pc",
    "mm": "mm|millimetre|millimetres|millimeter|millimeters",
    "cm": "cm|centimetre|centimetres|centimeter|centimeters",
    "m": "m|metre|metres|meter|meters",
    "km": "km|kms|kilometre|kilometres|kilometer|kilometers",
    "in": "inch|inches",
    "ft": "ft|foot|feet",
    "yd": "yard|yards",
    "mi": "mile|miles",
    "nmi": "nautical mile|nautical miles",
    "m2": "m²|sq m|sq metres|sq meters|square metre|square metres|square meter"
    "|square meters",
    "km2": "km²|sq km|sq kilometres|sq kilometers|square km|square kilometre"
    "|square kilometres|square kilometer|square kilometers",
    "mi2": "sq mi|sq mile|sq miles|square mile|square miles",
    "ft2": "sq ft|sq foot|sq feet|square foot|square feet",
    "ha": "ha|hectare|hectares",
    "acre": "acre|acres",
    "m3": "m³|cubic metre|cubic metres|cubic meter|cubic meters",
    "mg": "mg|milligram|milligrams",
    "ft3": "cubic foot|cubic feet",
    "g": "g|gram|grams|gramme|grammes",
    "kg": "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes",
    "t": "tonne|tonnes|metric ton|metric tons|metric tonne|metric tonnes",
    "ton": "ton|tons",
    "kt": "kiloton|kilotons|kilotonne|kilotonnes",
    "Mt": "megaton|megatons|megatonne|megatonnes",
    "lb": "lb|lbs",
    "oz": "oz|ounce|ounces",
    "ml": "ml|millilitre|millilitres|milliliter|milliliters",
    "l": "litre|litres|liter|liters",
    "gal": "gallon|gallons",
    "bbl": "barrel|barrels|bbl",
    "kW": "kw|kilowatt|kilowatts",
    "MW": "mw|megawatt|megawatts",
    "GW": "gw|gigawatt|gigawatts",
    "kWh": "kwh|kilowatt hour|kilowatt hours",
    "MWh": "mwh|megawatt hour|megawatt hours",
    "GWh": "gwh|gigawatt hour|gigawatt hours",
    "TWh": "twh|terawatt hour|terawatt hours",
    "GB": "gb|gigabyte|gigabytes",
    "TB": "tb|terabyte|terabytes",
    "km/h": "km / h|km per hour|km an hour|kmh|kph"
    "|kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour",
    "m/s": "m / s|metres per second|meters per second",
    "mph": "mph|miles per hour|miles an hour",
    "kn": "knot|knots",
    "°C": "°c|degree celsius|degrees celsius|degrees centigrade",
    "°F": "°f|degree fahrenheit|degrees fahrenheit",
    "s": "seconds|sec|secs",
    "min": "minute|minutes",
    "h": "hour|hours",
    "day": "day|days",
    "week": "week|weeks",
    "month": "month|months",
    "year": "year|years",
    "decade": "decade|decades",
    "century": "century|centuries",
}
AMBIGUOUS_UNITS = frozenset(
    words_in(
        "pound pounds cent cents peso pesos rupee rupees franc francs krone"
        " kroner krona kronor lira liras rial rials riyal riyals dirham"
        " dirhams dinar dinars crown crowns lei leva shilling shillings manat"
        " manats kwacha dram drams degree degrees"
    )
)

CURRENCIES = frozenset({*CURRENCY_SYMBOLS, *CURRENCY_WORDS})
CURRENCY_CODES = {code: code.lower() for code in CURRENCIES}
CURRENCY_SIGNS = "".join(
    sorted(forms[0] for forms in CURRENCY_SYMBOLS.values() if not forms[0].isalpha())
)
LEADING_FORMS = index_forms(CURRENCY_SYMBOLS, CURRENCY_CODES)
UNIT_FORMS = index_forms(CURRENCY_SYMBOLS, CURRENCY_WORDS, MEASURES)
MONEY_TOKENS = frozenset(
    form.split()[-1]
    for table in (CURRENCY_SYMBOLS, CURRENCY_CODES, CURRENCY_WORDS)
    for forms in table.values()
    for form in forms.split("|")
)


LONG_WORD = 4
UNIT_WORDS = AMBIGUOUS_UNITS | {
    form[-1]
    for forms in UNIT_FORMS.values()
    for form, _ in forms
    if len(form[-1]) >= LONG_WORD
}
"""The last words of all units; short ones, as `won`, are other words too."""
SINGULAR_UNITS = {"foot", "inch"} | {
    word for word in UNIT_WORDS if f"{word}s" in UNIT_WORDS
}


def read_unit(tokens: list[str], position: int) -> tuple[str | None, int] | Unresolved:
    """Return the unit that stands at a token (None: no unit), and where it ends.

    >>> read_unit(["square", "kilometres"], 0)
    ('km2', 2)
    >>> read_unit(["soldiers"], 0)
    (None, 0)
    """
    found = find_longest(UNIT_FORMS, tokens, position)
    word = tokens[position] if position < len(tokens) else ""
    if found[0] is None and word in AMBIGUOUS_UNITS:
        return Unresolved(reason=f"{quote(word)} names more than one unit")
    return found

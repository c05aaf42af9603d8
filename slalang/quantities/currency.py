"""Currencies by ISO 4217: which codes there are and how many decimals their amounts have."""

from __future__ import annotations

from decimal import Decimal

_IN_USE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS
    VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_RECENTLY_WITHDRAWN = "ANG BGN CUC HRK SLL ZWL"
_WITHOUT_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_WITH_FOUR_DIGITS = "CLF UYW"

CURRENCIES = frozenset((_IN_USE + _RECENTLY_WITHDRAWN).split())
"""The codes of currencies and units of account, with those withdrawn since 2021, which contracts of
those years are still settled in. Metals and test codes are left out."""

_MINOR_DIGITS = {
    code: digits
    for codes, digits in ((_WITHOUT_MINOR_UNIT, 0), (_WITH_THREE_DIGITS, 3), (_WITH_FOUR_DIGITS, 4))
    for code in codes.split()
}


def is_currency(code: str) -> bool:
    """Whether the code is that of a currency."""
    return code in CURRENCIES


def minor_digits(currency: str) -> int:
    """How many decimals amounts of the currency have: 2 of EUR, 0 of JPY, 3 of KWD."""
    return _MINOR_DIGITS.get(currency, 2)


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of the currency: ``0.01`` of EUR, ``1`` of JPY."""
    return Decimal((0, (1,), -minor_digits(currency)))

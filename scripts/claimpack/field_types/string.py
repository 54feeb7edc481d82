"""Strings: any text, or one in the form of an email address, a URI, Base64, a UUID.

Source: Table Schema, `string`. The value is the text in every format, so two UUIDs
that differ in case are two strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address
from typing import Any

from claimpack.field_types.declarations import read_format
from claimpack.field_types.reader import (
    ANY_TEXT,
    CellReader,
    WordError,
    read_stored,
    refuse,
)
from claimpack.field_types.storage import holds_text

# Patterns are possessive (`*+`, which RE2 does not need): what repeats in them never
# ends with what may follow, and Python would keep 100 bytes for each repetition.

# RFC 5321, 4.1.2, with the letters of RFC 6531, 3.3. By 2.3.5 the domain is a fully
# qualified name: it has a dot, and does not end with a number, as addresses do.
BEYOND = "\x80-\U0010ffff"
ALPHANUMERIC = f"[0-9A-Za-z{BEYOND}]"
LABEL = f"{ALPHANUMERIC}(?:[0-9A-Za-z{BEYOND}-]{{0,61}}{ALPHANUMERIC})?"
ATOM = f"[0-9A-Za-z!#$%&'*+/=?^_`{{|}}~{BEYOND}-]+"
LOCAL_PART = re.compile(rf'{ATOM}(?:\.{ATOM})*|"(?:[ !#-\[\]-~{BEYOND}]|\\[ -~])*"')
DOMAIN = re.compile(rf"(?:{LABEL}\.)+(?![0-9]+\Z){LABEL}")
LONGEST_LOCAL_PART = 64
"""Octets (RFC 5321, 4.5.3.1.1)."""
LONGEST_DOMAIN = 253
"""Octets without those of the root and of the length (RFC 5321, 4.5.3.1.2)."""

# RFC 3986, appendix A.
HARMLESS = r"0-9A-Za-z._~!$&'()*,;=+\-"
ENCODED = "%[0-9A-Fa-f]{2}"
CHARACTER = f"(?:[{HARMLESS}:@]|{ENCODED})"
REST_OF_PATH = f"(?:/{CHARACTER}*+)*+"
REST_OF_URI = rf"(?:\?(?:[/?]|{CHARACTER})*+)?(?:#(?:[/?]|{CHARACTER})*+)?"
USER = f"(?:(?:[{HARMLESS}:]|{ENCODED})*+@)?"
HOST_NAME = f"(?:[{HARMLESS}]|{ENCODED})*+"
HOST_ADDRESS = r"\[([0-9A-Fa-f:.]+)\]"

# RFC 4648, 4; by 3.3 nothing outside of the alphabet, so no line ends.
BASE64 = "(?:[0-9A-Za-z+/]{4})*+(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?"
# RFC 9562, 4.
UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"


def read_string(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of strings.

    Raises:
        DeclarationError: the format of the field is none of strings.

    """
    name = read_format(declaration, [*FORMS][1:])
    expected, parse, lexical = FORMS[name]
    return CellReader(
        type="string",
        expected=expected,
        parse=parse,
        lexical=lexical,
        accepts_all=name == "default",
        holds=holds_text,
        from_stored=read_stored(parse, refuse),
        write=str,
    )


def parse_email(text: str) -> str:
    """Return an email address as it is; ValueError where it has not the form of one."""
    local_part, _, domain = text.rpartition("@")
    is_short = len(local_part.encode()) <= LONGEST_LOCAL_PART
    if not is_short or len(domain.encode()) > LONGEST_DOMAIN:
        raise WordError(text)
    if not (LOCAL_PART.fullmatch(local_part) and DOMAIN.fullmatch(domain)):
        raise WordError(text)
    return text


def make_uri_pattern(host: str) -> str:
    """Return the pattern of URIs with a pattern of hosts in it."""
    after_authority = f"//{USER}(?:{host})(?::[0-9]*)?{REST_OF_PATH}"
    without_authority = f"/?(?:{CHARACTER}++{REST_OF_PATH})?"
    scheme = "[A-Za-z][0-9A-Za-z+.-]*:"
    return f"{scheme}(?:{after_authority}|{without_authority}){REST_OF_URI}"


URI = re.compile(make_uri_pattern(f"{HOST_ADDRESS}|{HOST_NAME}"))


def parse_uri(text: str) -> str:
    """Return a URI as it is; ValueError where it has not the form of one."""
    match = URI.fullmatch(text)
    if match is None:
        raise WordError(text)
    if match[1] is not None:
        IPv6Address(match[1])
    return text


def parse_by(pattern: str) -> Callable[[str], str]:
    """Return a parser of the texts that match a pattern as a whole."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text):
            raise WordError(text)
        return text

    return parse


def drop_possessives(pattern: str) -> str:
    """Return a pattern of ours as RE2 has it, which backtracks nowhere."""
    return pattern.replace("*+", "*").replace("++", "+")


FORMS: Mapping[str, tuple[str, Callable[[str], str], str | None]] = {
    "default": ("text", str, ANY_TEXT),
    "email": ("an email address, as name@example.org", parse_email, None),
    "uri": (
        "a URI with its scheme, as https://example.org",
        parse_uri,
        drop_possessives(make_uri_pattern(HOST_NAME)),
    ),
    "binary": (
        "bytes in Base64, as Ynl0ZXM=",
        parse_by(BASE64),
        drop_possessives(BASE64),
    ),
    "uuid": (
        "a UUID, as 123e4567-e89b-12d3-a456-426614174000",
        parse_by(UUID),
        UUID,
    ),
}
"""Each format with how it is described, its parser, and a pattern that proves it."""

"""XML that others wrote, read without document types, entities or a network."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET  # its parser is not used
from xml.parsers import expat

from claimpack.findings import quote

DEEPEST_XML = 16
NO_ELEMENTS = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
"""How expat calls it that a file ends too early."""
ENCODINGS = frozenset({"utf-8", "us-ascii"})


class XmlError(Exception):
    """The XML is not read; the message says what was found in it.

    Attributes:
        line: where it was found, counted from 1; None: in the file as a whole.
        column: likewise, in bytes.

    """

    def __init__(
        self, found: str, line: int | None = None, column: int | None = None
    ) -> None:
        """Keep what was found, and where."""
        super().__init__(found)
        self.line = line
        self.column = column


class XmlFile(NamedTuple):
    """The elements of one file."""

    root: ET.Element
    offsets: list[int]
    """The byte that each child of the root begins at."""


def parse_xml(content: bytes) -> XmlFile:
    """Return the elements of a file; names are `{address}name`.

    Raises:
        XmlError: it is not well-formed XML 1.0 in UTF-8, it has a document type, or it
            has elements in more than 16 levels.

    """
    parser = Parser()
    try:
        parser.expat.Parse(content, True)  # noqa: FBT003  # it takes no names
    except expat.ExpatError as error:
        is_cut = error.code == NO_ELEMENTS
        what = "the end of the file" if is_cut else expat.ErrorString(error.code)
        raise XmlError(what, error.lineno, error.offset + 1) from error
    return XmlFile(root=parser.builder.close(), offsets=parser.offsets)


class Parser:
    """Builds elements from what expat finds, and ends at a document type."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.builder = ET.TreeBuilder()
        self.expat = expat.ParserCreate(namespace_separator="}")
        self.expat.buffer_text = True
        self.expat.XmlDeclHandler = self.check_declaration
        self.expat.StartDoctypeDeclHandler = self.refuse_doctype
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.builder.data
        self.depth = 0
        self.offsets: list[int] = []

    def check_declaration(self, version: str, encoding: str | None, _: int) -> None:
        """Refuse another version of XML, and another encoding than UTF-8."""
        if version != "1.0":
            raise self.refuse(f"version {quote(version)} of XML instead of 1.0")
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise self.refuse(f"the encoding {quote(encoding)} instead of UTF-8")

    def refuse_doctype(self, *_: object) -> None:
        """End the reading before anything of a document type is looked at."""
        raise self.refuse("a document type (DOCTYPE), which could define entities")

    def refuse(self, found: str) -> XmlError:
        """Return the error for what stands at this place."""
        place = self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        return XmlError(found, *place)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        if self.depth > DEEPEST_XML:
            raise self.refuse(f"elements in more than {DEEPEST_XML} levels")
        if self.depth == 2:  # noqa: PLR2004  # a child of the root
            self.offsets.append(self.expat.CurrentByteIndex)
        named = {qualify(key): value for key, value in attributes.items()}
        self.builder.start(qualify(name), named)

    def end(self, name: str) -> None:
        """End an element."""
        self.depth -= 1
        self.builder.end(qualify(name))


def qualify(name: str) -> str:
    """Return a name of expat as that of an element."""
    return f"{{{name}" if "}" in name else name

"""Editing XMP packets in place: only PhotoClip's own properties change, all else stays.

A packet is a tree of other programs' nodes (develop settings, histories, unknown
namespaces), between a head and a tail that belong to nobody's properties. The tree is
edited with lxml, the head and the tail are kept byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from photoclip.errors import UserError
from photoclip.media import tidy
from photoclip.media.xmp_nodes import (
    LANGUAGE,
    RDF,
    Value,
    add_item,
    append_node,
    description_for,
    ensure_array,
    values,
)

_DC: Final = "http://purl.org/dc/elements/1.1/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_LR: Final = "http://ns.adobe.com/lightroom/1.0/"
_DIGIKAM: Final = "http://www.digikam.org/ns/1.0/"

_SUBJECT: Final = f"{{{_DC}}}subject"
_DESCRIPTION: Final = f"{{{_DC}}}description"
_RATING: Final = f"{{{_XMP}}}Rating"
_PERCENT: Final = "{http://ns.microsoft.com/photo/1.0/}Rating"

_NEW_PACKET: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    f'  <rdf:Description xmlns:dc="{_DC}" xmlns:xmp="{_XMP}" xmlns:lr="{_LR}" '
    f'xmlns:digiKam="{_DIGIKAM}" rdf:about=""/>\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>\n'
)
_UTF8: Final = re.compile(r"utf-?8|ascii|us-ascii", re.IGNORECASE)
_TAIL_PADDING: Final = b"\x00 \t\r\n"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

TagPath = tuple[str, ...]


class DamagedXmpError(UserError):
    """A packet is no well-formed XMP; ``str(error)`` is the plain reason, without a name."""


@dataclass(frozen=True, slots=True)
class XmpEdit:
    """What a packet is to say.

    Attributes:
        add: Tag paths that must be in the keyword lists.
        remove: Tag paths that must not.
        caption: Text of ``dc:description`` in the default language; ``""`` removes it,
            None leaves it.
        rating: -1 to 5, 0 for unrated; None leaves it.
    """

    add: tuple[TagPath, ...] = ()
    remove: tuple[TagPath, ...] = ()
    caption: str | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class _Hierarchy:
    """A property that lists keywords with their upper levels."""

    prefix: str
    name: str
    separator: str
    kind: str

    def key(self, item: Value) -> TagPath:
        return tidy.folded_path(item.text.split(self.separator))


_HIERARCHIES: Final = (
    _Hierarchy("lr", f"{{{_LR}}}hierarchicalSubject", "|", "Bag"),
    _Hierarchy("digiKam", f"{{{_DIGIKAM}}}TagsList", "/", "Seq"),
)


def edit_packet(packet: bytes | None, edit: XmpEdit) -> bytes | None:
    """A packet that says what an edit asks for.

    Args:
        packet: As it is in the file, None where there is none yet.
        edit: What to change.

    Returns:
        The new packet; the very same object if it says all of it already; None if there
        is no packet and none is needed.

    Raises:
        DamagedXmpError: The packet is not well-formed XMP, so it cannot be edited without
            harm.
    """
    source = _NEW_PACKET.encode() if packet is None else packet
    head, root, tail = _parse(source)
    editor = _Editor(root)
    editor.keywords(edit.add, edit.remove)
    if edit.caption is not None:
        editor.caption(edit.caption)
    if edit.rating is not None:
        editor.rating(edit.rating)
    if not editor.changed:
        return packet
    if head is None:
        tree = root.getroottree()
        return bytes(etree.tostring(tree, encoding=tree.docinfo.encoding, xml_declaration=True))
    return head + bytes(etree.tostring(root, encoding="utf-8", with_tail=False)) + (tail or b"")


def check_packet(packet: bytes) -> None:
    """Raise :class:`DamagedXmpError` unless a packet is well-formed XMP."""
    _parse(packet)


def _parse(packet: bytes) -> tuple[bytes | None, Any, bytes | None]:
    """Head, tree and tail; head and tail are None where the encoding forbids splicing."""
    # In UTF-16 half of each character is such a byte.
    sound = packet if packet.startswith(_UTF16) else packet.rstrip(_TAIL_PADDING)
    start, end = _bounds(sound)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        strip_cdata=False,
    )
    try:
        root = etree.fromstring(sound, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedXmpError("it is not well-formed XML") from error
    if next(root.iter(f"{RDF}RDF"), None) is None:
        raise DamagedXmpError("it holds no XMP")
    if not _UTF8.fullmatch(root.getroottree().docinfo.encoding or "utf-8"):
        return None, root, None
    return packet[:start], root, packet[end:]


def _bounds(packet: bytes) -> tuple[int, int]:
    """Where the outermost element begins and ends, in bytes."""
    parser = expat.ParserCreate()
    seen: list[int] = []
    depth = 0

    def begin(name: str, attributes: Any) -> None:
        nonlocal depth
        if depth == 0:
            seen.append(parser.CurrentByteIndex)
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            seen.append(parser.CurrentByteIndex)

    def doctype(*_: Any) -> None:
        raise DamagedXmpError("it defines entities, which XMP never does")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(packet, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedXmpError("it is not well-formed XML") from error
    start, last = seen
    # Of an element that closes itself expat tells the place behind it.
    return start, packet.find(b">", last) + 1 if packet[last : last + 2] == b"</" else last


class _Editor:
    """One pass over the properties of a tree.

    Attributes:
        changed: Whether anything had to be changed.
    """

    def __init__(self, root: Any) -> None:
        self.changed = False
        self._rdf = next(root.iter(f"{RDF}RDF"))

    # --- keywords ------------------------------------------------------------------

    def keywords(self, add: Sequence[TagPath], remove: Sequence[TagPath]) -> None:
        """Bring all three keyword lists in line, each in its own spelling of a path."""
        clean = (tuple(word for level in path if (word := tidy.clean(level))) for path in add)
        wanted = {tidy.folded_path(path): path for path in clean if path}
        unwanted = {key for path in remove if (key := tidy.folded_path(path)) not in wanted}
        for hierarchy in _HIERARCHIES:
            self._paths(hierarchy, wanted, unwanted)
        self._words(wanted, unwanted)

    def _paths(
        self,
        hierarchy: _Hierarchy,
        wanted: Mapping[TagPath, TagPath],
        unwanted: AbstractSet[TagPath],
    ) -> None:
        items = [(item, hierarchy.key(item)) for item in values(self._rdf, hierarchy.name)]
        present = {key for _, key in items}
        separator = hierarchy.separator
        # A level that holds the separator itself would be read as two.
        new = [
            separator.join(path)
            for key, path in wanted.items()
            if key not in present and not any(separator in level for level in path)
        ]
        self._add(hierarchy.prefix, hierarchy.name, hierarchy.kind, new)
        self._drop(item for item, key in items if key in unwanted)

    def _words(self, wanted: Mapping[TagPath, TagPath], unwanted: AbstractSet[TagPath]) -> None:
        """``dc:subject`` has last levels only, and of some programs the upper ones too."""
        items = [(item, tidy.folded(item.text)) for item in values(self._rdf, _SUBJECT)]
        leaves = {key[-1]: path[-1] for key, path in wanted.items()}
        kept = {
            level
            for hierarchy in _HIERARCHIES
            for item in values(self._rdf, hierarchy.name)
            for level in hierarchy.key(item)
        }
        gone = {level for key in unwanted for level in key} - kept - leaves.keys()
        present = {word for _, word in items}
        new = [leaf for word, leaf in leaves.items() if word not in present]
        self._add("dc", _SUBJECT, "Bag", new)
        self._drop(item for item, word in items if word in gone)

    def _add(self, prefix: str, name: str, kind: str, texts: Sequence[str]) -> None:
        if texts:
            self.changed = True
            array = ensure_array(self._rdf, prefix, name, kind)
            for text in texts:
                add_item(array, text)

    def _drop(self, items: Iterable[Value]) -> None:
        for item in list(items):
            self.changed = True
            item.drop()

    # --- caption and rating --------------------------------------------------------

    def caption(self, text: str) -> None:
        """Set or remove the description in the default language; other languages stay."""
        clean = tidy.clean(text)
        ours = [
            item
            for item in values(self._rdf, _DESCRIPTION)
            if not item.in_array or item.node.get(LANGUAGE) in ("x-default", None)
        ]
        if not clean:
            self._drop(ours)
            return
        if ours and ours[0].in_array and tidy.clean(ours[0].text) == clean:
            return
        self.changed = True
        if ours and ours[0].in_array:
            ours[0].set(clean)
            ours[0].node.set(LANGUAGE, "x-default")
            return
        for item in ours:
            item.drop()
        array = ensure_array(self._rdf, "dc", _DESCRIPTION, "Alt")
        add_item(array, clean, first=True, language="x-default")

    def rating(self, stars: int) -> None:
        """Set the stars; "unrated" is written only where something says otherwise."""
        known = values(self._rdf, _RATING)
        if known:
            for item in known:
                if tidy.rating(item.text) != stars:
                    self.changed = True
                    item.set(str(stars))
            return
        if stars == 0 and not values(self._rdf, _PERCENT):
            return
        self.changed = True
        owner = description_for(self._rdf, _XMP)
        if _XMP in owner.nsmap.values():
            owner.set(_RATING, str(stars))
        else:
            node = etree.Element(_RATING, nsmap={"xmp": _XMP})
            node.text = str(stars)
            append_node(owner, node)

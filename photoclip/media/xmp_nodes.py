"""Finding, adding and dropping single nodes of an XMP tree, with their indentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_ARRAYS: Final = (f"{RDF}Bag", f"{RDF}Seq", f"{RDF}Alt")
_STEP: Final = " "


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, and where it stands.

    Attributes:
        text: The text.
        owner: The description that has the property.
        node: The array item or simple element that holds the text; None for an attribute.
        name: Name of the property, ``{namespace}local``.
    """

    text: str
    owner: Any
    node: Any
    name: str

    @property
    def in_array(self) -> bool:
        """Whether it is an item of an array."""
        return self.node is not None and self.node.tag == f"{RDF}li"

    def drop(self) -> None:
        """Take it out of the tree."""
        if self.node is None:
            del self.owner.attrib[self.name]
        else:
            drop_node(self.node)

    def set(self, text: str) -> None:
        """Change its text, qualifiers included."""
        if self.node is None:
            self.owner.set(self.name, text)
            return
        for child in list(self.node):
            self.node.remove(child)
        self.node.text = text


def values(rdf: Any, name: str) -> list[Value]:
    """All values of a property of the photo, in arrays, elements and attributes."""
    found: list[Value] = []
    for owner in rdf.iterchildren(f"{RDF}Description"):
        text = owner.get(name)
        if text is not None:
            found.append(Value(text, owner, None, name))
        for node in owner.iterchildren(name):
            array = _array_of(node, rdf)
            if array is None:
                found.append(Value(_text(node), owner, node, name))
            else:
                items = array.iterchildren(f"{RDF}li")
                found += [Value(_text(item), owner, item, name) for item in items]
    return found


def ensure_array(rdf: Any, prefix: str, name: str, kind: str) -> Any:
    """The first array of a property; made if there is none.

    Values in a simple form move into it.

    Args:
        rdf: The ``rdf:RDF`` element.
        prefix: For a namespace that is not declared yet.
        name: ``{namespace}local``.
        kind: ``"Bag"``, ``"Seq"`` or ``"Alt"`` for a new array.
    """
    for node in (n for owner in rdf.iterchildren(f"{RDF}Description") for n in owner):
        if node.tag == name and (array := _array_of(node, rdf)) is not None:
            return array
    simple = [value for value in values(rdf, name) if not value.in_array]
    for value in simple:
        value.drop()
    namespace = name[1:].partition("}")[0]
    node = etree.Element(name, nsmap={prefix: namespace})
    array = etree.SubElement(node, f"{RDF}{kind}")
    append_node(simple[0].owner if simple else description_for(rdf, namespace), node)
    for value in simple:
        if value.text.strip():
            add_item(array, value.text)
    return array


def add_item(array: Any, text: str, *, first: bool = False, language: str = "") -> None:
    """Add an item to an array."""
    item = etree.Element(f"{RDF}li")
    item.text = text
    if language:
        item.set(LANGUAGE, language)
    append_node(array, item, first=first)


def description_for(rdf: Any, namespace: str) -> Any:
    """The description that a new property of a namespace goes into."""
    known = list(rdf.iterchildren(f"{RDF}Description"))
    if not known:
        made = etree.Element(f"{RDF}Description")
        made.set(f"{RDF}about", "")
        append_node(rdf, made)
        return made
    start = f"{{{namespace}}}"
    for owner in known:
        names = [*owner.attrib, *(node.tag for node in owner if isinstance(node.tag, str))]
        if any(name.startswith(start) for name in names):
            return owner
    return next((owner for owner in known if namespace in owner.nsmap.values()), known[0])


def append_node(parent: Any, node: Any, *, first: bool = False) -> None:
    """Add a node with everything in it, indented as its neighbours are."""
    depth = sum(1 for _ in parent.iterancestors()) + 1
    if len(parent):
        inner = parent.text if not (parent.text or "").strip() else None
        outer = parent[-1].tail
    else:
        inner, outer = "\n" + _STEP * depth, "\n" + _STEP * (depth - 1)
        parent.text = inner
    etree.indent(node, _STEP, level=depth)
    if first and len(parent):
        node.tail = inner
        parent.insert(0, node)
        return
    if len(parent):
        parent[-1].tail = inner
    node.tail = outer
    parent.append(node)


def drop_node(node: Any) -> None:
    """Remove a node; an array without items goes with its property."""
    parent = node.getparent()
    before, inner = node.getprevious(), node.tail
    is_last = node.getnext() is None
    parent.remove(node)
    if is_last and before is not None:
        before.tail = inner
    if parent.tag in _ARRAYS and not len(parent):
        holder = parent.getparent()
        drop_node(holder if holder.tag != f"{RDF}RDF" else parent)
    elif is_last and before is None:
        parent.text = None


def _array_of(node: Any, rdf: Any) -> Any:
    """The array of a property, inside it or referred to; None for a simple one."""
    reference = node.get(f"{RDF}nodeID")
    if reference:
        for array in rdf.iter(*_ARRAYS):
            if array.get(f"{RDF}nodeID") == reference:
                return array
    return next((child for child in node if child.tag in _ARRAYS), None)


def _text(node: Any) -> str:
    value = node.find(f"{RDF}value")
    if value is None:
        value = node.find(f"{RDF}Description/{RDF}value")
    return (node.text if value is None else value.text) or ""

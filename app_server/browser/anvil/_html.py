"""HtmlComponent and HtmlTemplate: components over plain markup."""

from types import MappingProxyType

from . import _page
from ._container import Container
from ._prop import Prop
from ._scripts import WithScripts
from ._styling import Classes, Style
from ._surface import Surface, unexpected_keywords


def as_nodes(elements):
    """Elements by name, as ``dom_nodes`` gives them."""
    from .js import to_python

    return MappingProxyType({name: to_python(element) for name, element in elements.items()})


class Replaceable:
    """A property whose name an app may give to something else: what an instance sets there is what it has."""

    def __init__(self, read):
        self._read = read
        self.__doc__ = read.__doc__

    def __get__(self, instance, owner=None):
        return self if instance is None else self._read(instance)


class HtmlComponent(WithScripts, Container):
    """Markup that may hold components; ``_dropzones`` are the elements in which those of a ``dropzone`` go."""

    _markup = "<div></div>"
    html = Prop("", "_set_html", "html")

    def __new__(cls, *args, **kwargs):
        component = super().__new__(cls)
        component._dropzones = {}
        component._named_nodes = {}
        return component

    def _set_properties(self, properties):
        known = ("html", "classes", "style", "attrs", "visible", "tag")
        unknown = [name for name in properties if name not in known]
        if unknown and type(self) is HtmlComponent:
            raise unexpected_keywords(self, unknown)
        for name in sorted(properties, key=lambda name: known.index(name) if name in known else len(known)):
            setattr(self, name, properties[name])

    def child_host(self, layout_props):
        return self._dropzones.get(layout_props.get("dropzone") or layout_props.get("slot") or "default") or (
            self._dropzones.get("") or self.dom
        )

    def _set_html(self, value):
        children = list(self._children)
        for child in children:
            child._carrier.remove()
        element, self._dropzones, self._named_nodes = _page.api.readMarkup("" if value is None else str(value))
        self.dom.replaceWith(element)
        if self._carrier == self.dom:
            self._carrier = element
        self.dom = element
        element.classList.toggle("visible-false", not self.visible)
        for child in children:
            self.child_host(child._layout_props).appendChild(child._carrier)
        self._take_scripts(value)

    @property
    def dom_nodes(self):
        """Elements of the ``html`` property named with ``anvil:dom-node``, by name."""
        return as_nodes(self._named_nodes)

    @property
    def classes(self):
        """The root element's classes, live; set it to a string, a list or a dict of names to booleans."""
        return Classes(self.dom)

    @classes.setter
    def classes(self, value):
        classes = Classes(self.dom)
        classes.clear()
        classes.add(value)

    @property
    def style(self):
        """The root element's inline style, live; set it to CSS text or a dict."""
        return Style(self.dom)

    @style.setter
    def style(self, value):
        Style(self.dom)._replace(value)

    @property
    def attrs(self):
        raise NotImplementedError("HtmlComponent.attrs is not implemented yet")

    @attrs.setter
    def attrs(self, _value):
        raise NotImplementedError("HtmlComponent.attrs is not implemented yet")


class HtmlTemplate(WithScripts, Surface, Container):
    """A container made of its ``html``: components go where an ``anvil-slot`` attribute has the name of their ``slot``.

    ``anvil-slot-repeat`` is copied for each component; ``anvil-if-slot-empty`` and ``anvil-hide-if-slot-empty`` follow
    whether anything is in the slot; ``anvil-name`` puts an element into ``dom_nodes``. JavaScript in it may call
    the template's methods: ``anvil.call(element, "method", …)``.
    """

    _markup = '<div class="anvil-component anvil-container anvil-html-template"></div>'
    html = Prop("", "_set_html", "html")

    def __new__(cls, *args, **kwargs):
        template = super().__new__(cls)
        template._named_nodes = {}
        template._html_slots = {}
        _page.answer_calls(template, template.dom)
        return template

    @Replaceable
    def dom_nodes(self):
        """Elements named with ``anvil-name``, by name."""
        return as_nodes(self._named_nodes)

    @property
    def slots(self):
        """The slots of the markup, by name."""
        return self._html_slots

    def call_js(self, name, *args):
        """Call a function of the page, or of the markup's scripts, which have run before ``show``, on the element."""
        from .js import call_on

        try:
            return call_on(_page.api.wrapped(self.dom), name, *args)
        except NameError as error:
            if self._shown:
                raise
            raise NameError(
                f"{error} This form is not currently visible - to call functions defined in its HTML on load, "
                "use call_js in the form 'show' event handler."
            ) from None

    def clear(self, slot=None):
        """Remove all components, or those of one slot."""
        for component in self.get_components():
            if not slot or component._layout_props.get("slot") == slot:
                component.remove_from_parent()

    def child_host(self, layout_props):
        return _page.api.slotElement(self.dom, layout_props.get("slot") or "default") or self.dom

    def _carry(self, component, layout_props):
        return _page.api.repeatSlot(self.dom, layout_props.get("slot") or "default", component.dom) or component.dom

    def _place(self, component, position, host):
        super()._place(component, position, host)
        _page.api.markEmptySlots(self.dom)

    def _removed(self, component):
        _page.api.markEmptySlots(self.dom)

    def _set_html(self, value):
        children = list(self._children)
        for child in children:
            child.dom.remove()
        html = _text_of_html("" if value is None else str(value))
        self._named_nodes = _page.api.setTemplateHtml(self.dom, html)
        self._make_slots(_page.api.slotNames(self.dom))
        for child in children:
            child._carrier = self._carry(child, child._layout_props)
            self.child_host(child._layout_props).appendChild(child._carrier)
        _page.api.markEmptySlots(self.dom)
        self._take_scripts(html)

    def _make_slots(self, names):
        from ._layouts import Slot

        before, self._html_slots = self._html_slots, {}
        for name in names:
            slot = before.get(name) or Slot(self, 0, {"slot": name})
            slot._earlier = list(self._html_slots.values())
            self._html_slots[name] = slot


def _text_of_html(html):
    """The markup itself, or that of the theme's asset which "@theme:standard-page.html" names."""
    if not html.startswith("@theme:"):
        return html
    from pyodide.ffi import run_sync

    return run_sync(_page.api.themeHtml(html.removeprefix("@theme:")))

"""Avatar: a person as a picture, initials or an icon."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component, page
from .._media import url_of

AVATAR = "anvil-m3-avatar"


def initials(name):
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words if len(words) < 3 else (words[0], words[-1])))


def draw_person(component, part):
    """Show in a part what is known of a person: `image`, else the initials of `user_name`, else `fallback_icon`."""
    avatar = component.part(part)
    name = (component.user_name or "").strip()
    avatar.setAttribute("aria-label", name or "Person")
    avatar.textContent = ""
    if component.image:
        page().showPicture(avatar, url_of(component.image))
    elif name:
        avatar.textContent = initials(name)
    else:
        component.show_icon(part, component.fallback_icon or "mi:person")


class Avatar(M3Component):
    """Shows `image` (a URL or Media), else the initials of `user_name`, else `fallback_icon`; `size` is in pixels."""

    html = '<div class="anvil-m3-avatar-container"><div class="anvil-m3-avatar anvil-m3-filled" role="img"></div></div>'
    events = ()
    role_part = AVATAR
    user_name = Prop("", "_draw")
    image = Prop(None, "_draw", type="uri")
    fallback_icon = Prop("mi:person", "_draw", type="icon")
    appearance = prop.one_of(("filled", "tonal", "outlined"), "filled", AVATAR)
    size = Prop(40, "_set_size", type="number")
    align = prop.align()
    background_color = prop.colour("background-color", AVATAR)
    text_color = prop.colour("color", AVATAR)
    fallback_icon_color = prop.icon_color(AVATAR)
    fallback_icon_size = prop.icon_size(AVATAR)
    font_size = prop.font_size(AVATAR)
    font_family = prop.font_family(AVATAR)
    border = prop.border(AVATAR)
    margin = prop.margin(AVATAR, default=("", "", "", ""))
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        self._draw(None)

    def _draw(self, _value):
        draw_person(self, AVATAR)

    def _set_size(self, value):
        look = self.part(AVATAR).style
        look.width = look.height = prop.css_length(value or 40)
        look.fontSize = prop.css_length((value or 40) * 0.4)

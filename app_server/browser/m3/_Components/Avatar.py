"""Avatar: a person as a picture, initials or an icon; and the face it shares with AvatarMenu."""

from anvil._prop import Prop

from .. import _properties as prop
from .._base import M3Component, page
from .._media import url_of

AVATAR = "anvil-m3-avatar"


def initials(name):
    """The first letter of each word of a name."""
    return "".join(word[0] for word in name.split())


class PersonFace(M3Component):
    """What is known of a person: `image` (a URL or Media), else the initials of `user_name`, else `fallback_icon`."""

    user_name = Prop("", "_draw")
    image = Prop(None, "_draw", type="uri")
    fallback_icon = Prop("mi:person", "_draw", type="icon")
    appearance = prop.one_of(("filled", "tonal", "outlined"), "filled", AVATAR)
    align = prop.align()
    fallback_icon_color = prop.icon_color(AVATAR)
    fallback_icon_size = prop.icon_size(AVATAR)
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        self._draw(None)

    def _draw(self, _value):
        avatar = self.part(AVATAR)
        name = str(self.user_name or "").strip()
        avatar.setAttribute("aria-label", name or "Person")
        avatar.textContent = ""
        if self.image:
            page().showPicture(avatar, url_of(self.image))
        elif name:
            avatar.textContent = initials(name)
        else:
            self.show_icon(AVATAR, self.fallback_icon or "mi:person")


class Avatar(PersonFace):
    """A round picture; `size` is in pixels."""

    html = '<div class="anvil-m3-avatar-container"><div class="anvil-m3-avatar anvil-m3-filled" role="img"></div></div>'
    events = ()
    role_part = AVATAR
    size = Prop(40, "_set_size", type="number")
    background_color = prop.colour("background-color", AVATAR)
    text_color = prop.colour("color", AVATAR)
    font_size = prop.font_size(AVATAR)
    font_family = prop.font_family(AVATAR)
    border = prop.border(AVATAR)
    margin = prop.margin(AVATAR, default=("", "", "", ""))

    def _set_size(self, value):
        look = self.part(AVATAR).style
        look.width = look.height = prop.css_length(value or 40)
        look.fontSize = prop.css_length(self.font_size or (value or 40) * 0.4)

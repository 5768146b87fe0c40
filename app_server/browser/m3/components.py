"""The public door to the M3 components: ``import m3.components as m3``."""

from ._Components.Avatar import Avatar
from ._Components.AvatarMenu import AvatarMenu
from ._Components.Button import Button
from ._Components.ButtonMenu import ButtonMenu
from ._Components.Card import Card, CardContentContainer
from ._Components.Checkbox import Checkbox
from ._Components.CircularProgressIndicator import CircularProgressIndicator
from ._Components.Divider import Divider
from ._Components.DropdownMenu import DropdownMenu
from ._Components.FileLoader import FileLoader
from ._Components.Heading import Heading
from ._Components.IconButton import IconButton
from ._Components.IconButtonMenu import IconButtonMenu
from ._Components.InteractiveCard import InteractiveCard
from ._Components.LinearProgressIndicator import LinearProgressIndicator
from ._Components.Link import Link
from ._Components.MenuItem import MenuItem
from ._Components.NavigationLink import NavigationLink
from ._Components.RadioButton import RadioButton
from ._Components.RadioGroupPanel import RadioGroup, RadioGroupPanel
from ._Components.SidesheetContent import SidesheetContent
from ._Components.Slider import Slider
from ._Components.Switch import Switch
from ._Components.Text import Text
from ._Components.TextInput.TextArea import TextArea
from ._Components.TextInput.TextBox import TextBox
from ._Components.ToggleIconButton import ToggleIconButton

__all__ = [
    "Avatar",
    "AvatarMenu",
    "Button",
    "ButtonMenu",
    "Card",
    "CardContentContainer",
    "Checkbox",
    "CircularProgressIndicator",
    "Divider",
    "DropdownMenu",
    "FileLoader",
    "Heading",
    "IconButton",
    "IconButtonMenu",
    "InteractiveCard",
    "LinearProgressIndicator",
    "Link",
    "MenuItem",
    "NavigationLink",
    "RadioButton",
    "RadioGroup",
    "RadioGroupPanel",
    "SidesheetContent",
    "Slider",
    "Switch",
    "Text",
    "TextArea",
    "TextBox",
    "ToggleIconButton",
]

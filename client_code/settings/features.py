"""The features as rows: what each brings, and what of it there is in this version; pure."""

from . import texts


def as_rows(switched, groups, may_change):
    """Items of `FeatureRow` for `{feature: is on}`; `groups` are the drawer's destinations."""
    return [
        {
            "name": name,
            "title": title,
            "text": text,
            "icon": icon,
            "screens": _screens(name, groups),
            "is_on": bool(switched.get(name)),
            "may_change": may_change,
        }
        for name, title, text, icon in texts.FEATURES
    ]


def _screens(feature, groups):
    """Which links of the drawer come and go with a feature."""
    names = [text for _, links in groups for _, text, _, form, needed in links if needed == feature and form]
    return texts.FEATURE_SCREENS.format(" and ".join(names)) if names else texts.FEATURE_WITHOUT_SCREENS

"""The sections of the settings, group by group: page, text, what it is for, icon, permission it asks for."""

GROUPS = (
    (
        "The business",
        (
            (
                "settings-business",
                "Business profile",
                "Name, logo, address, opening hours, zone, currency",
                "mi:storefront",
                "settings.view",
            ),
            ("settings-locations", "Locations", "The places where you work", "mi:location_on", "settings.view"),
            (
                "settings-messages",
                "Messages",
                "Who sends your campaigns, how often and when",
                "mi:outgoing_mail",
                "settings.view",
            ),
            (
                "settings-phone",
                "WhatsApp and SMS",
                "Your numbers, prices, and what WhatsApp allows",
                "mi:chat",
                "settings.view",
            ),
            ("settings-theme", "Look", "One colour makes every page, light and dark", "mi:palette", "settings.view"),
            ("settings-features", "Features", "Which parts of Mybizz you use", "mi:toggle_on", "settings.view"),
        ),
    ),
    (
        "People and records",
        (
            ("settings-people", "People", "Who signs in, and what they may do", "mi:badge", "users.manage"),
            ("settings-fields", "Contact fields", "What else you keep of a contact", "mi:edit_note", "settings.manage"),
        ),
    ),
    (
        "Connections",
        (
            (
                "settings-mail",
                "Sending mail",
                "The services that carry your mail, and your domain",
                "mi:forward_to_inbox",
                "settings.view",
            ),
            (
                "settings-integrations",
                "Integrations",
                "Services that Mybizz works with, and their keys",
                "mi:hub",
                "settings.manage",
            ),
            (
                "settings-tokens",
                "API tokens",
                "Let your own programs read contacts, send campaigns and tell what happened",
                "mi:key",
                "settings.manage",
            ),
        ),
    ),
    (
        "Safety",
        (
            ("settings-audit", "Audit log", "Who did what, and when", "mi:history", "settings.manage"),
            (
                "settings-wordings",
                "Words of consent",
                "What people agree to before you write to them",
                "mi:handshake",
                "settings.view",
            ),
            (
                "settings-retention",
                "Retention",
                "How long things are kept, and what goes next",
                "mi:auto_delete",
                "settings.manage",
            ),
        ),
    ),
)


# The sections that mean nothing without a feature.
FEATURES = dict.fromkeys(("settings-messages", "settings-phone", "settings-mail"), "marketing_enabled")


def shown(groups, can_open):
    """`[{title, cards: [{page, title, text, icon}]}]` of the pages that `can_open` says the person may open."""
    kept = []
    for title, sections in groups:
        cards = [
            {"page": page, "title": name, "text": text, "icon": icon}
            for page, name, text, icon, _ in sections
            if can_open(page)
        ]
        if cards:
            kept.append({"title": title, "cards": cards})
    return kept

"""Where the drawer leads, group by group: name, text, icon, form (None until it exists), feature it needs."""

STAFF = (
    ("", (("dashboard", "Dashboard", "mi:space_dashboard", "dashboard.DashboardForm", None),)),
    (
        "Sales & Operations",
        (
            ("bookings", "Bookings", "mi:calendar_month", None, "bookings_enabled"),
            ("products", "Products", "mi:inventory_2", None, "ecommerce_enabled"),
            ("orders", "Orders", "mi:shopping_bag", None, "ecommerce_enabled"),
            ("rooms", "Rooms", "mi:bed", None, "hospitality_enabled"),
            ("services", "Services", "mi:handyman", None, "services_enabled"),
            ("memberships", "Memberships", "mi:card_membership", None, "memberships_enabled"),
        ),
    ),
    (
        "Customers & Marketing",
        (
            ("marketing", "Marketing", "mi:insights", "marketing.MarketingDashboardForm", "marketing_enabled"),
            ("contacts", "Contacts", "mi:group", "customers.ContactListForm", None),
            ("inbox", "Inbox", "mi:inbox", "inbox.InboxForm", "marketing_enabled"),
            ("campaigns", "Campaigns", "mi:campaign", "marketing.EmailCampaignListForm", "marketing_enabled"),
            ("broadcasts", "Broadcasts", "mi:send", "marketing.EmailBroadcastForm", "marketing_enabled"),
            ("sequences", "Sequences", "mi:account_tree", "marketing.SequenceListForm", "marketing_enabled"),
            ("lead_forms", "Sign-up forms", "mi:contact_mail", "newsletter.LeadFormListForm", "marketing_enabled"),
            ("segments", "Segments", "mi:filter_alt", "customers.SegmentManagerForm", "marketing_enabled"),
            ("tasks", "Tasks", "mi:task_alt", "marketing.TaskListForm", "marketing_enabled"),
        ),
    ),
    (
        "Content",
        (
            ("blog", "Blog", "mi:article", None, "blog_enabled"),
            ("pages", "Pages", "mi:web", None, None),
            ("media", "Media", "mi:image", None, None),
        ),
    ),
    (
        "Finance & Reports",
        (
            ("invoices", "Invoices", "mi:receipt_long", None, None),
            ("payments", "Payments", "mi:payments", None, None),
            ("reports", "Reports", "mi:description", None, None),
            ("analytics", "Analytics", "mi:monitoring", None, None),
        ),
    ),
    ("", (("settings", "Settings", "mi:settings", "settings.SettingsForm", None),)),
)

CUSTOMER = (
    (
        "",
        (
            ("my_dashboard", "My dashboard", "mi:space_dashboard", "portal.CustomerDashboardForm", None),
            ("my_bookings", "My bookings", "mi:calendar_month", "portal.MyBookingsForm", "bookings_enabled"),
            ("my_orders", "My orders", "mi:shopping_bag", None, "ecommerce_enabled"),
            ("my_membership", "My membership", "mi:card_membership", None, "memberships_enabled"),
            ("payment_methods", "Payment methods", "mi:credit_card", None, None),
            ("my_invoices", "Invoices", "mi:receipt_long", None, None),
            ("my_reviews", "My reviews", "mi:star", None, "reviews_enabled"),
            ("support_tickets", "Support tickets", "mi:support_agent", None, None),
            ("account_settings", "Account settings", "mi:manage_accounts", "portal.AccountSettingsForm", None),
        ),
    ),
)


def shown(groups, can_open, feature):
    """The groups with only what exists, is switched on and may be opened; empty groups left out."""
    kept = []
    for title, links in groups:
        links = [link for link in links if link[3] and can_open(link[0]) and (not link[4] or feature(link[4]))]
        if links:
            kept.append((title, links))
    return kept

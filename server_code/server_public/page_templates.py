"""Jinja templates of the public pages, by name. Values are escaped as they are filled in."""

_LAYOUT = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{% block title %}{% endblock %} · {{ business }}</title>
<style>
:root {
  color-scheme: light dark;
  --page: #fdfbff; --card: #ffffff; --text: #1c1b1f; --quiet: #5c5b63; --line: #cac8d0;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #131316; --card: #1f1f23; --text: #e6e4ea; --quiet: #b3b1ba; --line: #4a494f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 400 1rem/1.5 system-ui, sans-serif; }
header { padding: 1.25rem 1.5rem; font-weight: 600; border-top: 6px solid {{ color }}; }
main { max-width: 36rem; margin: 1rem auto 3rem; padding: 0 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 2rem; font-weight: 500; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
.address { overflow-wrap: anywhere; }
label.choice { display: flex; gap: .75rem; align-items: center; min-height: 48px; }
label.choice input { width: 1.25rem; height: 1.25rem; accent-color: {{ color }}; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin-top: 1.25rem; }
button { min-height: 44px; padding: 0 1.5rem; border: 0; border-radius: 22px; font: 500 1rem system-ui, sans-serif;
  background: {{ color }}; color: {{ on_color }}; cursor: pointer; }
a { color: inherit; }
a.action { display: inline-flex; align-items: center; min-height: 44px; padding: 0 .5rem; }
:focus-visible { outline: 3px solid {{ color }}; outline-offset: 2px; }
</style>
</head>
<body>
<header>{{ business }}</header>
<main><div class="card">{% block content %}{% endblock %}</div></main>
</body>
</html>"""

_UNSUBSCRIBE = """{% extends "layout" %}
{% block title %}Unsubscribe{% endblock %}
{% block content %}
<h1>Unsubscribe from {{ what }}?</h1>
<p>{{ business }} then sends no more {{ what }} to <strong class="address">{{ address }}</strong>.
Receipts and answers to your own messages still come.</p>
<form method="post"><div class="actions"><button type="submit">Unsubscribe</button>
<a class="action" href="{{ preferences_url }}">Choose what I get instead</a></div></form>
{% endblock %}"""

_UNSUBSCRIBED = """{% extends "layout" %}
{% block title %}Unsubscribed{% endblock %}
{% block content %}
<h1>You are unsubscribed</h1>
<p>{{ business }} sends no more {{ what }} to <strong class="address">{{ address }}</strong>. This holds from now on,
for messages already on their way out too.</p>
<p class="quiet">Was this a mistake? <a href="{{ preferences_url }}">Choose what you get</a>.</p>
{% endblock %}"""

_PREFERENCES = """{% extends "layout" %}
{% block title %}What you get{% endblock %}
{% block content %}
<h1>What {{ business }} may send you</h1>
{% if saved %}<p role="status"><strong>Saved.</strong> It holds from now on.</p>{% endif %}
<form method="post">
{% for group in groups %}
<h2>{{ group.label }} <span class="quiet address">{{ group.address }}</span></h2>
{% for choice in group.choices %}
<label class="choice">
<input type="checkbox" name="{{ choice.name }}" value="yes"{% if choice.held %} checked{% endif %}>
<span>{{ choice.words }}</span></label>
{% endfor %}
{% endfor %}
<div class="actions"><button type="submit">Save</button></div>
</form>
<p class="quiet">Receipts and answers to your own messages come whatever you choose here.</p>
{% endblock %}"""

_GONE = """{% extends "layout" %}
{% block title %}This link does not work{% endblock %}
{% block content %}
<h1>This link does not work</h1>
<p>{{ text }}</p>
{% endblock %}"""

TEMPLATES = {
    "layout": _LAYOUT,
    "unsubscribe": _UNSUBSCRIBE,
    "unsubscribed": _UNSUBSCRIBED,
    "preferences": _PREFERENCES,
    "gone": _GONE,
}

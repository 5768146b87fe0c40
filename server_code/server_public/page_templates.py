"""Jinja templates of the public pages, by name. Values are escaped as they are filled in."""

from .lead_templates import LEAD_TEMPLATES
from .subscription_templates import SUBSCRIPTION_TEMPLATES

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
  --edge: #77757e; --wrong: #b3261e; --focus: {{ color }};
}
@media (prefers-color-scheme: dark) {
  :root { --page: #131316; --card: #1f1f23; --text: #e6e4ea; --quiet: #b3b1ba; --line: #4a494f;
    --edge: #938f99; --wrong: #f2b8b5; --focus: #e6e4ea; }
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
label.choice { display: flex; gap: .75rem; align-items: flex-start; min-height: 48px; padding: .75rem 0; }
fieldset + label.choice { margin-top: .75rem; border-top: 1px solid var(--line); padding-top: 1.25rem; }
fieldset { border: 0; margin: 0; padding: 1rem 0 0; }
fieldset.within { margin: 0 0 .5rem 2rem; padding: 0; }
fieldset.within label.choice { min-height: 44px; padding: .625rem 0; }
legend { padding: 0; font-weight: 600; float: inline-start; width: 100%; }
legend .quiet { font-weight: 400; }
legend + * { clear: both; }
.field { display: block; margin: 0 0 1rem; }
.field > span { display: block; font-size: .875rem; margin-bottom: .25rem; }
.field input, .field select, .field textarea { width: 100%; min-height: 48px; padding: .5rem .75rem; font: inherit;
  color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
.field .wrong { color: var(--wrong); font-weight: 500; }
.trap { position: absolute; left: -10000px; }
.problem { color: var(--wrong); font-weight: 500; }
.part { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1.5rem; }
button.plain { background: transparent; color: inherit; border: 1px solid var(--edge); }
label.choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; accent-color: {{ color }}; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: 1.25rem 0 1rem; }
button { min-height: 44px; padding: 0 1.5rem; border: 0; border-radius: 22px; font: 500 1rem system-ui, sans-serif;
  background: {{ color }}; color: {{ on_color }}; cursor: pointer; }
a { color: inherit; }
a.action { display: inline-flex; align-items: center; min-height: 44px; padding: 0 .5rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
</style>
</head>
<body>
<header>{{ business }}</header>
<main><div class="card">{% block content %}{% endblock %}</div></main>
</body>
</html>"""

_GONE = """{% extends "layout" %}
{% block title %}This link does not work{% endblock %}
{% block content %}
<h1>This link does not work</h1>
<p>{{ text }}</p>
{% endblock %}"""

TEMPLATES = {
    **LEAD_TEMPLATES,
    **SUBSCRIPTION_TEMPLATES,
    "layout": _LAYOUT,
    "gone": _GONE,
}

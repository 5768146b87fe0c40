"""Sign-up forms as HTML: one markup and one style sheet, for the page of a form, its script and its preview."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

_DARK = """--card: #1f1f23; --text: #e6e4ea; --quiet: #b3b1ba; --edge: #938f99; --wrong: #f2b8b5; --focus: #e6e4ea;
  color-scheme: dark;"""
# A page's own rules reach the element that holds the form (`div:empty`, `body > div`), but for what is important here.
STYLE = (
    """
:host { all: initial !important; display: block !important; }
.mybizz { --color: #2f6b4f; --on-color: #fff; --card: #ffffff; --text: #1c1b1f; --quiet: #5c5b63; --edge: #77757e;
  --wrong: #b3261e; color-scheme: light; color: var(--text); font: 400 16px/24px system-ui, sans-serif;
  text-align: start; }
.mybizz.dark { """
    + _DARK
    + """ }
.mybizz, .mybizz * { box-sizing: border-box; }
.mybizz { background: var(--card); border: 0; padding: 24px; border-radius: 12px; max-width: 480px; margin: 0;
  overflow-wrap: anywhere; }
.mybizz.inline { border: 1px solid var(--edge); }
.mybizz h2 { font: 500 22px/28px system-ui, sans-serif; margin: 0 0 8px; padding-inline-end: 40px; }
.mybizz p { margin: 0 0 16px; white-space: pre-line; }
.mybizz .field { display: block; margin: 0 0 16px; }
.mybizz .field > span { display: block; font-size: 14px; line-height: 20px; margin-bottom: 4px; }
.mybizz input, .mybizz select, .mybizz textarea { font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--edge); border-radius: 8px; padding: 8px 12px; width: 100%; min-height: 48px; margin: 0; }
.mybizz textarea { min-height: 96px; resize: vertical; }
.mybizz .box { display: flex; gap: 12px; align-items: flex-start; padding: 10px 0; font-size: 14px; line-height: 20px; }
.mybizz .box input { width: 20px; min-width: 20px; min-height: 20px; height: 20px; accent-color: var(--color); }
.mybizz button { font: 500 16px/20px system-ui, sans-serif; min-height: 48px; border: 0; border-radius: 24px;
  padding: 0 24px; background: var(--color); color: var(--on-color); cursor: pointer; margin-top: 8px; }
.mybizz button[disabled] { opacity: .6; cursor: default; }
.mybizz button.close { position: absolute; inset-block-start: 8px; inset-inline-end: 8px; width: 48px; margin: 0;
  padding: 0; background: transparent; color: inherit; font-size: 24px; }
.mybizz .wrong, .mybizz .problem { color: var(--wrong); font-weight: 500; font-size: 14px; line-height: 20px; }
.mybizz .problem:empty, .mybizz .wrong:empty { display: none; }
.mybizz [aria-invalid=true] { border-color: var(--wrong); }
.mybizz :focus-visible { outline: 3px solid var(--focus, var(--color)); outline-offset: 2px; }
.mybizz .trap { position: absolute; left: -10000px; }
.mybizz .by { color: var(--quiet); font-size: 12px; line-height: 16px; margin: 16px 0 0; }
.mybizz.popup, .mybizz.slide_in { box-shadow: 0 8px 32px rgb(0 0 0 / .3); width: min(480px, calc(100vw - 32px));
  max-height: calc(100vh - 32px); overflow-y: auto; }
.mybizz.popup { position: fixed; inset: 0; margin: auto; height: fit-content; }
.mybizz.popup::backdrop { background: rgb(0 0 0 / .5); }
.mybizz.slide_in { position: fixed; z-index: 2147483000; inset-block-end: 16px; inset-inline-end: 16px;
  animation: mybizz-in .2s ease-out; }
.mybizz.slide_in.left { inset-inline-end: auto; inset-inline-start: 16px; }
.mybizz.bar { position: fixed; z-index: 2147483000; inset-inline: 0; bottom: 0; max-width: none; border-radius: 0;
  padding: 12px 56px 12px 16px; box-shadow: 0 0 16px rgb(0 0 0 / .25); max-height: 60vh; overflow-y: auto; }
.mybizz.bar.top { top: 0; bottom: auto; }
.mybizz.bar form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: end; }
.mybizz.bar .field { margin: 0; flex: 1 1 180px; max-width: 320px; }
.mybizz.bar .box { flex: 1 1 260px; padding: 0; }
.mybizz.bar h2 { font-size: 18px; line-height: 24px; margin: 0 0 4px; }
.mybizz.bar p { margin: 0 0 8px; }
@keyframes mybizz-in { from { transform: translateY(24px); opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .mybizz.slide_in { animation: none; } }
"""
)
# A form's own page, and the preview, are as the device is.
OWN_STYLE = f"{STYLE}@media (prefers-color-scheme: dark) {{ .mybizz {{ {_DARK} }} }}\n"

# Counts, on a form's own page, that it was shown and begun: a number each, nothing is kept in the browser.
COUNTING = """
const tell = (what) => fetch(location.pathname.replace(/.*\\/forms\\//, "/embed/") + "/" + what, { method: "POST",
  body: JSON.stringify({ page: location.href, from: document.referrer }), credentials: "omit", keepalive: true,
  headers: { "Content-Type": "text/plain" } }).catch(() => {});
tell("view");
document.querySelector("form").addEventListener("input", () => tell("begin"), { once: true });
"""
COUNTING_HASH = f"sha256-{b64encode(sha256(COUNTING.encode()).digest()).decode()}"

# ``values`` are what was typed, ``wrong`` what is wrong with it, ``ticked`` the boxes that are.
_FORM = """<h2 id="title">{{ form.words.title }}</h2>
{% if form.words.text %}<p>{{ form.words.text }}</p>{% endif %}
<form method="post" novalidate>
<p class="problem" role="alert">{{ problem }}</p>
<input type="hidden" name="stamp" value="{{ stamp }}">{% if source %}<input type="hidden" name="source" value="{{
  source }}">{% endif %}
{% for field in fields %}{% set name = "answer:" ~ field.key %}{% set typed = values.get(field.key, "") %}
{% set marks %}name="{{ name }}" aria-describedby="wrong-{{ loop.index }}"{% if field.required %} required{% endif
  %}{% if wrong.get(field.key) %} aria-invalid="true"{% endif %}{% endset %}
{% if field.type == "checkbox" %}
<label class="box"><input type="checkbox" value="yes" {{ marks }}{% if typed %} checked{% endif %}>
<span>{{ field.label }}</span></label><span class="wrong" id="wrong-{{ loop.index }}" data-for="{{ name }}">{{
  wrong.get(field.key, "") }}</span>
{% else %}
<label class="field"><span>{{ field.label }}{% if field.required %} *{% endif %}</span>
{% if field.type == "textarea" %}<textarea rows="4" maxlength="2000" {{ marks }}>{{ typed }}</textarea>
{% elif field.type == "select" %}<select {{ marks }}><option value=""></option>{% for option in field.options %}
<option{% if option == typed %} selected{% endif %}>{{ option }}</option>{% endfor %}</select>
{% else %}<input type="{{ field.type }}" autocomplete="{{ field.autocomplete }}" maxlength="254" value="{{ typed }}" {{
  marks }}>{% endif %}
<span class="wrong" id="wrong-{{ loop.index }}" data-for="{{ name }}">{{ wrong.get(field.key, "") }}</span></label>
{% endif %}
{% endfor %}
{% for box in boxes %}
<label class="box"><input type="checkbox" name="box:{{ box.name }}" value="yes"{% if box.name in ticked %} checked{%
  endif %}><span>{{ box.text }}</span></label>
{% endfor %}
<div class="trap" aria-hidden="true"><label>Leave this empty <input type="text" name="website" tabindex="-1"
  autocomplete="off"></label></div>
<button type="submit">{{ form.words.button }}</button>
</form>"""

_DONE = """<h2 id="title" tabindex="-1">{{ done.title }}</h2>{% if done.text %}<p>{{ done.text }}</p>{% endif %}"""

_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{ form.words.title }} · {{ business }}</title>
<style>{{ style }}
body { margin: 0; padding: 16px; } @media (prefers-color-scheme: dark) { body { background: #131316; } }
.mybizz { margin: 0 auto; --color: {{ color }}; --on-color: {{ on_color }}; }
</style></head><body><main class="mybizz inline">
{% if done %}{% include "lead_done" %}{% else %}{% include "lead_form" %}{% endif %}
</main>{% if is_first %}<script>{{ counting | safe }}</script>{% endif %}</body></html>"""

_PREVIEW = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>{{ style }}
body { margin: 0; padding: 24px; } @media (prefers-color-scheme: dark) { body { background: #131316; } }
.mybizz { --color: {{ color }}; --on-color: {{ on_color }}; }
.words { background: #8883; border-radius: 4px; height: 14px; margin: 12px 0; }
{% if form.kind == "popup" %}body::before { content: ""; position: fixed; inset: 0; background: rgb(0 0 0 / .5); }
{% endif %}</style></head><body>
{% for width in (60, 95, 90, 97, 40) %}<div class="words" style="width:{{ width }}%"></div>{% endfor %}
<div class="mybizz {{ form.kind }} {{ form.look.side }}">
{% if form.kind != "inline" %}<button class="close" type="button" aria-label="Close">×</button>{% endif %}
{% include "lead_form" %}</div>
{% for width in (92, 97, 88, 30) %}<div class="words" style="width:{{ width }}%"></div>{% endfor %}
</body></html>"""

LEAD_TEMPLATES = {
    "lead_form": _FORM,
    "lead_done": _DONE,
    "lead_page": _PAGE,
    "lead_preview": _PREVIEW,
}

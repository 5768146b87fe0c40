"""Jinja templates of the pages on subscribing: signing up, confirming, choosing, leaving."""

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

_CHECKBOX = """{% macro checkbox(name, words, ticked, note="") %}
<label class="choice"><input type="checkbox" name="{{ name }}" value="yes"{% if ticked %} checked{% endif %}>
<span>{{ words }}{% if note %}<br><span class="quiet">{{ note }}</span>{% endif %}</span></label>
{% endmacro %}"""

_PREFERENCES = """{% extends "layout" %}
{% from "checkbox" import checkbox %}
{% block title %}What you get{% endblock %}
{% block content %}
<h1>What {{ business }} may send you</h1>
{% if note %}<p role="status"><strong>{{ note }}</strong></p>{% endif %}
{% if problem %}<p role="alert" class="problem">{{ problem }}</p>{% endif %}
<form method="post"><input type="hidden" name="action" value="save">
{% if lists %}
<fieldset><legend>Newsletters</legend>
{% for list in lists %}
{{ checkbox("list:" ~ list.list_id, list.name, list.is_on,
  "Waits until you confirm it by the link we mailed you." if list.status == "pending" else list.description) }}
{% if list.topics %}<fieldset class="within" aria-label="Topics of {{ list.name }}">
{% for topic in list.topics %}{{ checkbox("topic:" ~ list.list_id ~ ":" ~ topic.name, topic.name, topic.wanted) }}
{% endfor %}</fieldset>{% endif %}
{% endfor %}</fieldset>
<label class="field"><span>How often, at most</span><select name="frequency">
{% for value, label in often.items() %}<option value="{{ value }}"{% if value == frequency %} selected{% endif %}>
{{ label }}</option>{% endfor %}</select></label>
<label class="field"><span>Language, where there is a choice</span><select name="language">
<option value="">As it comes</option>
{% for value, label in languages.items() %}<option value="{{ value }}"{% if value == chosen_language %} selected{% endif
  %} lang="{{ value }}">{{ label }}</option>{% endfor %}</select></label>
{% endif %}
{% for group in groups %}
<fieldset><legend>{{ group.label }} <span class="quiet address">{{ group.address }}</span></legend>
{% for choice in group.choices %}{{ checkbox(choice.name, choice.words, choice.held) }}{% endfor %}
</fieldset>
{% endfor %}
<div class="actions"><button type="submit">Save</button></div>
</form>
<p class="quiet">Receipts and answers to your own messages come whatever you choose here.</p>
<form method="post" class="part"><input type="hidden" name="action" value="address">
<label class="field"><span>Send my mail to another address</span>
<input type="email" name="new_address" autocomplete="email" maxlength="254" required></label>
<button type="submit" class="plain">Send a link to that address</button></form>
<form method="post" class="part"><input type="hidden" name="action" value="stop">
<p>Had enough? One click ends all newsletters, offers and surveys, on every channel.</p>
<button type="submit" class="plain">Stop everything</button></form>
{% endblock %}"""

_SIGN_UP = """{% extends "layout" %}
{% from "checkbox" import checkbox %}
{% block title %}{{ list.name }}{% endblock %}
{% block content %}
<h1>{{ list.name }}</h1>
{% if list.description %}<p>{{ list.description }}</p>{% endif %}
{% if problem %}<p role="alert" class="problem">{{ problem }}</p>{% endif %}
<form method="post">
<input type="hidden" name="stamp" value="{{ stamp }}">
<label class="field"><span>E-mail address *</span><input type="email" name="email" autocomplete="email" maxlength="254"
  required value="{{ typed.email }}"{% if wrong.email %} aria-invalid="true"{% endif %}>
{% if wrong.email %}<span class="wrong">{{ wrong.email }}</span>{% endif %}</label>
<label class="field"><span>First name</span><input type="text" name="first_name" autocomplete="given-name"
  maxlength="100" value="{{ typed.first_name }}"></label>
{% if list.topics %}<fieldset><legend>What interests you?</legend>
{% for topic in list.topics %}{{ checkbox("topic:" ~ topic, topic, topic in typed.topics) }}{% endfor %}
</fieldset>{% endif %}
{{ checkbox("agreed", list.consent_text, typed.agreed) }}
{% if wrong.agreed %}<p class="problem">{{ wrong.agreed }}</p>{% endif %}
<div class="trap" aria-hidden="true"><label>Leave this empty <input type="text" name="website" tabindex="-1"
  autocomplete="off"></label></div>
<div class="actions"><button type="submit">Subscribe</button></div>
</form>
{% endblock %}"""

_SIGNED_UP = """{% extends "layout" %}
{% block title %}Thank you{% endblock %}
{% block content %}
{% if must_confirm %}
<h1>One more click</h1>
<p>We sent a mail to <strong class="address">{{ address }}</strong>. Please open the link in it within seven days: only
then are you subscribed to {{ name }}.</p>
<p class="quiet">Nothing there after some minutes? Look among unwanted mail. Who is subscribed already gets no second
mail.</p>
{% else %}
<h1>Thank you</h1>
<p><strong class="address">{{ address }}</strong> is subscribed to {{ name }}.</p>
{% endif %}
{% endblock %}"""

_CONFIRM = """{% extends "layout" %}
{% block title %}Confirm{% endblock %}
{% block content %}
<h1>Subscribe to {{ name }}?</h1>
<p>{{ consent_text }}</p>
<p class="quiet">For <strong class="address">{{ address }}</strong>.</p>
<form method="post"><div class="actions"><button type="submit">Yes, subscribe me</button></div></form>
<p class="quiet">If you did not ask for this, close the page: you will get nothing more.</p>
{% endblock %}"""

_CONFIRMED = """{% extends "layout" %}
{% block title %}Subscribed{% endblock %}
{% block content %}
<h1>You are subscribed</h1>
<p>{{ business }} sends {{ name }} to <strong class="address">{{ address }}</strong>.</p>
<p class="quiet">Each mail has a link to unsubscribe. <a href="{{ preferences_url }}">Choose what you get</a>.</p>
{% endblock %}"""

_ADDRESS = """{% extends "layout" %}
{% block content %}
{% if is_done %}{% block done %}{% endblock %}{% else %}{% block question %}{% endblock %}
<form method="post"><div class="actions"><button type="submit">{% block button %}{% endblock %}</button></div></form>
{% endif %}
{% endblock %}"""

_NEW_ADDRESS = """{% extends "address" %}
{% block title %}Your new address{% endblock %}
{% block done %}
<h1>Your address is changed</h1>
<p>{{ business }} writes to <strong class="address">{{ address }}</strong> from now on.</p>
{% endblock %}
{% block question %}
<h1>Use this address?</h1>
<p>{{ business }} then writes to <strong class="address">{{ address }}</strong> instead of the address it has now.</p>
{% endblock %}
{% block button %}Yes, use this address{% endblock %}"""

_ADDRESS_BACK = """{% extends "address" %}
{% block title %}Your address{% endblock %}
{% block done %}
<h1>It is taken back</h1>
<p>{{ business }} writes to <strong class="address">{{ address }}</strong> again, and knows that the change was not
yours.</p>
{% endblock %}
{% block question %}
<h1>Was the change of your address not yours?</h1>
<p>{{ business }} then writes to <strong class="address">{{ address }}</strong> again.</p>
<p class="quiet">If you changed it yourself, close this page: all stays as it is.</p>
{% endblock %}
{% block button %}It was not me, take it back{% endblock %}"""

SUBSCRIPTION_TEMPLATES = {
    "checkbox": _CHECKBOX,
    "unsubscribe": _UNSUBSCRIBE,
    "unsubscribed": _UNSUBSCRIBED,
    "preferences": _PREFERENCES,
    "sign_up": _SIGN_UP,
    "signed_up": _SIGNED_UP,
    "confirm": _CONFIRM,
    "confirmed": _CONFIRMED,
    "address": _ADDRESS,
    "new_address": _NEW_ADDRESS,
    "address_back": _ADDRESS_BACK,
}

"""The words by which people stop messages to their telephone, and ours in answer, by language. Pure.

STOP and its kin are what the carriers' rules name (CTIA Messaging Principles, 5.1.3) and what Twilio acts upon: STOP,
STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT; START, UNSTOP, YES; HELP, INFO; in French ARRET, ARRETE, ARRETT
(https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out, https://www.twilio.com/docs/proxy/opt-out-keywords).
"""

from __future__ import annotations

import re
import unicodedata

STOP, START, HELP = "stop", "start", "help"
ENGLISH = "en"

WORDS = {
    "en": {
        STOP: ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke"),
        START: ("start", "unstop"),
        HELP: ("help", "info"),
    },
    "af": {STOP: ("staak", "teken uit", "kanselleer", "einde"), START: ("begin",), HELP: ("hulp",)},
    "de": {
        STOP: ("stopp", "abmelden", "abbestellen", "beenden", "ende"),
        START: ("anmelden", "starten"),
        HELP: ("hilfe",),
    },
    "fr": {
        STOP: ("arret", "arrete", "arrett", "arreter", "desabonner", "desinscrire", "desinscription", "fin"),
        START: ("commencer", "reprendre"),
        HELP: ("aide",),
    },
    "es": {STOP: ("alto", "baja", "cancelar", "detener"), START: ("empezar", "comenzar"), HELP: ("ayuda",)},
    "pt": {
        STOP: ("pare", "parar", "sair", "descadastrar", "fim"),
        START: ("comecar", "iniciar", "voltar"),
        HELP: ("ajuda",),
    },
    "nl": {STOP: ("stoppen", "afmelden", "uitschrijven", "annuleren"), START: ("aanmelden",), HELP: ("hulp",)},
}
OPT_OUT_LINES = {
    "en": "Reply STOP to opt out.",
    "af": "Antwoord STOP om op te hou.",
    "de": "STOP antworten zum Abmelden.",
    "fr": "Répondez STOP pour arrêter.",
    "es": "Responda STOP para darse de baja.",
    "pt": "Responda STOP para sair.",
    "nl": "Antwoord STOP om af te melden.",
}
OPT_OUT_LINKS = {
    "en": "Opt out: {}",
    "af": "Hou op: {}",
    "de": "Abmelden: {}",
    "fr": "Se désinscrire : {}",
    "es": "Darse de baja: {}",
    "pt": "Sair: {}",
    "nl": "Afmelden: {}",
}
ANSWERS = {
    STOP: {
        "en": "{business}: we send you no more messages here. Reply START to get them again.",
        "af": "{business}: ons stuur nie meer boodskappe hierheen nie. Antwoord START om dit weer te kry.",
        "de": "{business}: Wir senden Ihnen hier keine Nachrichten mehr. Mit START erhalten Sie sie wieder.",
        "fr": "{business} : nous ne vous écrivons plus ici. Répondez START pour recevoir à nouveau nos messages.",
        "es": "{business}: no le enviaremos más mensajes aquí. Responda START para recibirlos de nuevo.",
        "pt": "{business}: não enviamos mais mensagens para aqui. Responda START para voltar a receber.",
        "nl": "{business}: we sturen hier geen berichten meer. Antwoord START om ze weer te krijgen.",
    },
    START: {
        "en": "{business}: you get our messages here again. Reply STOP to opt out.",
        "af": "{business}: jy kry weer ons boodskappe hier. Antwoord STOP om op te hou.",
        "de": "{business}: Sie erhalten unsere Nachrichten hier wieder. Mit STOP melden Sie sich ab.",
        "fr": "{business} : vous recevez à nouveau nos messages ici. Répondez STOP pour arrêter.",
        "es": "{business}: vuelve a recibir nuestros mensajes aquí. Responda STOP para darse de baja.",
        "pt": "{business}: volta a receber as nossas mensagens aqui. Responda STOP para sair.",
        "nl": "{business}: u krijgt onze berichten hier weer. Antwoord STOP om af te melden.",
    },
    HELP: {
        "en": "{business}{contact}. Write to us here, we read it. Reply STOP to opt out.",
        "af": "{business}{contact}. Skryf gerus hier vir ons. Antwoord STOP om op te hou.",
        "de": "{business}{contact}. Schreiben Sie uns gern hier. Mit STOP melden Sie sich ab.",
        "fr": "{business}{contact}. Écrivez-nous ici, nous lisons. Répondez STOP pour arrêter.",
        "es": "{business}{contact}. Escríbanos aquí, lo leemos. Responda STOP para darse de baja.",
        "pt": "{business}{contact}. Escreva-nos aqui. Responda STOP para sair.",
        "nl": "{business}{contact}. Schrijf ons gerust hier. Antwoord STOP om af te melden.",
    },
}

# To Twilio it means START. Anybody may say it of anything, so only of a number that had stopped is it taken for that.
YES = "yes"

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_HYPHENS = re.compile(r"[-\u2010-\u2013_]")
_MEANINGS = {
    word: (kind, language)
    for language, kinds in reversed(WORDS.items())
    for kind, words in kinds.items()
    for word in words
}


def keyword(text: str) -> tuple[str, str] | None:
    """STOP, START or HELP and the language it was said in, when a text is one of these words and nothing else.

    Case, accents, hyphens, and spaces and marks around it do not matter.
    """
    return _MEANINGS.get(_plain(text))


def is_yes(text: str) -> bool:
    """Whether a text is ``YES`` and nothing else."""
    return _plain(text) == YES


def _plain(text: str) -> str:
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return " ".join(_HYPHENS.sub(" ", _EDGES.sub("", bare)).casefold().split())


def answer(kind: str, language: str, business: str, contact: str = "") -> str:
    """What whoever wrote a keyword is told; ``contact`` says how else the business is reached."""
    words = ANSWERS[kind].get(language) or ANSWERS[kind][ENGLISH]
    return words.format(business=business, contact=f": {contact}" if contact else "")


def opt_out_line(language: str, link: str = "") -> str:
    """The last line of an SMS that nobody asked for; with a ``link`` where the sender cannot be answered."""
    if link:
        return OPT_OUT_LINKS.get(language, OPT_OUT_LINKS[ENGLISH]).format(link)
    return OPT_OUT_LINES.get(language, OPT_OUT_LINES[ENGLISH])

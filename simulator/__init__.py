"""Local stand-ins for the outside world: real servers at another address, never a branch in the code.

One process plays Brevo, Amazon SES with SNS, Twilio and an SMTP server, keeps what they took, calls back as they would,
and shows each message as its receiver sees it.
"""

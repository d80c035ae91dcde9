"""Handing mails over to an SMTP server."""

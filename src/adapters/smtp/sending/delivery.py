"""Delivers one message over one connection, within one timeout."""

import asyncio
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from adapters.smtp.sending.server import SmtpServer
from application.ports.mail.mailer import MailRefused, MailUnavailable

_AUTHENTICATE_FIRST = 530
"""RFC 4954: our configuration's fault, not the recipient's."""

_QUIT_SECONDS = 2.0
"""The mail is accepted by then, so nothing depends on QUIT."""


def smtp_client(server: SmtpServer, seconds: float) -> SMTP:
    """A client that connects, encrypts and signs in as configured; `seconds` bound each of its steps."""
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.implicit_tls,
        start_tls=server.start_tls,
        timeout=seconds,
    )


async def deliver(
    server: SmtpServer, message: EmailMessage, sender: Address, to: tuple[Address, ...], seconds: float
) -> None:
    """Delivers the message within so many seconds, to as many of `to` as the server accepts.

    Raises `MailRefused` where the server will never accept it for any of them, else `MailUnavailable`.
    """
    client = smtp_client(server, seconds)
    try:
        async with asyncio.timeout(seconds):
            await client.connect()
            await client.send_message(message, sender=sender.addr_spec, recipients=[each.addr_spec for each in to])
    except SMTPRecipientsRefused as refused:
        raise _failure("RCPT", [each.code for each in refused.recipients]) from refused
    except SMTPDataError as refused:
        raise _failure("DATA", [refused.code]) from refused
    except SMTPNotSupported as refused:
        raise MailRefused("the server does not accept addresses like this one") from refused
    except SMTPResponseException as failed:
        raise MailUnavailable(f"the server answered {failed.code}") from failed
    except (SMTPException, OSError, TimeoutError) as failed:
        raise MailUnavailable(type(failed).__name__) from failed
    else:
        with suppress(SMTPException, OSError, TimeoutError):
            await client.quit(timeout=_QUIT_SECONDS)
    finally:
        client.close()


def _failure(command: str, codes: list[int]) -> MailRefused | MailUnavailable:
    permanent = all(500 <= code < 600 and code != _AUTHENTICATE_FIRST for code in codes)
    reason = f"{command} was answered {', '.join(map(str, sorted(set(codes))))}"
    return MailRefused(reason) if permanent else MailUnavailable(reason)

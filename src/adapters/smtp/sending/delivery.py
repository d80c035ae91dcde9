"""Handing one message over: one connection, one time-out for all of it, and a clear yes, no or not now."""

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

_FAREWELL = 2.0
"""Seconds for QUIT; the mail is accepted by then, so nothing depends on it."""


async def deliver(
    server: SmtpServer, message: EmailMessage, sender: Address, to: tuple[Address, ...], seconds: float
) -> None:
    """Hand the message over within so many seconds, to as many of `to` as the server takes.

    Raises `MailRefused` where the server will never take it for anyone, else `MailUnavailable`.
    """
    client = SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.implicit_tls,
        start_tls=server.start_tls,
        timeout=seconds,
    )
    try:
        async with asyncio.timeout(seconds):
            await client.connect()
            await client.send_message(message, sender=sender.addr_spec, recipients=[each.addr_spec for each in to])
    except SMTPRecipientsRefused as refused:
        raise _verdict("RCPT", [each.code for each in refused.recipients]) from refused
    except SMTPDataError as refused:
        raise _verdict("DATA", [refused.code]) from refused
    except SMTPNotSupported as refused:
        raise MailRefused("the server does not take addresses like this one") from refused
    except SMTPResponseException as trouble:
        raise MailUnavailable(f"the server answered {trouble.code}") from trouble
    except (SMTPException, OSError, TimeoutError) as trouble:
        raise MailUnavailable(type(trouble).__name__) from trouble
    else:
        with suppress(SMTPException, OSError, TimeoutError):
            await client.quit(timeout=_FAREWELL)
    finally:
        client.close()


def _verdict(command: str, codes: list[int]) -> MailRefused | MailUnavailable:
    final = all(500 <= code < 600 and code != _AUTHENTICATE_FIRST for code in codes)
    why = f"{command} was answered {', '.join(map(str, sorted(set(codes))))}"
    return MailRefused(why) if final else MailUnavailable(why)

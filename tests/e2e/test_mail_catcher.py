"""The mail catcher: over SMTP in, as JSON and as a harmless page out, and nothing forgotten by a restart."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from entrypoints.sandbox.addresses import choose_addresses
from tests.e2e.waiting import wait_until

MARKUP = "<p>Paid: <b>¥1299</b></p><script>alert(1)</script>"


@contextmanager
def catcher(data: Path) -> Iterator[tuple[httpx.Client, smtplib.SMTP]]:
    addresses = choose_addresses(api=0, stripe=0)
    command = [sys.executable, "-m", "entrypoints.sandbox.mail", "--data", str(data)]
    command += ["--port", str(addresses.mail), "--smtp-port", str(addresses.smtp)]
    with subprocess.Popen(command) as process, httpx.Client(base_url=addresses.mail_url) as client:
        try:
            wait_until(lambda: answers(client), "the catcher's start")
            with smtplib.SMTP("127.0.0.1", addresses.smtp) as smtp:
                yield client, smtp
        finally:
            process.terminate()
    assert process.returncode == 0


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/messages").status_code == 200
    except httpx.ConnectError:
        return False


def mail(subject: str, to: str = "ada@customer.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "orders@shop.example", to, subject
    message.set_content("Paid: ¥1299\n")
    message.add_alternative(MARKUP, subtype="html")
    return message


def test_mails_are_listed_oldest_first_and_survive_a_restart(tmp_path: Path) -> None:
    with catcher(tmp_path) as (client, smtp):
        assert client.get("/messages").json() == []
        smtp.send_message(mail("T-8Q3K: zapłacono"))
        smtp.send_message(mail("Second", to="ada@customer.example, bo@customer.example"))
        listed = client.get("/messages").json()
    assert [(each["to"], each["subject"]) for each in listed] == [
        ("ada@customer.example", "T-8Q3K: zapłacono"),
        ("ada@customer.example", "Second"),
        ("bo@customer.example", "Second"),
    ]
    assert listed[0].keys() == {"to", "subject", "text", "html", "at"}
    assert listed[0]["text"] == "Paid: ¥1299\n"
    assert listed[0]["html"].strip() == MARKUP
    with catcher(tmp_path) as (client, smtp):
        assert client.get("/messages").json() == listed
        assert client.delete("/messages").status_code == 204
        assert client.get("/messages").json() == []
        smtp.send_message(mail("Third"))
        assert client.delete("/").status_code == 204
    with catcher(tmp_path) as (client, _):
        assert client.get("/messages").json() == []


def test_two_domains_let_a_test_see_a_refusal(tmp_path: Path) -> None:
    with catcher(tmp_path) as (client, smtp):
        for address, code in (("ada@refused.example", 550), ("ada@later.example", 451)):
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                smtp.send_message(mail("No", to=address))
            assert refused.value.recipients[address][0] == code
        assert client.get("/messages").json() == []


def test_a_mail_cannot_run_anything_in_the_page_that_shows_it(tmp_path: Path) -> None:
    with catcher(tmp_path) as (client, smtp):
        smtp.send_message(mail("<img src=x onerror=alert(2)>"))
        page = client.get("/")
    assert "<script>alert(1)" not in page.text
    assert "<img" not in page.text
    assert "<iframe sandbox title=" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


def test_a_page_of_another_site_cannot_reach_it_by_a_name_of_its_own(tmp_path: Path) -> None:
    with catcher(tmp_path) as (client, _):
        port = client.base_url.port
        for host, status in ((f"attacker.example:{port}", 421), ("127.0.0.1", 421), (f"localhost:{port}", 200)):
            assert client.get("/messages", headers={"Host": host}).status_code == status, host

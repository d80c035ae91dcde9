"""A mail's content, the same fields for every kind of mail, and its layouts."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from adapters.smtp.letters.plain_text import plain


def _finished(value: object) -> object:
    return plain(value) if isinstance(value, str) else value


_TEMPLATES = Environment(
    loader=PackageLoader("adapters.smtp", "templates"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    finalize=_finished,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A label and what it stands for; `strong` where the eye should rest."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where the reader can go on."""

    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says; laying it out makes every text plain and, where it is HTML, escapes it."""

    language: str
    sender: str
    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    facts: tuple[Row, ...] = ()
    lines: tuple[Row, ...] = ()
    sums: tuple[Row, ...] = ()
    address_label: str = ""
    address: tuple[str, ...] = ()
    link: Link | None = None
    footer: str = ""

    def as_text(self) -> str:
        """For readers without HTML."""
        return _TEMPLATES.get_template("letter.txt").render(letter=self)

    def as_html(self) -> str:
        """With everything escaped, styled inline, without anything to load."""
        return _TEMPLATES.get_template("letter.html").render(letter=self)

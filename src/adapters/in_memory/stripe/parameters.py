"""The kinds of parameter Stripe takes, each turning decoded text into a typed value or refusing it in Stripe's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.in_memory.stripe.answer import Thing
from adapters.in_memory.stripe.refusal import Refusal, malformed

MAX_TEXT = 5000
"""Stripe's general limit for a string that has no smaller one of its own."""


class Kind(Protocol):
    """One kind of parameter: reads the decoded value or raises a Refusal naming the parameter."""

    def read(self, value: Any, name: str) -> Any: ...  # noqa: ANN401


def _shown(choices: Sequence[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])}, or {choices[-1]}"


def _scalar(value: object, name: str, what: str) -> str:
    if not isinstance(value, str):
        raise malformed(f"Invalid {what}", name)
    return value


def _empty(name: str) -> Refusal:
    return malformed(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however "
        f"'{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value.",
        name,
        "parameter_invalid_empty",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A string that may not be empty."""

    longest: int = MAX_TEXT

    def read(self, value: Any, name: str) -> str:  # noqa: ANN401
        text = _scalar(value, name, "string")
        if not text:
            raise _empty(name)
        if len(text) > self.longest:
            shown = f"{text[:10]}...{text[-10:]}"
            raise malformed(f"Invalid string: {shown}; must be at most {self.longest} characters", name)
        if "\x00" in text:
            raise malformed("Invalid string: null bytes are not allowed", name)
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer, at least `least`."""

    least: int | None = None

    def read(self, value: Any, name: str) -> int:  # noqa: ANN401
        text = _scalar(value, name, "integer")
        if not text:
            raise _empty(name)
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 18):
            raise malformed(f"Invalid integer: {text[:64]}", name, "parameter_invalid_integer")
        number = int(text)
        if self.least is not None and number < self.least:
            raise malformed(
                f"This value must be greater than or equal to {self.least}.", name, "parameter_invalid_integer"
            )
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean, written true or false."""

    def read(self, value: Any, name: str) -> bool:  # noqa: ANN401
        text = _scalar(value, name, "boolean")
        if text not in ("true", "false"):
            raise malformed(f"Invalid boolean: {text[:64]}", name)
        return text == "true"


class Choice:
    """One of a closed set of words."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def read(self, value: Any, name: str) -> str:  # noqa: ANN401
        text = _scalar(value, name, "string")
        if text not in self.choices:
            raise malformed(f"Invalid {name}: must be one of {_shown(self.choices)}", name)
        return text


@dataclass(frozen=True, slots=True)
class Clearable:
    """A parameter that the empty string unsets: read as None."""

    kind: Kind

    def read(self, value: Any, name: str) -> Any:  # noqa: ANN401
        return None if value == "" else self.kind.read(value, name)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, written `a[]=…` or `a[0]=…`."""

    kind: Kind

    def read(self, value: Any, name: str) -> list[Any]:  # noqa: ANN401
        if isinstance(value, dict) and all(step.isdigit() for step in value):
            value = [value[step] for step in sorted(value, key=int)]
        if not isinstance(value, list):
            raise malformed("Invalid array", name)
        return [self.kind.read(each, f"{name}[{place}]") for place, each in enumerate(value)]


class Fields:
    """Named parameters: unknown ones are refused, required ones demanded."""

    def __init__(self, required: Sequence[str] = (), /, **kinds: Kind) -> None:
        self.required = tuple(required)
        self.kinds: Mapping[str, Kind] = kinds

    def read(self, value: Any, name: str = "") -> Thing:  # noqa: ANN401
        if not isinstance(value, dict):
            raise malformed("Invalid object", name)
        unknown = [_inside(name, each) for each in value if each not in self.kinds]
        if unknown:
            plural = "s" if len(unknown) > 1 else ""
            raise malformed(f"Received unknown parameter{plural}: {', '.join(unknown)}", unknown[0], "parameter_unknown")
        for each in self.required:
            if each not in value:
                inside = _inside(name, each)
                raise malformed(f"Missing required param: {inside}.", inside, "parameter_missing")
        return {each: self.kinds[each].read(given, _inside(name, each)) for each, given in value.items()}

    def but(self, *dropped: str, **kinds: Kind) -> "Fields":
        """These fields without `dropped`, with `kinds` added or put in place."""
        kept = {name: kind for name, kind in self.kinds.items() if name not in dropped}
        return Fields(tuple(each for each in self.required if each not in dropped), **{**kept, **kinds})


def _inside(name: str, step: str) -> str:
    return f"{name}[{step}]" if name else step


class Anything:
    """A part of Stripe's interface that has no effect here: any value is taken."""

    def read(self, value: Any, name: str) -> Any:  # noqa: ANN401, ARG002
        return value


class Moments:
    """A creation time or a range of them; read as `{gt, gte, lt, lte}` or `{"is": moment}`."""

    RANGE = Fields(gt=Whole(), gte=Whole(), lt=Whole(), lte=Whole())

    def read(self, value: Any, name: str) -> dict[str, int]:  # noqa: ANN401
        if isinstance(value, dict):
            return self.RANGE.read(value, name)
        return {"is": Whole().read(value, name)}


MAX_KEYS, MAX_KEY, MAX_VALUE = 50, 40, 500


class Metadata:
    """A map of short strings; a value of the empty string deletes its key, read as None; empty as a whole clears all."""

    def read(self, value: Any, name: str) -> dict[str, str | None] | None:  # noqa: ANN401
        if value == "":
            return None
        if not isinstance(value, dict):
            raise malformed("Invalid object", name)
        read: dict[str, str | None] = {}
        for key, text in value.items():
            inside = f"{name}[{key}]"
            if not key or len(key) > MAX_KEY or "[" in key or "]" in key:
                raise malformed(f"Metadata keys can have up to {MAX_KEY} characters and no brackets: {key[:64]}", name)
            if not isinstance(text, str):
                raise malformed(f"Invalid metadata value for '{key}': metadata values must be strings.", inside)
            if len(text) > MAX_VALUE:
                raise malformed(
                    f"Metadata values can have up to {MAX_VALUE} characters, but you passed in a value that is "
                    f"{len(text)} characters. Invalid value: {text[:20]}...",
                    inside,
                )
            read[key] = text or None
        if len(read) > MAX_KEYS:
            raise too_many_keys(len(read))
        return read


def too_many_keys(count: int) -> Refusal:
    """The refusal of metadata that would hold more keys than Stripe keeps."""
    return malformed(f"Metadata can only have {MAX_KEYS} keys, but this would hold {count}.", "metadata")


def merged(metadata: dict[str, str], changes: Mapping[str, str | None] | None) -> dict[str, str]:
    """Metadata after an update: merged key by key, cleared by None."""
    if changes is None:
        return {}
    after = {**metadata, **changes}
    kept = {key: value for key, value in after.items() if value is not None}
    if len(kept) > MAX_KEYS:
        raise too_many_keys(len(kept))
    return kept


EXPAND = ListOf(Text())
LISTING = {"limit": Whole(), "starting_after": Text(), "ending_before": Text(), "expand": EXPAND}
"""The parameters every list takes."""

ADDRESS = Fields(
    city=Clearable(Text()),
    country=Clearable(Text()),
    line1=Clearable(Text()),
    line2=Clearable(Text()),
    postal_code=Clearable(Text()),
    state=Clearable(Text()),
)
SHIPPING = Fields(
    ("address", "name"),
    address=ADDRESS,
    name=Text(),
    carrier=Clearable(Text()),
    phone=Clearable(Text()),
    tracking_number=Clearable(Text()),
)


def full_address(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An address with every field Stripe shows, null where nothing was given."""
    return None if given is None else {name: given.get(name) for name in sorted(ADDRESS.kinds)}


def full_shipping(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Shipping details with every field Stripe shows."""
    if given is None:
        return None
    shown = {name: given.get(name) for name in ("carrier", "name", "phone", "tracking_number")}
    return {"address": full_address(given.get("address")), **shown}

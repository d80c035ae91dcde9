"""Parameter types: each reads decoded text as a typed value or refuses it as Stripe does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from stripe_stand_in.model.api.errors import ApiError, malformed
from stripe_stand_in.model.api.http import StripeObject

MAX_TEXT = 5000
"""Stripe's general limit for a string that has no smaller one of its own."""


class ParameterType(Protocol):
    """A type of parameter: reads the decoded value or raises an ApiError that names the parameter."""

    def read(self, value: Any, name: str) -> Any: ...


def _shown(choices: Sequence[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])}, or {choices[-1]}"


def _scalar(value: object, name: str, what: str) -> str:
    if not isinstance(value, str):
        raise malformed(f"Invalid {what}", name)
    return value


def _empty(name: str) -> ApiError:
    return malformed(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however "
        f"'{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value.",
        name,
        "parameter_invalid_empty",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A string that may not be empty."""

    max_length: int = MAX_TEXT

    def read(self, value: Any, name: str) -> str:
        text = _scalar(value, name, "string")
        if not text:
            raise _empty(name)
        if len(text) > self.max_length:
            shown = f"{text[:10]}...{text[-10:]}"
            raise malformed(f"Invalid string: {shown}; must be at most {self.max_length} characters", name)
        if "\x00" in text:
            raise malformed("Invalid string: null bytes are not allowed", name)
        return text


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address, checked by its shape."""

    max_length: int = 512

    def read(self, value: Any, name: str) -> str:
        text = Text(self.max_length).read(value, name)
        local, at, host = text.rpartition("@")
        if not (local and at and host) or any(letter.isspace() for letter in text) or "@" in local:
            raise malformed(f"Invalid email address: {text[:64]}", name, "email_invalid")
        return text


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer, at least `minimum`."""

    minimum: int | None = None

    def read(self, value: Any, name: str) -> int:
        text = _scalar(value, name, "integer")
        if not text:
            raise _empty(name)
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 18):
            raise malformed(f"Invalid integer: {text[:64]}", name, "parameter_invalid_integer")
        number = int(text)
        if self.minimum is not None and number < self.minimum:
            raise malformed(
                f"This value must be greater than or equal to {self.minimum}.", name, "parameter_invalid_integer"
            )
        return number


@dataclass(frozen=True, slots=True)
class Boolean:
    """A boolean, written true or false."""

    def read(self, value: Any, name: str) -> bool:
        text = _scalar(value, name, "boolean")
        if text not in ("true", "false"):
            raise malformed(f"Invalid boolean: {text[:64]}", name)
        return text == "true"


class Choice:
    """One value of a closed set."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def read(self, value: Any, name: str) -> str:
        text = _scalar(value, name, "string")
        if text not in self.choices:
            raise malformed(f"Invalid {name}: must be one of {_shown(self.choices)}", name)
        return text


@dataclass(frozen=True, slots=True)
class Clearable:
    """A parameter that the empty string unsets: read as None."""

    kind: ParameterType

    def read(self, value: Any, name: str) -> Any:
        return None if value == "" else self.kind.read(value, name)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, written `a[]=…` or `a[0]=…`."""

    kind: ParameterType

    def read(self, value: Any, name: str) -> list[Any]:
        if isinstance(value, dict) and all(step.isdigit() for step in value):
            value = [value[step] for step in sorted(value, key=int)]
        if not isinstance(value, list):
            raise malformed("Invalid array", name)
        return [self.kind.read(each, f"{name}[{position}]") for position, each in enumerate(value)]


class Fields:
    """Named parameters: unknown and missing ones are refused."""

    def __init__(self, required: Sequence[str] = (), /, **kinds: ParameterType) -> None:
        self.required = tuple(required)
        self.kinds: Mapping[str, ParameterType] = kinds

    def read(self, value: Any, name: str = "") -> StripeObject:
        if not isinstance(value, dict):
            raise malformed("Invalid object", name)
        unknown = [_inside(name, each) for each in value if each not in self.kinds]
        if unknown:
            plural = "s" if len(unknown) > 1 else ""
            raise malformed(
                f"Received unknown parameter{plural}: {', '.join(unknown)}", unknown[0], "parameter_unknown"
            )
        for each in self.required:
            if each not in value:
                inside = _inside(name, each)
                raise malformed(f"Missing required param: {inside}.", inside, "parameter_missing")
        return {each: self.kinds[each].read(raw, _inside(name, each)) for each, raw in value.items()}

    def replacing(self, *dropped: str, **kinds: ParameterType) -> "Fields":
        """Returns these fields without `dropped`, with `kinds` added or replaced."""
        kept = {name: kind for name, kind in self.kinds.items() if name not in dropped}
        return Fields(tuple(each for each in self.required if each not in dropped), **{**kept, **kinds})


def _inside(name: str, step: str) -> str:
    return f"{name}[{step}]" if name else step


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A parameter of Stripe's that the stand-in refuses by name, because it would have no effect here."""

    reason: str = "it is not modelled"

    def read(self, value: Any, name: str) -> Any:  # noqa: ARG002 - whatever it is, it would have no effect
        raise malformed(f"The stand-in does not offer the parameter `{name}`: {self.reason}.", name, "not_offered")


@dataclass(frozen=True, slots=True)
class NoEffect:
    """A parameter that is accepted without effect, as the reason says; the README lists it."""

    reason: str

    def read(self, value: Any, name: str) -> Any:  # noqa: ARG002 - nothing depends on it
        return value


class TimeRange:
    """A creation time or a range of them; read as `{gt, gte, lt, lte}` or `{"is": moment}`."""

    RANGE = Fields(gt=Integer(), gte=Integer(), lt=Integer(), lte=Integer())

    def read(self, value: Any, name: str) -> dict[str, int]:
        if isinstance(value, dict):
            return self.RANGE.read(value, name)
        return {"is": Integer().read(value, name)}


EXPAND = ListOf(Text())
LISTING: dict[str, ParameterType] = {
    "limit": Integer(),
    "starting_after": Text(),
    "ending_before": Text(),
    "expand": EXPAND,
}
"""The parameters of every list."""

"""Errors as problem documents (RFC 9457): one table of kinds, one translation from exceptions."""

from entrypoints.http.problems.problem import FieldFault, Problem
from entrypoints.http.problems.translation import problem_of

__all__ = ["FieldFault", "Problem", "problem_of"]

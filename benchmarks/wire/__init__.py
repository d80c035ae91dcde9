"""A stand-in for MongoDB in memory, for benchmarks alone: it answers at once, so that what is measured is Till.

It speaks as much of MongoDB's wire protocol as Till uses, and keeps nothing on disk.
"""

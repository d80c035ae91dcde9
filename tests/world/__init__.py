"""A whole Till in memory before the model of Stripe, wired by the real container, and the promises it must keep."""

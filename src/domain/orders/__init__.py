"""The order: its state, its history, its holds, and how a fact changes it."""

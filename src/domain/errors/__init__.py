"""The rules of the shop and its payments, each an error named after the rule that would be broken."""

"""What the shop sells, and what a cart costs."""

"""What became true at Stripe, by id and absolute figures, so that the order of arrival does not matter."""

"""What a customer is worth, may be worth, and what a campaign changes."""

"""The one door for change: commands as values, receipts for what became of them, the chain of all that was done."""

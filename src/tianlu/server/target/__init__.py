"""What targeting needs of other rooms, put together: the list from the database, places from packages, rounds from kept
plans."""

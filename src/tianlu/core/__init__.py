"""The words every room speaks: ids, the calendar, money, expected trouble."""

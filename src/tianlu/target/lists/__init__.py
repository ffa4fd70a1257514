"""Customer lists (客户清单靶向): from the files of several business lines to one customer with one owner."""

"""Delivery over bus lines with timetables: the instances of Mandal and Archetti, read, judged and solved."""

"""Delivery over bus lines with timetables: the published model of Mandal and Archetti, read, judged and solved."""

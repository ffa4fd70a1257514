"""交邮联运: passenger buses as carriers; timetables (GTFS), spare hold, and where a bag changes hands."""

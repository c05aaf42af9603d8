"""Rules about periods, calendars, clocks and dates."""

"""What can go wrong around a book, done to rmtool's own commands in real processes; `make faults` runs it all.

Each sweep keeps count of what it tried and names every flaw. Beside it stand its controls: rmtool with one thing broken
on purpose (broken.py), in which the same sweep must find flaws, or it proves nothing. Not: the tests of the suite.
"""

"""The pure heart of rmtool: no file, no clock, no terminal, no SQL.

Read in this order, each module using only earlier ones: money, periods, book, rules, standing, due, capacity,
planner, week, prospects.
"""

"""What comes in from outside: banks' lists and the rules file, turned into typed records or problems with their places.

A list is read in this order, each module using only earlier ones: vocabulary, values, grid, archives, parsing, apart,
workbooks, text_files, vcards, sheets, dates_across, headings, tables, looks, columns, lists, understanding, repairs,
client_rows, contact_rows, calendar_rows, person_rows, records.

Not: what a list changes in the book (core), writing it (store).
"""

"""A fictional book to show the tool with: firms, people, balances and a year of contacts, made from a seed and a day.

Not: bringing it into a book (desk/sample.py), nor the walk that shows it (commands/demo.py).
"""

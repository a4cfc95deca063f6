"""Results → what a person or a program reads. Knows rows, never clients; decides nothing."""

from rmtool.show.output import ask, complain, deliver, notice, present
from rmtool.show.text import Column, Marked, Page, Section

__all__ = ["Column", "Marked", "Page", "Section", "ask", "complain", "deliver", "notice", "present"]

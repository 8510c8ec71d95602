"""Faults of the running text: characters, words, sentences, blanks, and what sentences oblige to."""

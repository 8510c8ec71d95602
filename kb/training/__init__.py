"""The training desk: who does what, when, read out of plans; cards, questions and exercises made from it."""

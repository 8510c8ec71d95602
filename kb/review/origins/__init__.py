"""What a text rests on or was taken from: laws, other plans, other places and trades, its issuer, persons."""

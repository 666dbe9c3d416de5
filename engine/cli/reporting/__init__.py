"""A report of what this machine did with which models, to be given away by hand: nothing is sent from here."""

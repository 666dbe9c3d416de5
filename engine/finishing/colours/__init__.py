"""What a clip's colours are coded as, and how a model is shown them."""

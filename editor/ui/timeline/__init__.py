"""The timeline on screen: lanes, ruler, headers and tools, and the gestures that cut in them."""

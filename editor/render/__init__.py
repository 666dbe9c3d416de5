"""What is seen and heard at a frame of the timeline."""

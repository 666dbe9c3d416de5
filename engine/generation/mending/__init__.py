"""What lies within clips, or between a clip and itself, made anew."""

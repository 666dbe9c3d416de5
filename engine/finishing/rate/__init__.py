"""When each new frame is shown: on the clip's grid, none twice, none left out."""

"""Maps: a scene is staged once and drawn for the screen and for paper."""

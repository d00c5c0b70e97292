"""The panel about the selected photos: tags, suggestions, stars, caption, facts."""

"""The dialog that trains the search on the user's captions; only in here pyqtgraph is loaded."""

"""The pages of adding, correcting, describing and taking home a text."""

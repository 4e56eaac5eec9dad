"""The desk on which trainers answer what learners ask about paragraphs."""

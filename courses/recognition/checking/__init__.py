"""The check of the records: what does not agree, in whole sentences, and what to do."""

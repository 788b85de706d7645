"""The forms that names take in the sentences of other languages."""

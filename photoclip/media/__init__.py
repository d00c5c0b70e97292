"""Reading pictures and their metadata; nobody else imports PIL, pillow-heif, rawpy or exiv2."""

"""The recipe of the built-in model: small programs, files in and out; `bilingual` itself never imports them."""

"""Splits Swift source into what is code and what is comment, so that a rule about one never trips over the other."""

import re

_STRING = re.compile(r'(#*)("""|")')
_REGEX = re.compile(r"(#+)/")


def split(text):
    """Returns (code, comments): both as long as `text` and with its line breaks, the rest blank.

    The contents of strings are in neither, but the code of an interpolation is code.
    """
    code, comments = _blank(text), _blank(text)
    _code(text, 0, code, comments, nested=False)
    return "".join(code), "".join(comments)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def _blank(text):
    return ["\n" if character == "\n" else " " for character in text]


def _code(text, at, code, comments, nested):
    """Copies code from `at` on; with `nested` up to the parenthesis that closes an interpolation."""
    depth = 0
    while at < len(text):
        if text.startswith("//", at):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            comments[at:end] = text[at:end]
            at = end
        elif text.startswith("/*", at):
            end = _block_comment(text, at)
            comments[at:end] = text[at:end]
            at = end
        elif opening := _STRING.match(text, at):
            at = _string(text, opening, code, comments)
        elif opening := _REGEX.match(text, at):
            end = text.find("/" + opening[1], opening.end())
            at = len(text) if end < 0 else end + 1 + len(opening[1])
        else:
            depth += (text[at] == "(") - (text[at] == ")")
            if nested and depth < 0:
                return at + 1
            code[at] = text[at]
            at += 1
    return at


def _block_comment(text, at):
    """The end of the block comment that begins at `at`; Swift nests them."""
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _string(text, opening, code, comments):
    hashes, quote = opening[1], opening[2]
    escape, closing, at = "\\" + hashes, quote + hashes, opening.end()
    while at < len(text):
        if text.startswith(escape + "(", at):
            at = _code(text, at + len(escape) + 1, code, comments, nested=True)
        elif text.startswith(escape, at):
            at += len(escape) + 1
        elif text.startswith(closing, at):
            return at + len(closing)
        elif quote == '"' and text[at] == "\n":
            return at  # not a string after all (a quote in a bare regex literal): go on with the next line
        else:
            at += 1
    return at

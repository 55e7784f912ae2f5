"""Checks a report against its result file: check_report.py OUT.html OUT.h5 [--blinded]

Well-formed, self-contained, readable without sight, and with the numbers of the file.
"""

import html.parser
import re
import sys
import xml.etree.ElementTree as etree

import h5py

VOID = {"meta", "input", "br", "hr", "img", "link", "path", "line", "circle", "rect"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.errors, self.ids, self.headings, self.fetched = [], [], [], 0, []
        self.words = []

    def handle_startendtag(self, tag, attributes):
        self.look(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.look(tag, dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data):
        self.words.append(data)

    def look(self, tag, attributes):
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            value = attributes.get(name, "")
            if value and not value.startswith("#") and not value.startswith("https://doi.org/"):
                self.fetched.append(f"{tag} {name}={value}")
        if tag == "th" and "scope" not in attributes:
            self.errors.append("a heading without scope")
        if any(name.startswith("on") for name in attributes):
            self.errors.append(f"a script in an attribute of {tag}")


def check(condition, message):
    if not condition:
        sys.exit(message)


def main(report, result, *flags):
    text = open(report, encoding="utf-8").read()
    page = Page()
    page.feed(text)
    page.close()
    check(not page.errors, page.errors)
    check(not page.open, f"never closed: {page.open}")
    check(not page.fetched, f"fetched from elsewhere: {page.fetched}")
    check(len(set(page.ids)) == len(page.ids), "an id stands twice")
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", text))
    foreign = [a for a in addresses
               if not a.startswith("https://doi.org/") and a != "http://www.w3.org/2000/svg"]
    check(not foreign, f"addresses: {foreign}")
    check("url(" not in text and "@import" not in text, "the style fetches something")
    pictures = re.findall(r"<svg.*?</svg>", text, re.S)
    for picture in pictures:
        root = etree.fromstring(picture)
        title = root.find("{http://www.w3.org/2000/svg}title")
        check(title is not None and title.text, "a picture without a title")
        check("NaN" not in picture and "nan" not in picture and "inf" not in picture.lower()
              .replace("infusion", ""), "a picture with a number that is none")
    words = "".join(page.words)
    with h5py.File(result) as file:
        check(file.attrs["result_hash"] in words, "the result hash is missing")
        check(str(file.attrs["seed"]) in words, "the seed is missing")
        if "--blinded" in flags:
            for arm in file["trial/arm"].asstr()[...]:
                check(arm not in text, f"the arm {arm} is named")
            return
        check(file.attrs["title"] in words, "the title is missing")
        for name in file["model/name"].asstr()[...]:
            check(name.split(".", 1)[1] in words, f"the parameter {name} is missing")
        values = file["endpoints/map@30min"][...] if "map@30min" in file["endpoints"] else []
        if len(values) == 1:
            check(f"{values[0]:.0f}" in words, "the endpoint is missing")


if __name__ == "__main__":
    main(*sys.argv[1:])

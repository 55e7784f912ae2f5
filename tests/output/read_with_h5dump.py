"""Checks that h5dump reads a file of write_sample from end to end, and what it says of a variable."""
import shutil
import subprocess
import sys

if shutil.which("h5dump") is None:
    print("h5dump is not installed")
    sys.exit(77)


def dump(*arguments):
    done = subprocess.run(["h5dump", *arguments, sys.argv[1]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


everything = dump()
for word in ["H5T_COMPOUND", "H5T_ENUM"]:
    datasets = [part.split("ATTRIBUTE")[0] for part in everything.split("DATASET ")[1:]]
    assert not any(word in head for head in datasets), word
one = dump("-p", "-d", "/trajectories/MAP")
for text in ['"mmHg"', '"mean arterial pressure"', "H5T_IEEE_F32LE", "CHECKSUM FLETCHER32", "COMPRESSION DEFLATE",
             "PREPROCESSING SHUFFLE", '"DIMENSION_LIST"', "( 100, 31 )"]:
    assert text in one, text
print("h5dump agrees")

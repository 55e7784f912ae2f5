"""pressor.run gives what the program writes, bit for bit: run_test.py PRESSOR SOURCES"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    import xarray  # noqa: F401
    import h5py  # noqa: F401
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
import pressor

PROGRAM, SOURCES = sys.argv[1], pathlib.Path(sys.argv[2])
MODELS = SOURCES / "models"
SCENARIO = SOURCES / "scenarios" / "adress.yaml"
CHANGES = ["design.replicates=1", "output.trajectories=first 5"]


class Run(unittest.TestCase):
    def test_equals_the_program(self):
        ours = pressor.run(SCENARIO, patients=8, seed=3, set=CHANGES, models=MODELS)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "out.h5"
            sets = [word for change in CHANGES for word in ("--set", change)]
            subprocess.run([PROGRAM, "run", SCENARIO, "-o", path, "--patients", "8", "--seed", "3", "--quiet",
                            "--models", MODELS, *sets], check=True, stdout=subprocess.DEVNULL)
            series = pressor.open_result(path).load()
            endpoints = pressor.open_result(path, "endpoints").load()
        self.assertEqual(ours.sizes["kept"], 5)
        for name in ("MAP", "HR", "NE_DOSE", "DEX_CONC"):
            numpy.testing.assert_array_equal(ours[name].values.view("i4"), series[name].values.view("i4"))
            self.assertEqual(ours[name].attrs["units"], series[name].attrs["units"])
        numpy.testing.assert_array_equal(ours["pe_ratio@6h"].values, endpoints["pe_ratio@6h"].values)
        self.assertIn("schema: pressor/1", ours.attrs["scenario_yaml"])

    def test_gives_the_same_for_any_number_of_threads(self):
        one, three = (pressor.run(SCENARIO, patients=8, set=CHANGES, models=MODELS, threads=n) for n in (1, 3))
        self.assertTrue(one.identical(three))

    def test_errors_name_the_place(self):
        with self.assertRaisesRegex(ValueError, "unknown key `horizn`.*did you mean"):
            pressor.run(SCENARIO, set=["horizn=3 h"], models=MODELS)
        with self.assertRaises(FileNotFoundError):
            pressor.run("nowhere.yaml", models=MODELS)


unittest.main(argv=sys.argv[:1])

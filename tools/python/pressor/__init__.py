"""pressor: what vasopressors do to a patient in shock, from drug kinetics to randomized trials.

    >>> import pressor
    >>> trial = pressor.run("scenarios/adress.yaml", replicates=20)
    >>> trial.MAP.sel(time=360).groupby("arm").mean()       # mmHg at 6 h
    >>> trial["pe_ratio@6h"].groupby("arm").std()

For teaching and research, not for patient care.
"""

import pathlib

import numpy
import xarray

from . import _core

__all__ = ["run", "open_result"]


def _models():
    here = pathlib.Path(__file__).resolve()
    folders = [p / "models" for p in here.parents] + [p / "share/pressor/models" for p in here.parents]
    return next((str(f) for f in folders if (f / "references.yaml").is_file()), "")


def run(scenario, *, seed=None, patients=None, replicates=None, set=(), models=None, threads=0):
    """Run a scenario (path to YAML) in memory and return an xarray.Dataset.

    `set` is an iterable of "path.to.key=value", as the flag --set. Variables: the trajectories (patient x time, float32,
    times in min, of those patients whose trajectories the scenario keeps: `kept`), endpoints and covariates (row), each
    with its unit in `attrs["units"]`. A value that is missing, or comes after death, is NaN. The same scenario and seed
    give the same bits for any number of threads.

    Raises ValueError with file, line and column for a scenario that makes no sense.
    """
    flags = {"seed": seed, "design.enrol": patients, "design.replicates": replicates}
    changes = [*set, *(f"{path}={value}" for path, value in flags.items() if value is not None)]
    columns = _core.run(str(scenario), str(models) if models else _models(), changes, threads)

    def array(dims, entry):
        values, unit, meaning = entry
        return xarray.DataArray(values, dims=dims, attrs={"units": unit, "long_name": meaning})

    data = {name: array(("kept", "time"), entry) for name, entry in columns["trajectories"].items()}
    for kind in ("covariates", "endpoints"):
        data.update((name, array(("row",), entry)) for name, entry in columns[kind].items() if name not in data)
    data["death_time"] = array(("row",), columns["death_time"])
    kept = next(iter(columns["trajectories"].values()))[0].shape[0] if columns["trajectories"] else 0
    coords = {
        "time": ("time", columns["time"], {"units": "min"}),
        "row": columns["patient"],
        "arm": ("row", numpy.array(columns["arm"])),
        "replicate": ("row", columns["replicate"]),
        "kept": columns["patient"][:kept],
        "kept_arm": ("kept", numpy.array(columns["arm"][:kept])),
    }
    attrs = {key: columns[key] for key in ("title", "seed", "scenario_yaml")}
    return xarray.Dataset(data, coords, attrs)


def open_result(path, group="trajectories"):
    """Open one group of a result file that `pressor run` has written, as an xarray.Dataset."""
    return xarray.open_dataset(path, group=group, engine="h5netcdf")

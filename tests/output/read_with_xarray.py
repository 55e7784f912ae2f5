"""Checks a file of write_sample with xarray, through netCDF4 and h5netcdf."""
import sys
import warnings

try:
    import numpy as np
    import xarray
    import h5netcdf  # noqa: F401
    import netCDF4  # noqa: F401
except ImportError as error:
    print(error)
    sys.exit(77)

warnings.simplefilter("error")
warnings.filterwarnings("ignore", category=DeprecationWarning)
warnings.filterwarnings("ignore", message="numpy.ndarray size changed")
GROUPS = ["trajectories", "patients", "endpoints", "trial", "events", "summary", "model"]
GROUPS += ["trial/" + g for g in "comparisons sizes twins looks stops stopping observed".split()]


def check_no_time_is_decoded(data):
    for name, variable in data.variables.items():
        assert variable.dtype.kind not in "mM", (name, variable.dtype)
        assert "units" in variable.attrs and "long_name" in variable.attrs, name


def check_trajectories(data):
    assert dict(data.sizes) == {"patient": 100, "time": 31}
    assert set(data.coords) == {"patient", "time", "arm", "replicate"}
    assert data.MAP.dims == ("patient", "time") and data.MAP.dtype == np.float32
    assert data.MAP.attrs["units"] == "mmHg"
    assert data.MAP.attrs["long_name"] == "mean arterial pressure"
    assert data.time.attrs["units"] == "min" and data.time.values[-1] == 60.0
    assert data.MAP.sel(patient=7, time=20).item() == 7 + 10 / 64
    assert bool(data.MAP.sel(patient=9, time=30).isnull())
    assert data.MAP.where(data.arm == 1).notnull().any(dim="time").sum().item() == 50


def check(path, engine):
    opened = {g: xarray.open_dataset(path, group=g, engine=engine) for g in GROUPS}
    for data in opened.values():
        check_no_time_is_decoded(data)
    check_trajectories(opened["trajectories"])
    root = xarray.open_dataset(path, engine=engine)
    assert root.attrs["Conventions"] == "CF-1.10" and "中" in root.attrs["title"]
    assert list(opened["trial"].arm.values) == ["placebo", "high dose"]
    assert opened["trial"]["pe_ratio@6h.mean"].sel(arm="high dose", replicate=1).item() == 3.0
    assert opened["trial"]["pe_ratio@6h.missing"].sel(arm="placebo", reason="died").sum().item() == 4
    power = opened["trial/sizes"].significant.sel(comparison="pe_ratio@6h.welch")
    assert power.dims == ("size",) and power.sel(size=2).item() == 0.25
    assert opened["trial/stops"].dims == {"replicate": 2}
    assert opened["summary"].MAP.sel(arm="placebo", time=0, quantile=0.5).item() == 65.0
    assert opened["patients"].failure.values[6].endswith("µs)")
    assert opened["events"].reason.size == opened["events"].sizes["event"]
    # Groups share the coordinate `patient`, so that they combine without renaming.
    weight = opened["patients"].weight.sel(patient=opened["trajectories"].patient)
    assert weight.values[3] == 63.0
    assert "norepinephrine.severity.CL" in opened["model"]["name"].values


for backend in ["netcdf4", "h5netcdf"]:
    check(sys.argv[1], backend)
    print("xarray", xarray.__version__, backend, "agrees")

"""Checks a file of write_sample with h5py: hash, layout, units, values (formulas: sample.h)."""
import hashlib
import math
import struct
import sys

try:
    import h5py
    import numpy as np
except ImportError as error:
    print(error)
    sys.exit(77)


def result_hash(file):
    """As include/pressor/output/hash.h says."""
    sha, paths, lines = hashlib.sha256, [], []
    file.visititems(lambda n, o: paths.append("/" + n) if isinstance(o, h5py.Dataset) else None)
    for path in sorted(paths, key=str.encode):
        data, text = file[path][...], h5py.check_string_dtype(file[path].dtype)
        values = b"".join(struct.pack("<q", len(s)) + s for s in data.flat) if text else data.tobytes()
        lines.append("%s %s %s %s\n" % (path, "string" if text else data.dtype.name,
                                        "x".join(map(str, data.shape)), sha(values).hexdigest()))
    return sha("".join(lines).encode()).hexdigest()


def check_every_dataset(file):
    """Units, long name, scales and a type that every reader knows."""
    types = {"float32", "float64", "int8", "int32", "int64"}

    def check(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        text = h5py.check_string_dtype(item.dtype)
        assert text is not None or item.dtype.name in types, (name, item.dtype)
        assert text is None or (text.encoding == "utf-8" and text.length is None), name
        assert item.attrs["units"] and item.attrs["long_name"], name
        assert item.attrs["units"] not in ("days", "hours", "minutes", "seconds"), name
        if not h5py.h5ds.is_scale(item.id):
            for size, dim in zip(item.shape, item.dims):
                assert len(dim) == 1 and dim[0].shape == (size,), (name, size)
        if item.dtype.kind == "f":
            assert math.isnan(item.attrs["_FillValue"]) and math.isnan(item.fillvalue), name
        if item.size and text is None:
            assert item.fletcher32, name
        if "flag_values" in item.attrs:
            meanings = item.attrs["flag_meanings"].split(" ")
            assert len(meanings) == len(item.attrs["flag_values"]), name
            assert set(np.unique(item[...])) <= set(item.attrs["flag_values"]), name

    file.visititems(check)


def value(patient, variable, time):
    if patient % 5 == 4 and time >= 15:
        return math.nan
    return variable * 1000 + patient + time / 64


def check_values(file):
    group = file["trajectories"]
    kept = group["patient"][...]
    assert list(kept) == list(range(len(file["patients/patient"]) // 2))
    assert list(group["time"][...]) == [2 * t for t in range(31)]
    for variable, name in enumerate(["MAP", "NE_DOSE", "HR"]):
        expected = [[value(p, variable, t) for t in range(31)] for p in kept]
        assert group[name].dtype == np.float32
        np.testing.assert_array_equal(group[name][...], np.array(expected, np.float32))
    patients = file["patients"]
    ids = patients["id"][...]
    assert list(ids) == list(range(200))
    assert list(patients["weight"][...]) == [60.0 + i for i in ids]
    failures = patients["failure"].asstr()[...]
    assert failures[6] == "at 12 min: the step became too small (1e-9 µs)" and failures[0] == ""
    missing = file["endpoints/pe_ratio@6h.missing"][...]
    values = file["endpoints/pe_ratio@6h"][...]
    assert list(missing) == [1 if i % 3 == 0 else 0 for i in ids]
    assert list(np.isnan(values)) == [i % 3 == 0 for i in ids]
    assert list(file["endpoints/pe_ratio@0h"][...]) == [1 + i / 8 for i in ids]


def check_events(file):
    events = file["events"]
    ids = [i for i in range(200) for _ in range(1 + (i % 2 == 1) + (i % 5 == 4))]
    assert list(events["patient"][...]) == ids
    assert list(events["event"][...]) == list(range(len(ids)))
    meaning = dict(zip(events["drug"].attrs["flag_values"], events["drug"].attrs["flag_meanings"].split()))
    assert meaning == {-1: "none", 0: "norepinephrine", 1: "crystalloid", 2: "colloid", 3: "bleeding"}
    assert [meaning[d] for d in events["drug"][0:3]] == ["norepinephrine", "norepinephrine", "colloid"]


def check_analysis(trial):
    """Comparisons, sizes, twins, stops and published figures, one table a group."""
    comparisons = trial["comparisons"]
    keys = ["pe_ratio@6h.welch", "pe_ratio@6h.ancova(baseline)"]
    assert list(comparisons["comparison"].asstr()[...]) == keys
    assert list(comparisons["title"].asstr()[...]) == [
        "Welch's t test", "analysis of covariance (baseline)"]
    assert comparisons["significant"][...].tolist() == [0.5, 0.75]
    assert comparisons["missing_rule"].asstr()[0].startswith("Patients without a value")
    assert trial["sizes/size"][...].tolist() == [2, 100]
    assert trial["sizes/significant"].shape == (2, 2) and trial["sizes/p"].shape == (2, 2, 2)
    assert trial["sizes/p"][1, 0].tolist() == [0.125, 0.25]
    assert trial["twins/variance_ratio"][...].tolist() == [14.0]
    assert trial["twins/replicate_mean"][...].tolist() == [[-0.25], [-0.25]]
    reason = trial["stops/reason"]
    assert reason.attrs["flag_meanings"].split()[reason[0]] == "harm"
    reasons = list(trial["looks/reason"].asstr()[...])
    assert trial["looks/stopped"][0, reasons.index("harm")] == 1.0
    assert trial["observed/as_extreme_count"][0] == 1 and trial["observed/observed"][0] == -0.19


def check_tables(file):
    trial = file["trial"]
    assert [a for a in trial["arm"].asstr()[...]] == ["placebo", "high dose"]
    assert trial["pe_ratio@6h.n"][...].tolist() == [[10, 1], [10, 1]]
    assert trial["pe_ratio@6h.mean"][...].tolist() == [[1.0, 2.0], [2.0, 3.0]]
    assert np.isnan(trial["pe_ratio@6h.sd"][:, 1]).all()
    p = trial["pe_ratio@6h.welch.p"][...]
    assert np.isnan(p[:, 0]).all() and (p[:, 1] == 0.125).all()
    assert trial["pe_ratio@6h.welch.used"][...].tolist() == [[0, 11], [0, 11]]
    reasons = list(trial["reason"].asstr()[...])
    assert reasons == ["died", "withdrawn", "not_measured", "failed", "censored"]
    assert trial["pe_ratio@6h.missing"][0, 0].tolist() == [2, 1, 3, 0, 0]
    check_analysis(trial)
    assert file["summary/MAP"].shape == (2, 31, 5)
    assert file["summary/MAP"][1, 30].tolist() == [60.0, 62.0, 65.0, 68.0, 71.0]
    model = {n: i for i, n in enumerate(file["model/name"].asstr()[...])}
    row = model["norepinephrine.severity.CL"]
    assert file["model/value"][row] == 3.0 and file["model/spread"][row] == 0.35
    assert file["model/unit"].asstr()[row] == "L/min"
    assert file["model/doi"].asstr()[row] == "10.1093/bja/aei259"
    assert file["model/grade"].asstr()[row] == "B"


def check_root(file):
    attrs = file.attrs
    assert attrs["Conventions"] == "CF-1.10" and attrs["schema"] == "pressor-result/1"
    assert attrs["title"] == "Sample with µ, ≥ and 中" and attrs["status"] == "complete"
    assert attrs["seed"] == 20250228
    assert hashlib.sha256(attrs["scenario_yaml"].encode()).hexdigest() == attrs["scenario_sha256"]
    assert result_hash(file) == attrs["result_hash"]
    expected = {"trajectories", "patients", "endpoints", "trial", "events", "summary", "solver", "model"}
    assert set(file) == expected
    assert file["patients"].attrs["screened"] == 1234 and file["patients"].attrs["failed"] == 3


with h5py.File(sys.argv[1], "r") as sample:
    check_root(sample)
    check_every_dataset(sample)
    check_values(sample)
    check_events(sample)
    check_tables(sample)
print("h5py", h5py.__version__, "agrees")

"""Checks the runs of validation/ensembles.mjs as Merz and Shirts do (2018, doi:10.1371/journal.pone.0202764).

Usage: python3 validation/ensembles.py FOLDER        (pip install physical_validation pymbar; 1.0.5 and 4.0.3 were used)

Of every pair of runs: the slope of ln[p2(x)/p1(x)] by maximum likelihood, which is known exactly (beta1 - beta2 of potential
energies at two temperatures, beta(P1 - P2) of volumes at two pressures), with a bootstrap error over samples that pymbar
decorrelated. Of every run: mean and width of the kinetic energy as temperatures, and the Kolmogorov-Smirnov test against its
distribution; of runs with frames the temperatures of translations and rotations (equipartition). Prints Markdown tables.
"""

import json
import sys
from pathlib import Path

import numpy as np
import physical_validation as pv
from pymbar import timeseries
from scipy import optimize, stats

BOLTZMANN = 3.166811563455546e-6  # Eh/K
HARTREE_IN_BAR_CUBIC_ANGSTROM = 4.3597447222060e-18 / 1e5 / 1e-30  # Eh in bar Å³

UNITS = pv.data.UnitData(
    kb=BOLTZMANN,
    energy_str="Eh",
    energy_conversion=2625.4996394799,
    length_str="a0",
    length_conversion=0.0529177210544,
    volume_str="Å^3",
    volume_conversion=1e-3,
    temperature_str="K",
    temperature_conversion=1,
    pressure_str="bar",
    pressure_conversion=1,
    time_str="ħ/Eh",
    time_conversion=2.4188843265864e-5,
)


def number(text):
    return float(text.split()[0])


def load(file):
    run = json.loads(file.read_text())
    for key in ("potential", "kinetic", "volume", "masses"):
        run[key] = np.array(run[key])
    run["temperature"] = number(run["options"]["temperature"])
    run["pressure"] = number(run["options"]["pressure"]) if "pressure" in run["options"] else None
    run["dof"] = run["summary"]["degreesOfFreedom"]["value"]
    return run


def inefficiency(series):
    """Samples from one independent sample to the next."""
    return int(np.ceil(timeseries.statistical_inefficiency(series)))


def slope(first, second):
    """Of ln[p2/p1], by maximum likelihood (Shirts 2013, doi:10.1021/ct300688p)."""
    both = np.concatenate([first, second])
    centre, width = both.mean(), both.std()
    offset = np.log(len(second) / len(first))
    x1, x2 = (first - centre) / width, (second - centre) / width

    def minus_log_likelihood(p):
        return np.logaddexp(0, p[0] + p[1] * x1 + offset).sum() + np.logaddexp(0, -(p[0] + p[1] * x2 + offset)).sum()

    return optimize.minimize(minus_log_likelihood, [0, 0], method="BFGS").x[1] / width


def slope_with_error(first, second, repetitions=100):
    random = np.random.default_rng(1)
    samples = [slope(random.choice(first, len(first)), random.choice(second, len(second))) for _ in range(repetitions)]
    return slope(first, second), np.std(samples, ddof=1)


def rigid(run):
    return 3 * run["atomCount"] - run["dof"] > 3


def system_data(run):
    molecules, atoms = run["molecules"], run["atomCount"]
    constraints = 3 if rigid(run) else 0
    return pv.data.SystemData(
        natoms=atoms,
        nconstraints=constraints * molecules,
        ndof_reduction_tra=3 * atoms - constraints * molecules - run["dof"],
        ndof_reduction_rot=0,
        mass=run["masses"],
        molecule_idx=np.arange(molecules) * (atoms // molecules),
        nconstraints_per_molecule=np.full(molecules, constraints),
    )


def simulation(run, step):
    """Independent samples of a run as physical_validation takes them."""
    ensemble = pv.data.EnsembleData(
        "NVT" if run["pressure"] is None else "NPT",
        natoms=run["atomCount"],
        volume=1 if run["pressure"] is None else None,
        pressure=run["pressure"],
        temperature=run["temperature"],
    )
    observables = pv.data.ObservableData(
        kinetic_energy=run["kinetic"][::step],
        potential_energy=run["potential"][::step],
        total_energy=(run["kinetic"] + run["potential"])[::step],
        volume=run["volume"][::step] if run["pressure"] is not None else None,
    )
    return pv.data.SimulationData(
        units=UNITS, dt=1, system=system_data(run), ensemble=ensemble, observables=observables
    )


def split_kinetic(run, folder):
    """Temperatures of the centres of mass and of what moves about them, with errors, from the frames."""
    frames, atoms, molecules = run["frames"], run["atomCount"], run["molecules"]
    if frames == 0 or not rigid(run):
        return None
    _, velocities = np.fromfile(folder / f"{run['name']}.f64").reshape(2, frames, molecules, atoms // molecules, 3)
    masses = run["masses"].reshape(molecules, -1)
    total = masses.sum(axis=1)
    centre = (masses[None, :, :, None] * velocities).sum(axis=2) / total[None, :, None]
    translation = 0.5 * (total[None, :, None] * centre**2).sum(axis=(1, 2))
    whole = 0.5 * (masses[None, :, :, None] * velocities**2).sum(axis=(1, 2, 3))
    out = []
    missing = 6 * molecules - run["dof"]
    for energy, dof in ((translation, 3 * molecules - missing), (whole - translation, 3 * molecules)):
        kelvin = 2 * energy / (dof * BOLTZMANN)
        out.append((kelvin.mean(), kelvin.std() * np.sqrt(timeseries.statistical_inefficiency(kelvin) / frames)))
    return out


def kinetic_row(run, folder):
    kinetic, dof, target = run["kinetic"], run["dof"], run["temperature"]
    step = inefficiency(kinetic)
    sample = kinetic[::step]
    mean = 2 * sample.mean() / (dof * BOLTZMANN)
    width = np.sqrt(2 / dof) * sample.std(ddof=1) / BOLTZMANN
    mean_error = 2 * sample.std(ddof=1) / np.sqrt(len(sample)) / (dof * BOLTZMANN)
    width_error = width / np.sqrt(2 * len(sample))
    p = pv.kinetic_energy.distribution(
        simulation(run, step), strict=True, verbosity=0, data_is_uncorrelated=True
    )
    ours = stats.kstest(sample, stats.gamma(dof / 2, scale=BOLTZMANN * target).cdf).pvalue
    parts = split_kinetic(run, folder)
    divided = "" if parts is None else ", ".join(f"{t:.1f} ± {e:.1f}" for t, e in parts)
    return (
        f"| {run['name']} | {len(sample)} | {mean:.2f} ± {mean_error:.2f} | {width:.1f} ± {width_error:.1f} | {p:.2f} |"
        f" {ours:.2f} | {divided} |"
    )


def pair_row(label, first, second):
    if first["pressure"] is None:
        x1, x2 = first["potential"], second["potential"]
        exact = 1 / (BOLTZMANN * first["temperature"]) - 1 / (BOLTZMANN * second["temperature"])
        unit = "Eh⁻¹"
    else:
        x1, x2 = first["volume"], second["volume"]
        beta = HARTREE_IN_BAR_CUBIC_ANGSTROM * BOLTZMANN * first["temperature"]
        exact = (first["pressure"] - second["pressure"]) / beta
        unit = "Å⁻³"
    step1, step2 = inefficiency(x1), inefficiency(x2)
    x1, x2 = x1[::step1], x2[::step2]
    found, error = slope_with_error(x1, x2)
    try:
        quantiles = pv.ensemble.check(
            simulation(first, step1), simulation(second, step2), verbosity=0, data_is_uncorrelated=True
        )
        theirs = ", ".join(f"{q:.1f}" for q in quantiles)
    except pv.util.error.InputError:
        theirs = "too few samples for its histograms"
    ratio, ratio_error = found / exact, abs(error / exact)
    off = (found - exact) / error
    return (
        f"| {label} | {found:.4g} | {exact:.4g} {unit} | {ratio:.3f} ± {ratio_error:.3f} | {off:+.1f} | {theirs} | {len(x1)}, {len(x2)} |"
    )


def pairs(runs):
    """Runs that differ in temperature or in pressure alone."""
    for name, run in sorted(runs.items()):
        for other in sorted(runs.values(), key=lambda one: one["name"]):
            stem = name.rsplit("-", 1)[0]
            if other["name"].rsplit("-", 1)[0] != stem or "steps" in name:
                continue
            key = "temperature" if run["pressure"] is None else "pressure"
            if run[key] < other[key]:
                yield stem, run, other


def main(folder):
    runs = {run["name"]: run for run in map(load, sorted(folder.glob("*.json")))}
    print("| Runs | slope | exact | ratio | standard errors off | physical_validation | samples |")
    print("|---|---|---|---|---|---|---|")
    for stem, first, second in pairs(runs):
        print(pair_row(stem, first, second), flush=True)
    print()
    print("| Run | samples | T of the mean kinetic energy, K | of its width | p (physical_validation) | p (ours) | translations, rotations, K |")
    print("|---|---|---|---|---|---|---|")
    for run in runs.values():
        print(kinetic_row(run, folder), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

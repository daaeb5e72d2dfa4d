"""Draws water-in-water.png from the results of `npm start` and of examples/water/nve.yaml at two time steps.

Usage: water-in-water.py runs/water runs/nve-coarse runs/nve-fine
"""

import csv
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

start, coarse, fine = (pathlib.Path(folder) for folder in sys.argv[1:4])
KCAL = 627.5094740631
BLUE, RED, GREY, GREEN = "#2456a6", "#c8372d", "#8a8f98", "#2a8c6a"


def columns(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]}


def structure(path):
    lines = path.read_text().splitlines()
    atoms = [line.split() for line in lines[2 : 2 + int(lines[0])]]
    return [atom[0] for atom in atoms], np.array([[float(x) for x in atom[1:4]] for atom in atoms])


plt.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "font.family": "DejaVu Sans"})
figure, axes = plt.subplots(1, 4, figsize=(14, 3.5), gridspec_kw={"width_ratios": [1.05, 1, 1, 1]})

elements, positions = structure(start / "final.extxyz")
turn = np.deg2rad(20)
turned = positions @ np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
depth = (turned[:, 2] - turned[:, 2].min()) / np.ptp(turned[:, 2])
axis = axes[0]
for k in np.argsort(turned[:, 2]):
    quantum = k < 3
    oxygen = elements[k] == "O"
    colour = (RED if oxygen else "#f4f4f4") if quantum else ("#b9cbe6" if oxygen else "#e7edf6")
    axis.scatter(
        *turned[k, :2],
        s=(190 if oxygen else 75) * (1.7 if quantum else 0.6 + 0.5 * depth[k]),
        color=colour,
        edgecolor="#30343b" if quantum else "#9fb2d1",
        linewidth=1.2 if quantum else 0.5,
        alpha=1 if quantum else 0.25 + 0.55 * depth[k],
        zorder=1000 if quantum else k,
    )
axis.set_aspect("equal")
axis.axis("off")
axis.set_title("HF/6-31G* water among 109 TIP3P waters", fontsize=9)

relax = columns(start / "2-optimise" / "energies.csv")
axes[1].plot(relax["step"], (relax["energy_Eh"] - relax["energy_Eh"][-1]) * KCAL, color=BLUE)
axes[1].set(xlabel="optimisation step", ylabel="energy above the end, kcal/mol", title="Relaxation (L-BFGS)", yscale="log")

warm = columns(start / "3-dynamics" / "energies.csv")
axes[2].plot(warm["time_fs"] / 1000, warm["temperature_K"], color=GREEN, lw=1)
axes[2].axhline(300, color=GREY, lw=0.8, ls="--")
axes[2].set(xlabel="time, ps", ylabel="temperature, K", title="Langevin dynamics, 300 K")

for folder, colour, label in ((coarse, RED, "0.5 fs"), (fine, BLUE, "0.25 fs")):
    run = columns(folder / "2-dynamics" / "energies.csv")
    error = (run["conservedEnergy_Eh"] - run["conservedEnergy_Eh"].mean()) * 1000
    axes[3].plot(run["time_fs"] / 1000, error, color=colour, lw=0.8, label=label, zorder=2 if colour == BLUE else 1)
axes[3].set(xlabel="time, ps", ylabel="conserved energy − mean, mEh", title="No thermostat (velocity Verlet)")
low, high = axes[3].get_ylim()
axes[3].set_ylim(low, high + 0.15 * (high - low))
axes[3].legend(frameon=False, loc="upper right", ncols=2)

figure.tight_layout()
figure.savefig(pathlib.Path(__file__).with_suffix(".png"), dpi=120)

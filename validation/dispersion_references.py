"""Reference values for packages/dispersion from the programs of the authors of D3, D4 and GFN-xTB.

    pip install dftd3==1.7.0 dftd4==4.3.1 tblite==0.8.0 ase numpy
    python validation/dispersion_references.py

Writes packages/dispersion/test/fixtures/<case set>.json: structures in a0, energies in Eh for several functionals with and
without the three-body term, gradients (Eh/a0) and virials (Eh; the programs' sign, dE/dstrain) of one functional, charges.
Structures are molecules of ASE's G2 and S22 sets, and clusters of random atoms that together contain every element.
"""

import importlib.metadata
import json
import pathlib
import sys
import time

import numpy as np
from ase.build import molecule
from ase.data.s22 import create_s22_system
from dftd3.interface import DispersionModel as D3Model
from dftd3.interface import RationalDampingParam as D3Damping
from dftd4.interface import DampingParam as D4Damping
from dftd4.interface import DispersionModel as D4Model
from tblite.interface import Calculator

OUT = pathlib.Path(__file__).resolve().parent.parent / "packages" / "dispersion" / "test" / "fixtures"
BOHR = 0.529177210903
FUNCTIONALS = ["pbe", "revpbe", "blyp", "bp", "tpss", "r2scan", "b3lyp", "pbe0", "cam-b3lyp", "hf"]
# Names that the D3 program knows are without hyphens.
D3_NAMES = {"cam-b3lyp": "camb3lyp"}
G2 = ["CH3CH2OH", "C6H6", "LiF", "NaCl", "SiH4", "PH3", "SO2", "ClF3", "BCl3", "BeH", "AlF3", "C4H4S", "HOCl", "trans-butane"]
S22 = ["Water_dimer", "Uracil_dimer_stack", "Adenine-thymine_complex_stack", "Benzene-methane_complex", "Formamide_dimer"]


def cluster(generator, numbers, spacing):
    """Atoms in random places, none closer than 0.85 times the spacing times their mean size."""
    positions = []
    edge = spacing * len(numbers) ** (1 / 3)
    while len(positions) < len(numbers):
        trial = generator.uniform(0, edge, 3)
        if all(np.linalg.norm(trial - p) > 0.62 * spacing for p in positions):
            positions.append(trial)
    return np.array(positions)


def structures():
    """Name, atomic numbers, positions (a0), charge."""
    for name in G2:
        atoms = molecule(name)
        yield name, atoms.numbers, atoms.positions / BOHR, 0
    for name in S22:
        atoms = create_s22_system(name)
        yield name, atoms.numbers, atoms.positions / BOHR, 0
    ammonium = molecule("CH4")
    ammonium.numbers[0] = 7
    yield "NH4+", ammonium.numbers, ammonium.positions / BOHR * 0.94, 1
    formate = molecule("HCOOH")
    kept = [k for k in range(len(formate)) if not (formate.numbers[k] == 1 and np.linalg.norm(formate.positions[k] - formate.positions[formate.numbers == 8], axis=1).min() < 1.1)]
    yield "HCOO-", formate.numbers[kept], formate.positions[kept] / BOHR, -1
    phosphate = molecule("CF4")
    phosphate.numbers[:] = [15, 8, 8, 8, 8]
    yield "PO4 3-", phosphate.numbers, phosphate.positions / BOHR * 1.16, -3
    generator = np.random.default_rng(20)
    order = generator.permutation(np.arange(1, 87))
    for part in range(6):
        numbers = np.concatenate([order[part::6], [1, 6, 8]])
        yield f"cluster {part + 1}", numbers, cluster(generator, numbers, 4.4), [0, 0, 1, -1, 2, -2][part]
    for name, first, last in (("early actinides", 87, 94), ("late actinides", 95, 103)):
        numbers = np.concatenate([np.arange(first, last + 1), [1, 1, 6, 8]])
        yield name, numbers, cluster(generator, numbers, 4.8), 0


def cells():
    """Name, atomic numbers, positions (a0), cell vectors (a0, rows)."""
    generator = np.random.default_rng(5)
    argon = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]) * 9.94
    yield "argon", np.full(4, 18), argon + generator.normal(0, 0.2, (4, 3)), np.eye(3) * 9.94
    skewed = np.array([[11.0, 0, 0], [3.5, 10.2, 0], [-2.1, 4.4, 12.3]])
    water = molecule("H2O").positions / BOHR
    ammonia = molecule("NH3").positions / BOHR
    positions = np.concatenate([water + [1, 2, 1], ammonia + [6, 6, 7], [[9.5, 12.0, 3.0]]])
    # One atom far outside the cell: images do not matter.
    positions[0] += 2 * skewed[0] - skewed[2]
    yield "skewed", np.array([8, 1, 1, 7, 1, 1, 1, 17]), positions, skewed


def three(kind, method, atm):
    return kind(method=D3_NAMES.get(method, method) if kind is D3Damping else method, atm=atm)


def evaluate(model, damping):
    result = model.get_dispersion(damping, grad=True)
    return {"energy": float(result["energy"]), "gradient": result["gradient"].ravel().tolist(), "virial": result["virial"].ravel().tolist()}


def molecular(name, numbers, positions, charge):
    """D3 and D4; D3 up to plutonium, beyond which the published tables differ."""
    d3 = D3Model(numbers, positions) if max(numbers) <= 94 else None
    d4 = D4Model(numbers, positions, charge=charge)
    energies = {}
    for method in FUNCTIONALS:
        energies[method] = {
            "d3": [float(d3.get_dispersion(three(D3Damping, method, atm), grad=False)["energy"]) for atm in (False, True)] if d3 else None,
            "d4": [float(d4.get_dispersion(three(D4Damping, method, atm), grad=False)["energy"]) for atm in (False, True)],
        }
    properties = d4.get_properties()
    return {
        "name": name,
        "elements": numbers.tolist(),
        "positions": positions.ravel().tolist(),
        "charge": charge,
        "energies": energies,
        "d3": evaluate(d3, three(D3Damping, "b3lyp", True)) if d3 else None,
        "d4": evaluate(d4, three(D4Damping, "b3lyp", True)),
        "charges": properties["partial charges"].tolist(),
        "coordinationNumbers": properties["coordination numbers"].tolist(),
        "polarisabilities": properties["polarizabilities"].tolist(),
    }


def periodic(name, numbers, positions, vectors):
    entry = {"name": name, "elements": numbers.tolist(), "positions": positions.ravel().tolist(), "cell": vectors.ravel().tolist(), "results": []}
    everywhere = np.array([True, True, True])
    for cutoffs, width, atm in [((60.0, 40.0), 0.0, False), ((30.0, 15.0), 0.0, True), ((30.0, 15.0), 6.0, True)]:
        d3 = D3Model(numbers, positions, lattice=vectors, periodic=everywhere)
        d3.set_realspace_cutoff(cutoffs[0], cutoffs[1], 40.0, width, width)
        d4 = D4Model(numbers, positions, charge=0.0, lattice=vectors, periodic=everywhere)
        d4.set_realspace_cutoff(cutoffs[0], cutoffs[1], 30.0, width, width)
        entry["results"].append({
            "twoBody": cutoffs[0], "threeBody": cutoffs[1], "width": width, "atm": atm,
            "d3": evaluate(d3, three(D3Damping, "pbe", atm)),
            "d4": evaluate(d4, three(D4Damping, "pbe", atm)),
        })
        entry["charges"] = d4.get_properties()["partial charges"].tolist()
    return entry


def xtb(name, numbers, positions, charge):
    """Dispersion energies of GFN1-xTB and GFN2-xTB with the charges that they end with."""
    entry = {"name": name, "elements": numbers.tolist(), "positions": positions.ravel().tolist()}
    for method in ("GFN1-xTB", "GFN2-xTB"):
        calculator = Calculator(method, numbers, positions, charge=charge)
        calculator.set("verbosity", 0)
        calculator.set("accuracy", 1e-4)
        calculator.add("xtbml")
        result = calculator.singlepoint()
        parts = result.get("post-processing-dict")
        entry[method] = {"charges": result.get("charges").tolist(), "twoBody": float(parts["E_disp2"].sum()), "threeBody": float(parts["E_disp3"].sum())}
    return entry


def timings():
    """Seconds of processor time for energy and gradient of random clusters; set OMP_NUM_THREADS=1 for one thread."""
    generator = np.random.default_rng(1)
    for count in (100, 300, 1000):
        numbers = generator.choice([1, 6, 7, 8], count)
        positions = cluster(generator, numbers, 4.0)
        for label, make, damping in (
            ("D3", D3Model, three(D3Damping, "pbe", False)),
            ("D3-ATM", D3Model, three(D3Damping, "pbe", True)),
            ("D4", D4Model, three(D4Damping, "pbe", False)),
            ("D4-ATM", D4Model, three(D4Damping, "pbe", True)),
        ):
            start = time.process_time()
            make(numbers, positions).get_dispersion(damping, grad=True)
            print(f"{label:7} {count:5} atoms {time.process_time() - start:8.3f} s")


def main():
    if sys.argv[1:] == ["--timings"]:
        timings()
        return
    OUT.mkdir(parents=True, exist_ok=True)
    programs = {name: importlib.metadata.version(name) for name in ("dftd3", "dftd4", "tblite")}
    all_structures = list(structures())
    sets = {
        "molecules": [molecular(*s) for s in all_structures],
        "cells": [periodic(*c) for c in cells()],
        "xtb": [xtb(*s) for s in all_structures if s[0] in ("CH3CH2OH", "SO2", "Uracil_dimer_stack", "NH4+", "HCOO-", "AlF3")],
    }
    for name, cases in sets.items():
        (OUT / f"{name}.json").write_text(json.dumps({"programs": programs, "cases": cases}, separators=(",", ":")))
        print(name, len(cases))


if __name__ == "__main__":
    main()

"""Reference energies and dipoles of polarisable silica by Tangney and Scandolo, from NumPy.

Parameters: P. Tangney and S. Scandolo, J. Chem. Phys. 117, 8898 (2002), doi:10.1063/1.1513312. Charges and dipoles are Gaussians
so narrow that the whole of Ewald's sum stands in reciprocal space: one formula for everything, and none of those of pairs. The
dipoles come from a dense linear solve. Writes packages/mm-forcefield/test/fixtures/tangney-scandolo.json (hartree, bohr).

    pip install numpy==2.4.6
    python validation/mm_tangney_scandolo.py
"""

import itertools
import json
from math import erfc, factorial
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "packages/mm-forcefield/test/fixtures/tangney-scandolo.json"
BOHR = 0.529177210544
CHARGE = {"O": -1.38257, "Si": 2.76514}
POLARISABILITY = 8.89378
MORSE = {"OO": (0.00024748, 12.07092, 7.17005), "OSi": (0.0019033, 11.1523, 4.6371), "SiSi": (-0.0020846, 10.45517, 5.75038)}
DAMPING = (2.02989, -1.50435)
CUTOFF = 18.0
BETA = 1.9  # 1/bohr
LONGEST = 12 * BETA


def quartz(a=4.916, c=5.405, u=0.4697, x=0.4135, y=0.2669, z=0.7858):
    """Alpha quartz, space group 154, near its measured structure; angstrom."""
    cell = np.array([[a, 0, 0], [-a / 2, a * np.sqrt(3) / 2, 0], [0, 0, c]])
    silicon = [(u, 0, 2 / 3), (0, u, 1 / 3), (-u, -u, 0)]
    oxygen = [(x, y, z), (-y, x - y, z + 2 / 3), (-x + y, -x, z + 1 / 3)]
    oxygen += [(y, x, -z), (x - y, -y, -z + 1 / 3), (-x, -x + y, -z + 2 / 3)]
    return ["Si"] * 3 + ["O"] * 6, np.array(silicon + oxygen) @ cell, cell


def images(cell, reach):
    widths = 1 / np.linalg.norm(np.linalg.inv(cell), axis=0)
    most = [int(np.ceil(reach / width)) + 1 for width in widths]
    return np.array(list(itertools.product(*[range(-n, n + 1) for n in most]))) @ cell


def short_range(symbols, positions, cell):
    """Morse stretches by shifted force, and the close-range field of the silicons at the oxygens."""
    energy, field = 0.0, np.zeros_like(positions)
    shifts = images(cell, CUTOFF)
    b, c = DAMPING
    for i, j in itertools.product(range(len(symbols)), repeat=2):
        depth, gamma, r0 = MORSE["".join(sorted((symbols[i], symbols[j])))]
        morse = lambda r: depth * (np.exp(gamma * (1 - r / r0)) - 2 * np.exp(gamma / 2 * (1 - r / r0)))
        slope = -depth * gamma / r0 * (np.exp(gamma * (1 - CUTOFF / r0)) - np.exp(gamma / 2 * (1 - CUTOFF / r0)))
        d = positions[i] - positions[j] - shifts
        r = np.linalg.norm(d, axis=1)
        near = (r > 1e-6) & (r < CUTOFF)
        d, r = d[near], r[near]
        energy += 0.5 * np.sum(morse(r) - morse(CUTOFF) - (r - CUTOFF) * slope)
        if symbols[i] == "O" and symbols[j] == "Si":
            damping = c * np.exp(-b * r) * sum((b * r) ** k / factorial(k) for k in range(5))
            field[i] += CHARGE["Si"] * np.sum(d * (damping / r**3)[:, None], axis=0)
    return energy, field


def reciprocal(positions, cell):
    """Potential matrix of unit charges, its first and its mixed second derivatives: phi_ij, d_a phi_ij, d_a d_b phi_ij."""
    volume = abs(np.linalg.det(cell))
    inverse = 2 * np.pi * np.linalg.inv(cell).T
    most = [int(LONGEST * np.linalg.norm(row) / (2 * np.pi)) + 1 for row in cell]
    n = len(positions)
    phi, first, second = np.zeros((n, n)), np.zeros((n, n, 3)), np.zeros((n, n, 3, 3))
    for h in range(-most[0], most[0] + 1):
        grid = np.array(list(itertools.product([h], range(-most[1], most[1] + 1), range(-most[2], most[2] + 1))))
        k = grid @ inverse
        k2 = np.einsum("ka,ka->k", k, k)
        keep = (k2 > 1e-12) & (k2 < LONGEST**2)
        k, k2 = k[keep], k2[keep]
        weight = 4 * np.pi / volume * np.exp(-k2 / (4 * BETA**2)) / k2
        phase = np.exp(1j * positions @ k.T)
        pair = np.einsum("ik,jk->ijk", phase, phase.conj())
        phi += np.einsum("k,ijk->ij", weight, pair.real)
        first += np.einsum("k,ka,ijk->ija", weight, k, -pair.imag)
        second += np.einsum("k,ka,kb,ijk->ijab", weight, k, k, -pair.real, optimize=True)
    return phi, first, second


def evaluate(symbols, positions, cell):
    n = len(symbols)
    q = np.array([CHARGE[s] for s in symbols])
    morse, field = short_range(symbols, positions, cell)
    phi, first, second = reciprocal(positions, cell)
    phi -= 2 * BETA / np.sqrt(np.pi) * np.eye(n)
    second += 4 * BETA**3 / (3 * np.sqrt(np.pi)) * np.einsum("ij,ab->ijab", np.eye(n), np.eye(3))
    nearest = min(np.linalg.norm(positions[i] - positions[j] - images(cell, 6), axis=1).min() for i in range(n) for j in range(i))
    assert erfc(BETA * nearest) / nearest < 1e-7, nearest
    # What little the Gaussians of neighbours overlap.
    shifts = images(cell, 8)
    step = 1e-3
    for i, j in itertools.product(range(n), repeat=2):
        d = positions[i] - positions[j] - shifts
        r = np.linalg.norm(d, axis=1)
        for e in d[(r > 1e-6) & (r < 7)]:
            value = lambda x: erfc(BETA * np.linalg.norm(x)) / np.linalg.norm(x)
            phi[i, j] += value(e)
            for a in range(3):
                ea = step * np.eye(3)[a]
                first[i, j, a] += (value(e + ea) - value(e - ea)) / (2 * step)
    field -= np.einsum("ija,j->ia", first, q)
    oxygens = [i for i in range(n) if symbols[i] == "O"]
    # Field at i of a dipole at j: -d_a (-d_b phi) mu_b, so the matrix that the dipoles feel is + d_a d_b phi.
    tensor = second[np.ix_(oxygens, oxygens)].transpose(0, 2, 1, 3).reshape(3 * len(oxygens), -1)
    driving = field[oxygens].ravel()
    mu = np.linalg.solve(np.eye(len(driving)) / POLARISABILITY - tensor, driving)
    dipoles = np.zeros((n, 3))
    dipoles[oxygens] = mu.reshape(-1, 3)
    return {"morse": morse, "coulomb": 0.5 * q @ phi @ q, "polarisation": -0.5 * mu @ driving}, dipoles


def main():
    rng = np.random.default_rng(17)
    symbols, crystal, cell = quartz()
    bent_cell = cell @ (np.eye(3) + np.array([[0.01, 0.02, -0.01], [0.02, -0.015, 0.01], [-0.01, 0.01, 0.005]]))
    bent = crystal @ np.linalg.solve(cell, bent_cell) + 0.08 * rng.uniform(-1, 1, crystal.shape)
    cases = {}
    for name, positions, box in [("quartz", crystal, cell), ("displaced quartz", bent, bent_cell)]:
        positions, box = positions / BOHR, box / BOHR
        terms, dipoles = evaluate(symbols, positions, box)
        cases[name] = {
            "symbols": symbols,
            "cell": box.tolist(),
            "positions": positions.tolist(),
            "terms": terms,
            "dipoles": dipoles.tolist(),
        }
        print(name, terms, np.linalg.norm(dipoles, axis=1).round(4))
    OUT.write_text(json.dumps({"program": f"NumPy {np.__version__}", "cases": cases}) + "\n")


if __name__ == "__main__":
    main()

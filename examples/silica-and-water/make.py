"""Writes silica-and-water.pdb: water between the periodic images of a bilayer of silica.

The bilayer (two honeycomb sheets of corner-sharing tetrahedra that mirror each other, joined by Si-O-Si bridges) has no
dangling bonds. It is built from bond lengths, 3 x 2 rectangular cells in the plane of the cell's a and b; water molecules
on a grid, turned at random, fill the rest of the cell at 1 g/cm3.

    pip install numpy==2.2.6
    python make.py
"""

from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
BOND = 1.62  # Si-O, angstrom
HONEYCOMB = 3.06  # Si-Si in the plane
CELLS = (3, 2)
HEIGHT = 24.0  # of the cell
VOLUME_PER_WATER = 29.9  # angstrom^3 at 1 g/cm3
CLEARANCE = 2.6  # of oxygens of water from the bilayer
SEED = 20240501
OH, ANGLE = 0.9572, np.radians(104.52)  # TIP3P


def bilayer():
    """Symbols, positions and lengths of the rectangle."""
    a, b = HONEYCOMB * np.sqrt(3), HONEYCOMB * 3
    silicon = HONEYCOMB * np.array([[0, 0], [0, 1], [np.sqrt(3) / 2, 1.5], [np.sqrt(3) / 2, 2.5]])
    steps = HONEYCOMB * np.array([[0, 1], [np.sqrt(3) / 2, -0.5], [-np.sqrt(3) / 2, -0.5]])
    # Bridges within a sheet: from each silicon of one kind to its three neighbours, bent outwards to the bond length.
    bridges = (silicon[[0, 2], None] + steps / 2).reshape(-1, 2)
    bend = np.sqrt(BOND**2 - (HONEYCOMB / 2) ** 2)
    atoms = [("O", x, y, 0.0) for x, y in silicon]
    for side in (-1, 1):
        atoms += [("Si", x, y, side * BOND) for x, y in silicon]
        atoms += [("O", x, y, side * (BOND + bend)) for x, y in bridges]
    cells = [(n * a, m * b) for n in range(CELLS[0]) for m in range(CELLS[1])]
    symbols = [atom[0] for _ in cells for atom in atoms]
    positions = np.array([[x + dx, y + dy, z] for dx, dy in cells for _, x, y, z in atoms])
    lengths = np.array([a * CELLS[0], b * CELLS[1], HEIGHT])
    positions[:, :2] %= lengths[:2]
    return symbols, positions, lengths


def waters(slab, lengths, random):
    """Positions (molecules, 3, 3): oxygen, hydrogen, hydrogen."""
    spacing = VOLUME_PER_WATER ** (1 / 3)
    bottom, top = slab[:, 2].max() + CLEARANCE, HEIGHT + slab[:, 2].min() - CLEARANCE
    counts = [int(lengths[0] // spacing), int(lengths[1] // spacing), 1 + int((top - bottom) // spacing)]
    axes = [np.arange(n) * length / n for n, length in zip(counts[:2], lengths)]
    axes.append(np.linspace(bottom, top, counts[2]))
    oxygens = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    half = ANGLE / 2
    molecule = OH * np.array([[0, 0, 0], [np.sin(half), np.cos(half), 0], [-np.sin(half), np.cos(half), 0]])
    turned = []
    for oxygen in oxygens:
        matrix, _ = np.linalg.qr(random.normal(size=(3, 3)))
        turned.append(oxygen + molecule @ matrix)
    return np.array(turned)


def main():
    symbols, slab, lengths = bilayer()
    molecules = waters(slab, lengths, np.random.default_rng(SEED))
    lines = ["CRYST1%9.3f%9.3f%9.3f  90.00  90.00  90.00 P 1           1" % tuple(lengths)]
    atoms = [(symbol, "SIL", 1, at) for symbol, at in zip(symbols, slab)]
    for n, molecule in enumerate(molecules):
        atoms += [(name, "HOH", n + 2, at) for name, at in zip(("O", "H1", "H2"), molecule)]
    for n, (name, residue, number, (x, y, z)) in enumerate(atoms):
        element = name.rstrip("12")
        label = name.ljust(4) if len(element) == 2 else f" {name}".ljust(4)
        lines.append(
            f"HETATM{n + 1:5d} {label} {residue} A{number:4d}    {x:8.3f}{y:8.3f}{z:8.3f}  1.00  0.00          {element:>2s}"
        )
    (HERE / "silica-and-water.pdb").write_text("\n".join([*lines, "END", ""]))


main()

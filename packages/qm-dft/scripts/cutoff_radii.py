"""Writes src/counterpoise/data/cutoff-radii.ts: the pair radii of DFT-D3's zero damping, H to Kr, from torch-dftd (MIT licence).

Grimme, Antony, Ehrlich & Krieg, J. Chem. Phys. 132, 154104 (2010), doi:10.1063/1.3382344.
Usage: python cutoff_radii.py dftd3_params.npz (of torch-dftd 0.5.3: torch_dftd/nn/params)
"""

import pathlib
import sys

import numpy as np

LAST = 36
BOHR = 0.52917726
radii = np.load(sys.argv[1])["r0ab"] * BOHR
rows = [" ".join(str(round(1e4 * radii[a, b])) for b in range(1, a + 1)) for a in range(1, LAST + 1)]
assert all(abs(1e4 * radii[a, b] - round(1e4 * radii[a, b])) < 0.02 for a in range(1, LAST + 1) for b in range(1, a + 1))
text = "\n".join(rows)
target = pathlib.Path(__file__).parent.parent / "src/counterpoise/data/cutoff-radii.ts"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(f"""/**
 * Cut-off radii of pairs of elements, 1e-4 Å: a line per element from H to Kr, with itself and all before. Grimme, Antony, Ehrlich &
 * Krieg, J. Chem. Phys. 132, 154104 (2010), doi:10.1063/1.3382344. Written by scripts/cutoff_radii.py.
 */
export const CUTOFF_RADII = `{text}`;
""")

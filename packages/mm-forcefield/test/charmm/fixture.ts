/** A made-up molecule N–C–C(=O)–N–C in CHARMM's files, with every kind of term. */
export const CRD = `* SMALL
*
    6
    1    1 SMA  N1     0.00000   0.00000   0.10000 S    1      0.00000
    2    1 SMA  C2     1.45000   0.05000   0.00000 S    1      0.00000
    3    1 SMA  C3     2.05000   1.35000   0.25000 S    1      0.00000
    4    1 SMA  N4     3.35000   1.50000   0.70000 S    1      0.00000
    5    1 SMA  C5     4.25000   0.40000   1.05000 S    1      0.00000
    6    1 SMA  O6     1.35000   2.35000   0.12000 S    1      0.00000
`;

const atoms = [
  ["N1", "NA", -0.4, 14.007],
  ["C2", "CA", 0.1, 12.011],
  ["C3", "CB", 0.55, 12.011],
  ["N4", "NB", -0.2, 14.007],
  ["C5", "CC", 0.45, 12.011],
  ["O6", "OX", -0.5, 15.999],
] as const;

const sections = `
       5 !NBOND: bonds
       1       2       2       3       3       4       4       5
       3       6

       5 !NTHETA: angles
       1       2       3       2       3       4       2       3       6
       4       3       6       3       4       5

       5 !NPHI: dihedrals
       1       2       3       4       2       3       4       5
       1       2       3       6       6       3       4       5
       4       3       2       1

       1 !NIMPHI: impropers
       3       2       4       6

       0 !NDON: donors

       0 !NACC: acceptors

       1 !NNB

       6
       1       1       1       1       1       1

       1       0 !NGRP
       0       0       0

       1 !NCRTERM: cross-terms
       1       2       3       4       2       3       4       5
`;

const titles = "\n       1 !NTITLE\n REMARKS small\n\n";

/** Types by name; the torsion 1–2–3–4 is listed twice. */
export const PSF = `PSF CMAP\n${titles}       6 !NATOM\n${atoms
  .map(([name, type, charge, mass], k) =>
    [
      String(k + 1).padStart(8),
      "S   ",
      "1   ",
      "SMA ",
      name.padEnd(4),
      type.padEnd(4),
      charge.toFixed(6).padStart(10),
      mass.toFixed(4).padStart(13),
      "          0",
    ].join(" "),
  )
  .join("\n")}\n${sections}`;

/** The same with extended columns and types by number. */
export const EXTENDED_PSF = `PSF EXT CMAP\n${titles}         6 !NATOM\n${atoms
  .map(([name, , charge, mass], k) =>
    [
      String(k + 1).padStart(10),
      "S       ",
      "1       ",
      "SMA     ",
      name.padEnd(8),
      String(k + 11).padStart(4),
      charge.toFixed(6).padStart(14),
      mass.toFixed(4).padStart(14),
      "          0",
    ].join(" "),
  )
  .join("\n")}\n${sections}`;

/** A topology file: of it only the numbers of types count, and BOND and IMPR of residues do not. */
export const RTF = `* topology
*
 36  1
${atoms.map(([, type, , mass], k) => `MASS ${k + 11} ${type} ${mass} ! mass`).join("\n")}

RESI SMA 0.00
GROUP
ATOM N1 NA -0.4
BOND N1 C2 C2 C3
IMPR C3 C2 N4 O6
CMAP N1 C2 C3 N4 C2 C3 N4 C5
END
`;

const grid = Array.from({ length: 36 }, (_, k) => 1.5 * Math.sin(1.3 * k) + 0.4 * Math.cos(k * k));

export const PRM = `* parameters
*
BONDS
NA   CA    320.0   1.43 ! with a comment
ca   cb    250.0   1.49 ! small letters
CB   NB    370.0   1.345
NB   CC    320.0   1.43
CB   OX    620.0   1.23

ANGLES
NA   CA   CB    50.0   107.0   20.0   2.45
CA   CB   NB    80.0   116.5
CA   CB   OX    80.0   121.0
NB   CB   OX    80.0   122.5
CB   NB   CC    50.0   120.0

DIHEDRALS
X    CA   CB   X     0.2   3   0.0
NA   CA   CB   NB    0.6   1   0.0
NA   CA   CB   NB    0.3   2   180.0
X    CB   NB   X     2.5   2   180.0
OX   CB   NB   CC    1.0   0   10.0

IMPROPER
CB   X    X    OX   120.0   0   5.0

CMAP
NA CA CB NB CA CB NB CC 6
${grid.map((e, k) => e.toFixed(6) + (k % 5 === 4 ? "\n" : " ")).join("")}
NONBONDED nbxmod  5 atom cdiel shift vatom vdistance vswitch -
cutnb 14.0 ctofnb 12.0 ctonnb 10.0 eps 1.0 e14fac 0.5 wmin 1.5
NA     0.0   -0.20   1.85
C*     0.0   -0.11   2.00   0.0  -0.01  1.90
CC     0.0   -0.08   2.06
NB     0.0   -0.20   1.85   0.0  -0.20  1.55
OX     0.0   -0.12   1.70

NBFIX
NA   CC   -0.05   3.6
OX   CC   -0.15   3.0   -0.25   2.8

END
`;

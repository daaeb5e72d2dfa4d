// Boxes of water to start dynamics from.
import { createRandomStream, createSystem } from "../packages/core/dist/index.js";

const ANGSTROM = 1 / 0.529177210544;

/** perEdge³ molecules on a cubic grid at 0.997 g/cm³, each turned at random, as a system of core. */
export function waterGrid(perEdge, seed) {
  const random = createRandomStream(seed);
  const spacing = (18.626 / 6) * ANGSTROM;
  const edge = perEdge * spacing;
  const [length, half] = [0.9572 * ANGSTROM, (0.5 * 104.52 * Math.PI) / 180];
  const positions = [];
  const elements = [];
  const bonds = [];
  for (let n = 0; n < perEdge ** 3; n++) {
    const origin = [n % perEdge, Math.floor(n / perEdge) % perEdge, Math.floor(n / perEdge ** 2)];
    const q = [0, 1, 2, 3].map(() => random.normal());
    const norm = Math.hypot(...q);
    const [w, x, y, z] = q.map((c) => c / norm);
    const turn = ([a, b]) => [
      a * (1 - 2 * (y * y + z * z)) + b * 2 * (x * y - w * z),
      a * 2 * (x * y + w * z) + b * (1 - 2 * (x * x + z * z)),
      a * 2 * (x * z - w * y) + b * 2 * (y * z + w * x),
    ];
    const sites = [
      [0, 0],
      [length * Math.cos(half), length * Math.sin(half)],
      [length * Math.cos(half), -length * Math.sin(half)],
    ];
    for (const site of sites) positions.push(...turn(site).map((c, i) => c + (origin[i] + 0.5) * spacing));
    elements.push(8, 1, 1);
    bonds.push(3 * n, 3 * n + 1, 3 * n, 3 * n + 2);
  }
  const residueOf = elements.map((_, atom) => Math.floor(atom / 3));
  const residues = Array.from({ length: perEdge ** 3 }, (_, k) => ({ name: "HOH", id: k + 1, chain: "" }));
  const cell = { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) };
  return createSystem({ elements, positions, bonds, residueOf, residues, cell });
}

import { afterAll, describe, expect, test } from "vitest";
import type { MatrixEntry, MatrixErrors } from "../support/real-levels.js";
import { alanineDipeptide, butanolWithParameters, errorsOf, MATRIX } from "../support/real-levels.js";

const CASES = [
  { name: "butanol, open", make: () => butanolWithParameters("open") },
  { name: "butanol, fading charges", make: () => butanolWithParameters("fading") },
  { name: "butanol, periodic", make: () => butanolWithParameters("periodic") },
  { name: "alanine dipeptide", make: alanineDipeptide },
];

const rows: Record<string, string>[] = [];

function record(name: string, { scheme, embedding, boundary }: MatrixEntry, errors: MatrixErrors): void {
  rows.push({
    case: name,
    scheme,
    embedding,
    boundary: Object.values(boundary).join(" "),
    ...Object.fromEntries(Object.entries(errors).map(([what, value]) => [what, value.toExponential(1)])),
  });
}

afterAll(() => {
  console.table(rows);
});

describe.each(CASES)("Hartree–Fock and a real force field, $name", ({ name, make }) => {
  const one = make();
  test.each(MATRIX)("$scheme $embedding $boundary", async (entry) => {
    const errors = await errorsOf(one, entry);
    record(name, entry, errors);
    expect(errors.force).toBeLessThan(2e-6);
    expect(errors.virial).toBeLessThan(5e-6);
    expect(errors.netForce).toBeLessThan(1e-9);
    expect(errors.netTorque).toBeLessThan(1e-9);
  });
});

import { angularFunctions } from "../../integrals/solid-harmonics.js";

/** Coefficient of each function of a shell (rows) in the normalised real solid harmonics (columns). */
export function harmonicsOver(l: number, spherical: boolean): number[][] {
  const harmonics = angularFunctions(l, true);
  if (spherical || l < 2) return harmonics.map((_, i) => harmonics.map((__, m) => (i === m ? 1 : 0)));
  return angularFunctions(l, false).map(({ powers: [own], factors: [norm] }) =>
    harmonics.map(({ powers, factors }) => {
      const at = powers.findIndex((power) => power.every((value, axis) => value === own[axis]));
      return at < 0 ? 0 : factors[at] / norm;
    }),
  );
}

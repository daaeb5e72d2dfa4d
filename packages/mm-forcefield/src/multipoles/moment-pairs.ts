import type { KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { COMPONENT_COUNT, componentsUpTo, EXPONENTS, PRODUCTS } from "./components.js";
import { PairDerivatives } from "./pair-derivatives.js";
import type {} from "./signatures.js";

/** Deriving by a source's position instead of the point's changes the sign of odd derivatives. */
export const momentPairs: KernelSignatures["mm/momentPairs"] = (
  derivatives,
  rank,
  points,
  positions,
  moments,
  momentRank,
  cell,
  beta,
  cutoff,
  start,
  partners,
) => {
  const width = componentsUpTo(rank);
  const momentWidth = componentsUpTo(momentRank);
  const pair = new PairDerivatives(rank + momentRank, beta);
  const { values } = pair;
  const sign = Float64Array.from({ length: momentWidth }, (_, k) =>
    (EXPONENTS[3 * k]! + EXPONENTS[3 * k + 1]! + EXPONENTS[3 * k + 2]!) % 2 === 0 ? 1 : -1,
  );
  const everyOne = start.length === 0;
  const sourceCount = positions.length / 3;
  const both = new Float64Array(6);
  const d = new Float64Array(3);
  for (let point = 0; 3 * point < points.length; point++) {
    both.set(points.subarray(3 * point, 3 * point + 3));
    const end = everyOne ? sourceCount : start[point + 1]!;
    for (let n = everyOne ? 0 : start[point]!; n < end; n++) {
      const source = everyOne ? n : partners[n]!;
      for (let k = 0; k < 3; k++) both[3 + k] = positions[3 * source + k]!;
      difference(d, 0, both, 0, 3, cell);
      if (d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2 >= cutoff * cutoff) continue;
      pair.set(d[0]!, d[1]!, d[2]!);
      for (let m = 0; m < momentWidth; m++) {
        const moment = sign[m]! * moments[source * momentWidth + m]!;
        if (moment === 0) continue;
        const row = COMPONENT_COUNT * m;
        for (let k = 0; k < width; k++) derivatives[point * width + k] += moment * values[PRODUCTS[row + k]!]!;
      }
    }
  }
};

// Seconds of processor time for energy and forces of clusters of random H, C, N, O; beside them stand those of the programs of
// D3 and D4 from `OMP_NUM_THREADS=1 python validation/dispersion_references.py --timings`.
// Usage, after `npm run build`: node packages/dispersion/scripts/timings.mjs
import { createRandomStream } from "@qmmm/core";
import { createDispersion } from "@qmmm/dispersion";

function cluster(count, spacing) {
  const random = createRandomStream(count);
  const edge = spacing * Math.cbrt(count);
  const positions = [];
  while (positions.length < 3 * count) {
    const trial = [0, 1, 2].map(() => edge * random.uniform());
    const free = (k) => Math.hypot(...trial.map((x, d) => x - positions[k + d])) > 0.62 * spacing;
    let clash = false;
    for (let k = 0; k < positions.length && !clash; k += 3) clash = !free(k);
    if (!clash) positions.push(...trial);
  }
  const elements = Array.from({ length: count }, () => [1, 6, 7, 8][Math.floor(4 * random.uniform())]);
  return { elements, geometry: { positions: Float64Array.from(positions) } };
}

for (const count of [100, 300, 1000]) {
  const { elements, geometry } = cluster(count, 4);
  for (const model of ["d3", "d4"]) {
    for (const threeBody of [false, true]) {
      const potential = await createDispersion({ model, elements, functional: "PBE", threeBody });
      let seconds = Number.POSITIVE_INFINITY;
      for (let repeat = 0; repeat < 3; repeat++) {
        const before = process.cpuUsage();
        await potential.evaluate(geometry, { forces: true });
        seconds = Math.min(seconds, process.cpuUsage(before).user / 1e6);
      }
      console.log(
        `${model}${threeBody ? "-atm" : ""}`.padEnd(7),
        String(count).padStart(5),
        "atoms",
        seconds.toFixed(3),
        "s",
      );
    }
  }
}

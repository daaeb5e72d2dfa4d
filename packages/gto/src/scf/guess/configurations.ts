/** Subshells (n, l) in the order of filling: by n + l, then n (Madelung). */
function fillingOrder(): { readonly n: number; readonly l: number }[] {
  const order: { n: number; l: number }[] = [];
  for (let n = 1; n <= 8; n++) for (let l = 0; l < n && l <= 3; l++) order.push({ n, l });
  return order.sort((a, b) => a.n + a.l - (b.n + b.l) || a.n - b.n);
}

/** Neutral atoms up to krypton whose ground state takes one 4s electron into 3d. */
const HALF_FILLED_4S = new Set([24, 29]);

/** Electrons of each angular momentum (s, p, d, f) in the ground configuration of a neutral atom. */
export function electronsByMomentum(z: number): number[] {
  const electrons = [0, 0, 0, 0];
  let left = z;
  for (const { l } of fillingOrder()) {
    const taken = Math.min(left, 2 * (2 * l + 1));
    electrons[l] += taken;
    left -= taken;
    if (left === 0) break;
  }
  if (HALF_FILLED_4S.has(z)) {
    electrons[0] -= 1;
    electrons[2] += 1;
  }
  return electrons;
}

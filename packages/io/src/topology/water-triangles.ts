/** Pairs of bonds without the third side of rigid water triangles, which programs list among the bonds. */
export function withoutTriangleSides(bonds: ArrayLike<number>, elements: Uint8Array): number[] {
  const heavy = new Uint8Array(elements.length);
  for (let k = 0; k < bonds.length; k += 2) {
    const [i, j] = [bonds[k]!, bonds[k + 1]!];
    if (elements[i] !== 1) heavy[j] = 1;
    if (elements[j] !== 1) heavy[i] = 1;
  }
  const kept: number[] = [];
  for (let k = 0; k < bonds.length; k += 2) {
    const [i, j] = [bonds[k]!, bonds[k + 1]!];
    const side = elements[i] === 1 && elements[j] === 1 && (heavy[i] || heavy[j]);
    if (!side) kept.push(i, j);
  }
  return kept;
}

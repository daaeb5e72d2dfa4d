/** What a NetCDF restart file of a test holds, in the units of the file. */
export interface RestartContents {
  readonly version: 1 | 2;
  readonly coordinates: readonly number[];
  readonly velocities: readonly number[];
  readonly lengths?: readonly number[];
  readonly angles?: readonly number[];
  readonly scale?: number | undefined;
  readonly conventions?: string;
}

/** Writes a NetCDF restart file byte by byte, as the specification of the classic format says. */
export function netcdfRestart(contents: RestartContents): Uint8Array {
  const { version, coordinates, velocities, lengths, angles, conventions = "AMBERRESTART" } = contents;
  const scale = "scale" in contents ? contents.scale : 20.455;
  const bytes: number[] = [];
  const u32 = (n: number) => bytes.push((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
  const f64 = (x: number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, x);
    for (let k = 0; k < 8; k++) bytes.push(view.getUint8(k));
  };
  const text = (s: string) => {
    u32(s.length);
    for (const c of s) bytes.push(c.charCodeAt(0));
    while (bytes.length % 4 !== 0) bytes.push(0);
  };
  const textAttribute = (name: string, value: string) => {
    text(name);
    u32(2);
    text(value);
  };
  bytes.push(0x43, 0x44, 0x46, version);
  u32(0);
  u32(10);
  u32(3);
  for (const [name, length] of [
    ["spatial", 3],
    ["atom", coordinates.length / 3],
    ["cell_spatial", 3],
  ] as const) {
    text(name);
    u32(length);
  }
  u32(12);
  u32(2);
  textAttribute("Conventions", conventions);
  textAttribute("title", "a title");
  const variables: [string, readonly number[], readonly number[]][] = [
    ["coordinates", [1, 0], coordinates],
    ...(lengths === undefined ? [] : [["cell_lengths", [2], lengths] as [string, number[], readonly number[]]]),
    ...(angles === undefined ? [] : [["cell_angles", [2], angles] as [string, number[], readonly number[]]]),
    ["velocities", [1, 0], velocities],
  ];
  u32(11);
  u32(variables.length);
  const begins: number[] = [];
  for (const [name, dimensions, values] of variables) {
    text(name);
    u32(dimensions.length);
    for (const d of dimensions) u32(d);
    if (name === "velocities" && scale !== undefined) {
      u32(12);
      u32(1);
      text("scale_factor");
      u32(6);
      u32(1);
      f64(scale);
    } else {
      u32(0);
      u32(0);
    }
    u32(6);
    u32(8 * values.length);
    if (version === 2) u32(0);
    begins.push(bytes.length);
    u32(0);
  }
  variables.forEach(([, , values], k) => {
    const begin = bytes.length;
    for (const value of values) f64(value);
    for (let n = 0; n < 4; n++) bytes[begins[k]! + n] = (begin >>> (24 - 8 * n)) & 255;
  });
  return Uint8Array.from(bytes);
}

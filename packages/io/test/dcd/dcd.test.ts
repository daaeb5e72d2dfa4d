import { TIME_IN_FEMTOSECOND } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  DCD_HEADER_BYTES,
  dcdFrame,
  dcdFrameBytes,
  dcdFrameCountPatches,
  dcdHeader,
  readDcd,
} from "../../src/index.js";
import { errorOf, expectFormatError } from "../support.js";

const options = {
  atomCount: 3,
  firstStep: 10,
  interval: 5,
  timeStep: 0.5 / TIME_IN_FEMTOSECOND,
  hasCell: true,
  title: "three atoms",
};
const geometry = (n: number) => ({
  positions: Float64Array.from({ length: 9 }, (_, k) => k + 100 * n + 0.25),
  cell: { vectors: Float64Array.of(30 + n, 0, 0, 3, 31, 0, 2, 1, 32) },
});

function trajectory(frames: number): Uint8Array {
  const bytes = new Uint8Array(DCD_HEADER_BYTES + frames * dcdFrameBytes(options));
  bytes.set(dcdHeader(options));
  for (let n = 0; n < frames; n++)
    bytes.set(dcdFrame(options, geometry(n)), DCD_HEADER_BYTES + n * dcdFrameBytes(options));
  for (const patch of dcdFrameCountPatches(options, frames)) bytes.set(patch.bytes, patch.offset);
  return bytes;
}

describe("DCD", () => {
  it("comes back in single precision", () => {
    const dcd = readDcd(trajectory(3), "t.dcd");
    expect(dcd).toMatchObject({ atomCount: 3, frameCount: 3, firstStep: 10, interval: 5, hasCell: true });
    expect(dcd.timeStep * TIME_IN_FEMTOSECOND).toBeCloseTo(0.5, 6);
    expect(dcd.title).toMatch(/three atoms/);
    for (let n = 0; n < 3; n++) {
      const found = dcd.frame(n);
      found.positions.forEach((x, k) => {
        expect(Math.abs(x / geometry(n).positions[k]! - 1)).toBeLessThan(1e-7);
      });
      found.cell!.vectors.forEach((x, k) => {
        expect(x).toBeCloseTo(geometry(n).cell.vectors[k]!, 10);
      });
    }
  });

  it("can be cut after any frame and continued to the same bytes", () => {
    const whole = trajectory(4);
    const cut = whole.slice(0, DCD_HEADER_BYTES + 2 * dcdFrameBytes(options));
    const continued = new Uint8Array(whole.length);
    continued.set(cut);
    for (const n of [2, 3])
      continued.set(dcdFrame(options, geometry(n)), DCD_HEADER_BYTES + n * dcdFrameBytes(options));
    for (const patch of dcdFrameCountPatches(options, 4)) continued.set(patch.bytes, patch.offset);
    expect(continued).toEqual(whole);
    expect(readDcd(cut, "cut.dcd").frameCount).toBe(2);
  });

  it("reads big-endian files and cells in degrees", () => {
    const whole = trajectory(1);
    const swapped = whole.slice();
    const from = new DataView(whole.buffer);
    const to = new DataView(swapped.buffer);
    const ints = new Set<number>();
    for (let offset = 0; offset < whole.length; offset += 4) {
      const text = (offset >= 4 && offset < 8) || (offset >= 100 && offset < 260);
      const cellEntry = offset >= DCD_HEADER_BYTES + 4 && offset < DCD_HEADER_BYTES + 52;
      if (!text && !cellEntry) ints.add(offset);
    }
    for (const offset of ints) to.setUint32(offset, from.getUint32(offset, true), false);
    [15, 90, 16, 80, 70, 17].forEach((entry, k) => {
      to.setFloat64(DCD_HEADER_BYTES + 4 + 8 * k, entry, false);
    });
    const { cell, positions } = readDcd(swapped, "big.dcd").frame(0);
    expect(positions[8]).toBeCloseTo(geometry(0).positions[8]!, 6);
    expect(cell!.vectors[6]! / Math.hypot(...cell!.vectors.subarray(6))).toBeCloseTo(
      Math.cos((80 * Math.PI) / 180),
      12,
    );
  });

  it.each([
    ["a short file", trajectory(1).slice(0, 60), /too short/],
    ["another file", new TextEncoder().encode("x".repeat(400)), /not a DCD file/],
    ["a cut-off header", trajectory(1).slice(0, 268), /ends within its header/],
    ["a cut-off frame", trajectory(2).slice(0, -7), /Frame 1 \(from 0\) is cut off/],
  ])("refuses %s", (_, bytes, message) => {
    expectFormatError(() => readDcd(bytes, "x.dcd"), undefined, message);
  });

  it("refuses damaged frames, and numbers that are none", () => {
    const damaged = trajectory(1);
    new DataView(damaged.buffer).setInt32(DCD_HEADER_BYTES + 56, 13, true);
    expectFormatError(() => readDcd(damaged, "x.dcd").frame(0), undefined, /Frame 0 \(from 0\) is damaged/);
    const nan = trajectory(1);
    new DataView(nan.buffer).setFloat32(DCD_HEADER_BYTES + 60, Number.NaN, true);
    expectFormatError(() => readDcd(nan, "x.dcd").frame(0), undefined, /coordinate of atom 0/);
    expectFormatError(() => readDcd(trajectory(1), "x.dcd").frame(1), undefined, /no frame 1/);
  });

  it("does not write what the format can't hold", () => {
    const turned = { ...geometry(0), cell: { vectors: Float64Array.of(0, 30, 0, -30, 0, 0, 0, 0, 30) } };
    expect(errorOf(() => dcdFrame(options, turned)).code).toBe("QMMM_FILE_CELL_ORIENTATION");
    expect(errorOf(() => dcdFrame(options, { positions: new Float64Array(9) })).code).toBe("QMMM_FILE_FRAME");
  });
});

import { TIME_IN_FEMTOSECOND } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  netCdfFrame,
  netCdfFrameBytes,
  netCdfFrameCountPatch,
  netCdfTrajectoryHeader,
  readNetCdfTrajectory,
} from "../../src/index.js";
import { errorOf, expectFormatError } from "../support.js";

const PICOSECOND = 1000 / TIME_IN_FEMTOSECOND;
const geometry = (n: number) => ({
  positions: Float64Array.from({ length: 9 }, (_, k) => k + 100 * n + 0.25),
  cell: { vectors: Float64Array.of(30 + n, 0, 0, 3, 31, 0, 2, 1, 32) },
});
const open = ({ positions }: { positions: Float64Array }) => ({ positions });

function trajectory(frames: number, hasCell = true): Uint8Array {
  const options = { atomCount: 3, hasCell, title: "three atoms" };
  const header = netCdfTrajectoryHeader(options);
  const size = netCdfFrameBytes(options);
  const bytes = new Uint8Array(header.length + frames * size);
  bytes.set(header);
  for (let n = 0; n < frames; n++) {
    const frame = hasCell ? geometry(n) : open(geometry(n));
    bytes.set(netCdfFrame(options, frame, n * 0.5 * PICOSECOND), header.length + n * size);
  }
  const { offset, bytes: count } = netCdfFrameCountPatch(frames);
  bytes.set(count, offset);
  return bytes;
}

/** Two atoms, two frames, written by SciPy 1.17 (scipy.io.netcdf_file): Å, degrees, ps. */
const BY_SCIPY =
  "Q0RGAQAAAAIAAAAKAAAABQAAAAVmcmFtZQAAAAAAAAAAAAAHc3BhdGlhbAAAAAADAAAABGF0b20AAAACAAAADGNlbGxfc3BhdGlhbAAAAAMAAA" +
  "AMY2VsbF9hbmd1bGFyAAAAAwAAAAwAAAACAAAAC0NvbnZlbnRpb25zAAAAAAIAAAAFQU1CRVIAAAAAAAAFdGl0bGUAAAAAAAACAAAACGJ5IHNj" +
  "aXB5AAAACwAAAAQAAAAEdGltZQAAAAEAAAAAAAAAAAAAAAAAAAAFAAAABAAAAWgAAAALY29vcmRpbmF0ZXMAAAAAAwAAAAAAAAACAAAAAQAAAA" +
  "AAAAAAAAAABQAAABgAAAFsAAAADGNlbGxfbGVuZ3RocwAAAAIAAAAAAAAAAwAAAAAAAAAAAAAABgAAABgAAAGEAAAAC2NlbGxfYW5nbGVzAAAA" +
  "AAIAAAAAAAAABAAAAAAAAAAAAAAABgAAABgAAAGcAAAAAD6AAAA/oAAAQBAAAEBQAABAiAAAQKgAAEA0AAAAAAAAQDUAAAAAAABANgAAAAAAAE" +
  "BUAAAAAAAAQFaAAAAAAABAWQAAAAAAAD8AAABBJAAAQTQAAEFEAABBVAAAQWQAAEF0AABANAAAAAAAAEA1AAAAAAAAQDcAAAAAAABAVAAAAAAA" +
  "AEBWgAAAAAAAQFkAAAAAAAA=";

describe("Amber NetCDF trajectories", () => {
  it.each([true, false])("come back, coordinates in single precision (cell: %s)", (hasCell) => {
    const found = readNetCdfTrajectory(trajectory(3, hasCell), "t.nc");
    expect(found).toMatchObject({ atomCount: 3, frameCount: 3, hasCell, title: "three atoms" });
    for (let n = 0; n < 3; n++) {
      const { positions, cell } = found.frame(n);
      positions.forEach((x, k) => {
        expect(Math.abs(x / geometry(n).positions[k]! - 1)).toBeLessThan(1.2e-7);
      });
      expect(cell !== undefined).toBe(hasCell);
      cell?.vectors.forEach((x, k) => {
        expect(x).toBeCloseTo(geometry(n).cell.vectors[k]!, 12);
      });
      expect(found.time(n)! / PICOSECOND).toBeCloseTo(0.5 * n, 7);
    }
  });

  it("are read as SciPy writes them", () => {
    const bytes = Uint8Array.from(atob(BY_SCIPY), (c) => c.charCodeAt(0));
    const found = readNetCdfTrajectory(bytes, "scipy.nc");
    expect(found).toMatchObject({ atomCount: 2, frameCount: 2, hasCell: true, title: "by scipy" });
    const angstrom = 1 / 0.529177210544;
    for (let n = 0; n < 2; n++) {
      const { positions, cell } = found.frame(n);
      positions.forEach((x, k) => {
        expect(x / angstrom).toBeCloseTo(k + 10 * n + 0.25, 10);
      });
      const [a, b, c] = [0, 3, 6].map((k) => Math.hypot(...cell!.vectors.subarray(k, k + 3)) / angstrom);
      for (const [length, expected] of [
        [a, 20],
        [b, 21],
        [c, 22 + n],
      ] as const) {
        expect(length).toBeCloseTo(expected, 10);
      }
      expect(found.time(n)! / PICOSECOND).toBeCloseTo(0.5 * n, 12);
    }
  });

  it("say what is wrong", () => {
    const whole = trajectory(2);
    expectFormatError(
      () => readNetCdfTrajectory(whole.subarray(0, whole.length - 1), "t.nc"),
      undefined,
      /ends in record 1/,
    );
    expect(errorOf(() => readNetCdfTrajectory(whole, "t.nc").frame(2)).message).toMatch(/no frame 2/);
    const options = { atomCount: 3, hasCell: true };
    expect(errorOf(() => netCdfFrame(options, open(geometry(0)), 0)).code).toBe("QMMM_FILE_FRAME");
    const turned = { ...geometry(0), cell: { vectors: Float64Array.of(0, 30, 0, -31, 0, 0, 0, 0, 32) } };
    expect(errorOf(() => netCdfFrame(options, turned, 0)).code).toBe("QMMM_FILE_CELL_ORIENTATION");
  });

  it("damaged ones end in an error with a code or in finite numbers", () => {
    const whole = trajectory(2);
    let refused = 0;
    for (let trial = 0; trial < 600; trial++) {
      const bytes = Uint8Array.from(whole);
      if (trial % 2 === 0) bytes[trial / 2] = bytes[trial / 2]! ^ (1 << (trial % 8));
      else bytes[(trial * 7919) % whole.length] = (trial * 31) % 256;
      const cut = trial % 5 === 0 ? bytes.subarray(0, (trial * 613) % whole.length) : bytes;
      try {
        const found = readNetCdfTrajectory(cut, "t.nc");
        for (let n = 0; n < Math.min(found.frameCount, 3); n++) {
          expect(found.frame(n).positions.every(Number.isFinite)).toBe(true);
        }
      } catch (error) {
        expect(
          errorOf(() => {
            throw error;
          }).code,
        ).toMatch(/^QMMM_FILE_/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

/** A Float64Array that grows as values are appended. */
export class GrowingFloat64 {
  data: Float64Array;
  length = 0;

  constructor(capacity = 256) {
    this.data = new Float64Array(capacity);
  }

  /** Makes room for `count` more values and returns where they start; they are zero. */
  extend(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.data.length) {
      const larger = new Float64Array(Math.max(this.length, 2 * this.data.length));
      larger.set(this.data);
      this.data = larger;
    }
    return start;
  }

  push(value: number): void {
    const start = this.extend(1);
    this.data[start] = value;
  }
}

/** An Int32Array that grows as values are appended. */
export class GrowingInt32 {
  data: Int32Array;
  length = 0;

  constructor(capacity = 256) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }
}

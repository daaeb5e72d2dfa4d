/** Data as JSON can hold it: typed arrays as lists, numbers that are not finite as null. */
export function plainData(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== "object") return value;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plainData);
  if (Array.isArray(value)) return value.map(plainData);
  if (value instanceof Map) return plainData(Object.fromEntries(value));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainData(item)]));
}

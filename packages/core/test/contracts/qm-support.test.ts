import { expect, test } from "vitest";
import { type FieldResponse, neededQmQuantities, requireQmSupport } from "../../src/index.js";

const response: FieldResponse = { name: "sites", points: new Float64Array(3), respond: () => 0 };
const field = { sites: new Float64Array(0), charges: new Float64Array(0) };

test("a response needs an engine that has responses, a dipolar one an engine that has those too", () => {
  expect(neededQmQuantities({}, field)).toEqual([]);
  expect(neededQmQuantities({}, { ...field, response })).toEqual(["field:response"]);
  const dipolar = { ...field, response: { ...response, dipolar: true } };
  expect(neededQmQuantities({}, dipolar)).toEqual(["field:response", "field:dipoleResponse"]);
  expect(() => requireQmSupport("test", new Set(["field:response"]), {}, dipolar)).toThrow(
    expect.objectContaining({ code: "QMMM_QUANTITY_UNSUPPORTED" }),
  );
});

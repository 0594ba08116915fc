/** The parts of the Responses API that need answers to be kept (API-01, API-04). */
import { expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { testParts } from "../testing/parts.ts";

const app = createGateway(testParts().parts);
const AUTHORIZED = { authorization: "Bearer gateway-key" };

test.each([
  ["GET", "resp_1", 404, "response_not_found"],
  ["GET", "resp_1/input_items", 404, "response_not_found"],
  ["DELETE", "resp_1", 404, "response_not_found"],
  ["POST", "resp_1/cancel", 404, "response_not_found"],
  ["POST", "compact", 501, "not_implemented"],
  ["POST", "input_tokens", 501, "not_implemented"],
])("answers %s /v1/responses/%s with %i in the envelope", async (method, path, status, code) => {
  const response = await app.request(`/v1/responses/${path}`, { method, headers: AUTHORIZED });
  expect(response.status).toBe(status);
  const body = { error: { code, message: expect.any(String), type: expect.any(String) } };
  expect(await response.json()).toMatchObject(body);
});

test("asks for the caller's key first", async () => {
  expect((await app.request("/v1/responses/resp_1")).status).toBe(401);
});

test("answers other methods at the path itself with 405 and what it takes", async () => {
  const response = await app.request("/v1/responses", { headers: AUTHORIZED });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
});

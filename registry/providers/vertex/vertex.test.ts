import { exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { endpointWith } from "../../apis/gemini/test/testing.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { RequestContext } from "../_shared/base.ts";
import { configProblem } from "../_shared/config.ts";
import { googleServiceAccount } from "../_shared/google-service-account.ts";
import { CredentialProblem } from "../_shared/token.ts";
import { providers } from "../index.ts";

const { vertex, "google-ai-studio": studio } = providers;
const NOW = Date.UTC(2026, 10, 21);

let publicKey: CryptoKey;
let pem = "";
beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  publicKey = pair.publicKey;
  pem = await exportPKCS8(pair.privateKey);
});

const account = (more: object = {}) =>
  JSON.stringify({
    type: "service_account",
    project_id: "own-project",
    private_key_id: "key-7",
    private_key: pem,
    client_email: "pilot@own-project.iam.gserviceaccount.com",
    ...more,
  });

const on = (
  config: Record<string, string>,
  endpoint: Partial<Endpoint> = {},
  more: Partial<RequestContext> = {},
): RequestContext => ({
  endpoint: endpointWith({ provider: "vertex", ...endpoint }),
  stream: false,
  credential: { secret: account(), config },
  nowMs: NOW,
  token: "TOKEN",
  callerHeaders: {},
  ...more,
});

const claude = { api: "anthropic-messages" as const, providerModelId: "claude-sonnet-4-6@default" };

describe("where Vertex is (MAP-01, AUT-09)", () => {
  test.each([
    [{}, undefined, "https://aiplatform.googleapis.com/v1/projects/own-project/locations/global"],
    [
      { project: "other-1", region: "eu" },
      undefined,
      "https://aiplatform.eu.rep.googleapis.com/v1/projects/other-1/locations/eu",
    ],
    [
      { region: "eu" },
      "us-central1",
      "https://us-central1-aiplatform.googleapis.com/v1/projects/own-project/locations/us-central1",
    ],
  ])("config %j and region %s", (config, region, base) => {
    const url = vertex.buildUrl(on(config, { region }));
    expect(url).toBe(`${base}/publishers/google/models/gemini-2.5-flash:generateContent`);
    expect(vertex.hosts.some((host) => host.test(url))).toBe(true);
  });

  test("Claude has a publisher and a verb of its own, and its body a version but no model", () => {
    const below = "publishers/anthropic/models/claude-sonnet-4-6@default";
    expect(vertex.buildUrl(on({}, claude))).toContain(`${below}:rawPredict`);
    expect(vertex.buildUrl(on({}, claude, { stream: true }))).toMatch(/:streamRawPredict$/);
    const native = vertex.buildNativeBody({ model: "x", messages: [], max_tokens: 1 }, endpointWith(claude));
    expect(native).toEqual({ messages: [], max_tokens: 1, anthropic_version: "vertex-2023-10-16" });
  });

  test("a tuned model stands below the location itself", () => {
    const url = vertex.buildUrl(on({}, { providerModelId: "endpoints/4711" }));
    expect(url).toMatch(/\/locations\/global\/endpoints\/4711:generateContent$/);
  });

  test("a project that nobody names, or a malformed one, is a problem that names the field", () => {
    const problem = (config: Record<string, string>, secret = account()) =>
      configProblem(vertex, { secret, config }, endpointWith());
    expect(problem({})).toBeNull();
    expect(problem({}, account({ project_id: undefined }))).toMatchObject({ field: "project" });
    expect(problem({}, account({ project_id: "../evil" }))).toMatchObject({ field: "project" });
    expect(problem({}, "no JSON")).toMatchObject({ field: "project" });
    expect(problem({ region: "us-central1.evil.example/" })).toMatchObject({ field: "region" });
  });
});

describe("the token of a service account (AUT-05)", () => {
  test("is asked for with a grant that Google takes, and holds for an hour at most", async () => {
    const { url, headers, body } = await googleServiceAccount.request({ secret: account(), config: {} }, NOW);
    expect(url).toBe("https://oauth2.googleapis.com/token");
    expect(new Headers(headers).get("content-type")).toBe("application/x-www-form-urlencoded");
    const form = new URLSearchParams(new TextDecoder().decode(body));
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const { payload, protectedHeader } = await jwtVerify(form.get("assertion") ?? "", publicKey, {
      currentDate: new Date(NOW),
    });
    expect(protectedHeader).toEqual({ alg: "RS256", typ: "JWT", kid: "key-7" });
    expect(payload).toEqual({
      iss: "pilot@own-project.iam.gserviceaccount.com",
      sub: "pilot@own-project.iam.gserviceaccount.com",
      scope: "https://www.googleapis.com/auth/cloud-platform",
      aud: "https://oauth2.googleapis.com/token",
      iat: NOW / 1000,
      exp: NOW / 1000 + 3600,
    });
  });

  test("takes a key whose line ends were escaped on their way", async () => {
    const secret = account({ private_key: pem.replaceAll("\n", "\\n") });
    await expect(googleServiceAccount.request({ secret, config: {} }, NOW)).resolves.toBeDefined();
  });

  test("is read from the answer, or not at all", () => {
    const { read } = googleServiceAccount;
    const good = { access_token: "t", expires_in: 3599, token_type: "Bearer" };
    expect(read(JSON.stringify(good))).toEqual({ value: "t", lifetimeSeconds: 3599 });
    for (const bad of ["", "null", "{}", '{"access_token":"","expires_in":1}', '{"access_token":"t"}'])
      expect(read(bad)).toBeNull();
  });

  test.each<[string, () => string]>([
    ["no JSON", () => pem],
    ["no object", () => JSON.stringify(pem)],
    ["no email", () => account({ client_email: undefined })],
    ["another kind of file", () => account({ type: "authorized_user" })],
    ["a key that is none", () => account({ private_key: "MIISecretSecretSecret" })],
  ])("a credential with %s is refused without repeating it (ERR-06)", async (_name, secret) => {
    const refused = googleServiceAccount.request({ secret: secret(), config: {} }, NOW);
    await expect(refused).rejects.toThrow(CredentialProblem);
    const words = await refused.catch(({ message }: Error) => message);
    for (const line of [...pem.split("\n"), "MIISecretSecretSecret", "pilot@"])
      expect(line === "" || !String(words).includes(line)).toBe(true);
  });

  test("goes into the header, and nothing else of the credential does (AUT-01, AUT-07)", () => {
    const context = on({});
    const request = {
      method: "POST" as const,
      url: vertex.buildUrl(context),
      headers: [],
      body: new Uint8Array(),
    };
    expect(vertex.authenticate(request, context).headers).toEqual([["authorization", "Bearer TOKEN"]]);
    const key = { ...context, credential: { secret: "KEY", config: {} } };
    expect(studio.authenticate(request, key)).toEqual({ ...request, headers: [["x-goog-api-key", "KEY"]] });
  });

  test("every line of the private key is masked in errors (ERR-06)", () => {
    const secrets = vertex.secretsOf({ secret: account(), config: {} });
    const [, line = ""] = pem.split("\n");
    const failure = {
      status: 400,
      headers: new Headers(),
      text: JSON.stringify({ error: { message: `no ${line} here` } }),
    };
    expect(vertex.normalizeError({ ...failure, secrets, nowMs: NOW }).message).toBe("no [redacted] here");
  });
});

describe("what Google's errors mean (ERR-02)", () => {
  const failed = (status: number, error: object) =>
    studio.normalizeError({
      status,
      headers: new Headers(),
      text: JSON.stringify({ error }),
      secrets: [],
      nowMs: NOW,
    });
  const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];

  test.each([
    [400, { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details }, 401],
    [400, { code: 400, message: "The location is not supported.", status: "FAILED_PRECONDITION" }, 403],
    [400, { code: 400, message: "Enable billing.", status: "FAILED_PRECONDITION" }, 402],
    [400, { code: 400, message: "Unknown field.", status: "INVALID_ARGUMENT" }, 400],
    [499, { code: 499, message: "Cancelled.", status: "CANCELLED" }, 502],
  ])("%i %j is %i", (status, error, expected) => {
    expect(failed(status, error).status).toBe(expected);
  });

  test("a prompt that is too long is another model's business (FLB-01)", () => {
    const message = "The input token count (1048999) exceeds the maximum number of tokens allowed (1048576).";
    expect(failed(400, { code: 400, message, status: "INVALID_ARGUMENT" }).meaning).toBe("context_length");
  });

  test("Claude's own errors are read beside Google's", () => {
    const text = JSON.stringify({
      type: "error",
      error: { type: "overloaded_error", message: "Overloaded" },
    });
    const common = {
      headers: new Headers(),
      secrets: [],
      nowMs: NOW,
      dialect: "anthropic-messages" as const,
    };
    expect(vertex.normalizeError({ ...common, status: 529, text })).toMatchObject({
      status: 503,
      message: "Overloaded",
    });
    const google = JSON.stringify([
      { error: { code: 429, message: "Too many.", status: "RESOURCE_EXHAUSTED" } },
    ]);
    expect(vertex.normalizeError({ ...common, status: 429, text: google })).toMatchObject({
      status: 429,
      message: "Too many.",
    });
  });
});

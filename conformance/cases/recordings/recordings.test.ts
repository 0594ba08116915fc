/**
 * What concerns the recordings alone, with no gateway that could break it (REC-01, REC-02, REC-03).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRegistry, providers } from "../../../registry/index.ts";
import { isObject, type Json, type JsonObject, without } from "../../../registry/json.ts";
import { type BaseProvider, quirksOf } from "../../../registry/providers/_shared/base.ts";
import type { Recording } from "../../recordings/load.ts";
import { matchRequest, type SeenRequest } from "../../recordings/match.ts";
import { scenarios } from "../../recordings/scenarios.ts";
import { recordingsAt, recordingsOf } from "../../recordings/store.ts";

const slugs = Object.keys(providers);
const all = slugs.flatMap((slug) => recordingsOf(slug));

describe("provenance (REC-01)", () => {
  test.each(slugs)(
    "every recording of %s says where it comes from and how faithful its chunks are",
    (slug) => {
      for (const { meta } of recordingsOf(slug)) {
        const { kind, evidence = [], chunkFidelity } = meta.provenance;
        expect(["live", "imported", "authored", "derived"], meta.id).toContain(kind);
        if (kind === "authored") expect(evidence.length, meta.id).toBeGreaterThan(0);
        for (const { url, states, retrievedAt } of evidence) {
          expect(url, meta.id).toMatch(/^https:\/\//);
          expect(states.length, meta.id).toBeGreaterThan(20);
          expect(retrievedAt, meta.id).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
        const isStream = meta.response.headers.some(([, value]) => value.startsWith("text/event-stream"));
        if (isStream) expect(chunkFidelity, meta.id).not.toBe("none");
      }
    },
  );
});

/** Shapes of secrets and of people's data; a masked key has stars in it and is none. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  "OpenAI key": /\bsk-[A-Za-z0-9_-]{16,}/,
  "Groq key": /\bgsk_[A-Za-z0-9]{8,}/,
  "AWS key": /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  "Google key": /\bAIza[A-Za-z0-9_-]{20,}/,
  JWT: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ/,
  "bearer token": /\bBearer\s+[A-Za-z0-9._~+/-]{8,}/i,
  "private key": /-----BEGIN [A-Z ]*PRIVATE KEY/,
  "e-mail address": /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.(?:com|org|net|io|dev|ai)\b/,
  cookie: /\bset-cookie\b/i,
  "address of a machine":
    /\b(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?\b(?!\.?\d)/,
};

describe("no secret remains in any file (REC-02)", () => {
  test.each(Object.entries(SECRETS))("%s", (_name, pattern) => {
    const found = all.flatMap(({ dir, meta }) =>
      readdirSync(dir)
        .filter((file) => pattern.test(readFileSync(join(dir, file), "latin1")))
        .map((file) => `${meta.id}/${file}`),
    );
    expect(found).toEqual([]);
  });
});

function requestOf({ meta }: Recording, body: JsonObject): SeenRequest {
  const headers = new Headers(meta.request.headers.map(([name, value]): [string, string] => [name, value]));
  headers.set(meta.request.credential.name, `${meta.request.credential.scheme} anything`);
  return { method: meta.request.method, url: meta.request.url, headers, body: JSON.stringify(body) };
}

const other = (value: Json | undefined): Json => {
  if (typeof value === "string") return `${value}!`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return value.slice(1);
  return isObject(value) ? {} : "something";
};

describe("matching is strict (REC-03)", () => {
  test.each(slugs)("no recording of %s answers a request with a field changed, lost or added", (slug) => {
    for (const recording of recordingsOf(slug)) {
      const { requestBody, meta } = recording;
      const refused = (body: JsonObject, key: string, what: string) => {
        const result = matchRequest(requestOf(recording, body), [recording]);
        expect(result.recording, `${meta.id}: ${key} ${what}`).toBeUndefined();
        const pointer = result.recording ? "" : (result.difference?.pointer ?? "");
        expect(pointer.startsWith(`/body/${key}`), `${meta.id}: ${key} ${what}, shown at ${pointer}`).toBe(
          true,
        );
        expect(result.recording ? null : result.nearest?.meta.id).toBe(meta.id);
      };
      for (const key of Object.keys(requestBody)) {
        refused({ ...requestBody, [key]: other(requestBody[key]) }, key, "changed");
        refused(without(requestBody, [key]), key, "lost");
      }
      refused({ ...requestBody, made_up: 0 }, "made_up", "added");
    }
  });

  test("another provider's recording never answers", () => {
    const asked = new Set<string>();
    for (const recording of all) {
      const { provider, request } = recording.meta;
      const others = all.filter(({ meta }) => meta.provider !== provider);
      // Another URL is never answered: one request of each provider and URL is tried on all others, every further one on
      // those of its own URL.
      const place = `${provider} ${request.url}`;
      const foreign = asked.has(place)
        ? others.filter(({ meta }) => meta.request.url === request.url)
        : others;
      asked.add(place);
      const result = matchRequest(requestOf(recording, recording.requestBody), foreign);
      expect(result.recording, recording.meta.id).toBeUndefined();
    }
  });
});

describe("what is due is recorded (REC-03)", () => {
  const { indexes } = openRegistry();

  test.each(Object.entries<BaseProvider>(providers))("%s", (slug, provider) => {
    // What is only the API's own is played from the API's scenario set.
    const played = provider.chatApis().flatMap((api) => recordingsAt(provider, api));
    const recorded = new Set([...recordingsOf(slug), ...played].map(({ meta }) => meta.scenario));
    const able = (needs: readonly string[]) =>
      needs.every((need) =>
        indexes
          .endpointsOfProvider(slug)
          .some(({ capabilities }) => [...capabilities].some((has) => has === need)),
      );
    const due = Object.values(scenarios).filter(
      ({ needs, quirk }) => able(needs) && (quirk === undefined || quirksOf(provider).includes(quirk)),
    );
    expect(due.length).toBeGreaterThan(0);
    expect(due.filter(({ id }) => !recorded.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test("every recording is of an endpoint that the registry holds", () => {
    const orphans = all.filter(
      ({ meta }) => indexes.endpointsByProviderModelId(meta.provider, meta.model).length === 0,
    );
    expect(orphans.map(({ meta }) => meta.id)).toEqual([]);
  });
});

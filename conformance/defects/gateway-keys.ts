/**
 * Gateways that let in whom they should not, or keep out whom they should let in (VLT-01, AUT-08).
 * @module
 */
import type { KeyGuard } from "../../reference-gateway/vault/key-guard.ts";
import { canaries } from "../secrets/canaries.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withParts } from "./plants.ts";

const withGuard = (wrap: (guard: KeyGuard) => Partial<KeyGuard>): Plant =>
  withParts(({ keys }) => ({ keys: { ...keys, guard: { ...keys.guard, ...wrap(keys.guard) } } }));

/** A gateway that lets a key in after all, as if it were the operator's, where this says so. */
const lettingIn =
  (where: (path: string, init: RequestInit) => boolean, refusal = 403): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (response.status !== refusal || !where(path, init)) return response;
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${canaries.gatewayKey.a}`);
    return send(path, { ...init, headers });
  };

export const gatewayKeyDefects: readonly Defect[] = [
  {
    id: "auth.revoked-keys-stay-known",
    title: "A key that was right lately stays so for who guesses, after it was revoked",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withGuard((guard) => ({
      judged: (key, address, isRight) => guard.judged(isRight ? key : `not ${key}`, address, isRight),
    })),
  },
  {
    id: "vault.export-by-any-key",
    title: "The export of the log asks for no scope",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: unchanged,
    around: lettingIn((path) => path.startsWith("/v1/requests/export")),
  },
  {
    id: "vault.bodies-by-callers",
    title: "Stored bodies are given to whoever may call models",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: unchanged,
    around: lettingIn((path) => path.endsWith("/bodies")),
  },
  {
    id: "vault.one-scope-is-enough",
    title: "A key that has one of the scopes makes a key with all of them",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: unchanged,
    around: lettingIn((path, { body }) => path === "/v1/keys" && String(body).includes('"manage"')),
  },
  {
    id: "auth.statistics-for-strangers",
    title: "Statistics are told to whoever asks, with a key that nobody knows",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: unchanged,
    around: lettingIn((path) => path.startsWith("/v1/stats"), 401),
  },
  {
    id: "auth.guesses-one-more",
    title: "One more wrong key is looked up than may be",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withGuard((guard) => {
      let isFirst = true;
      return {
        wait: async (key, address) => {
          const wait = await guard.wait(key, address);
          const isPassed = wait !== null && isFirst;
          isFirst &&= wait === null;
          return isPassed ? null : wait;
        },
      };
    }),
  },
  {
    id: "auth.neighbours-locked-out",
    title: "Keys that were right lately wait with those who guess from their address",
    seenIn: "own",
    breaks: ["AUT-08"],
    plant: withGuard((guard) => ({ wait: (key, address) => guard.wait(`not ${key}`, address) })),
  },
  {
    id: "vault.end-in-the-past-forgotten",
    title: "A gateway key that is to end in the past never ends",
    seenIn: "own",
    breaks: ["VLT-01"],
    plant: unchanged,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const isWrongEnd = response.status === 400 && String(init.body).includes('"expiresAt"');
      if (path !== "/v1/keys" || !isWrongEnd) return response;
      return send(path, { ...init, body: JSON.stringify({ scopes: ["inference"] }) });
    },
  },
];

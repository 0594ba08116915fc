/**
 * Credentials that are traded for a short-lived token before any call: how to ask, and how to read the answer (AUT-05).
 * Pure: the gateway sends the request, keeps the token and knows the time.
 * @module
 */
import type { Credential, OutboundRequest } from "./base.ts";

export interface Token {
  value: string;
  /** How long it holds, from the moment of the answer. */
  lifetimeSeconds: number;
}

export interface TokenExchange {
  /** @throws CredentialProblem when the credential cannot be used */
  request(credential: Credential, nowMs: number): Promise<OutboundRequest>;
  /** The token of a 2xx answer, or `null` when it holds none. */
  read(text: string): Token | null;
}

/** A credential that is not what it must be. The message names what is wrong and never repeats any of it (ERR-06). */
export class CredentialProblem extends Error {
  override readonly name = "CredentialProblem";
}

/**
 * Google's token endpoint, simulated: a service account named after a canary is given that canary as its token.
 * @module
 */
import { providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { SeenRequest } from "../recordings/match.ts";
import type { UpstreamAnswer } from "./server.ts";
import { json } from "./wire.ts";

export const TOKEN_URL = "https://oauth2.googleapis.com/token";

/** A JWT's parts as they stand, unverified. @throws Error when it is none */
export function readJwt(jwt: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = "", claims = ""] = jwt.split(".");
  const parse = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return { header: parse(header), claims: parse(claims) };
}

/** The form of a token request. */
export const formOf = ({ body }: Pick<SeenRequest, "body">): URLSearchParams => new URLSearchParams(body);

/** The token endpoint's good answer for whoever asks. */
export function grant(request: SeenRequest): UpstreamAnswer {
  const { claims } = readJwt(formOf(request).get("assertion") ?? "");
  const [name] = String(claims.iss).split("@");
  return json(200, { access_token: name, expires_in: 3599, token_type: "Bearer" });
}

/** Answers requests for tokens, and leaves the others alone. */
export const tokenDesk = (request: SeenRequest): UpstreamAnswer | null =>
  request.url === TOKEN_URL ? grant(request) : null;

const tradesTokens = (url: string): boolean =>
  Object.values<BaseProvider>(providers).some(
    ({ hosts, tokenExchange }) => tokenExchange !== null && hosts.some((host) => host.test(url)),
  );

/** A request seen by the watch below: how its first try was refused, or what becomes of it now. */
interface Try {
  refused: UpstreamAnswer | null;
  remember(answer: UpstreamAnswer): void;
}

/**
 * A refused token is replaced and the same request sent again (AUT-05). Watches for it, so that the second try is refused
 * like the first, and a case about something else need not know of it.
 */
export function refusedTokens(): (request: SeenRequest) => Try {
  const refusals = new Map<string, UpstreamAnswer>();
  return ({ url, body }) => {
    const key = `${url}\n${body}`;
    const refused = refusals.get(key) ?? null;
    refusals.delete(key);
    return {
      refused,
      remember: (answer) => {
        if (answer.kind === "answer" && answer.status === 401 && tradesTokens(url)) refusals.set(key, answer);
      },
    };
  };
}

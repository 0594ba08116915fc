/**
 * Who is signed in to the dashboard: a signed cookie names a session, and the session holds the gateway key, which is
 * asked again at each page, so that a revoked key ends it.
 * @module
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import type { Clock, GatewayParts, Ids, Tenant } from "../parts.ts";
import { addressOf } from "../routes/address.ts";
import { Refused } from "../routes/http.ts";
import { callerOf } from "../routes/tenant.ts";

const COOKIE = "gateway_session";
/** How long a session lives, in milliseconds. */
export const SESSION_MS = 12 * 3_600_000;
/** Sessions of one process; the oldest make room. */
const MAX_SESSIONS = 1000;

export const UNKNOWN_KEY = "This gateway key is not known.";

interface Session {
  key: string;
  until: number;
}

/** Somebody who is signed in. */
export interface SignedIn<T extends Tenant = Tenant> {
  tenant: T;
  /** Stands in every form of the session, and is asked back (CSRF). */
  token: string;
}

export interface Sessions<T extends Tenant = Tenant> {
  /** Starts a session for a key that is known. @returns what is wrong with it, `null` where it is known */
  signIn(context: Context, key: string): Promise<string | null>;
  signOut(context: Context): Promise<void>;
  /** Who sends this request; `null` where nobody is signed in. */
  current(context: Context): Promise<SignedIn<T> | null>;
}

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Does a form come from a page of this session? */
export const isOwnForm = ({ token }: SignedIn, given: unknown): boolean =>
  typeof given === "string" && equal(token, given);

/** @param secret signs cookies and form tokens; of this process, since its sessions are in its memory */
export function createSessions(
  parts: Pick<GatewayParts, "tenants" | "keys">,
  { clock, ids }: { clock: Clock; ids: Ids },
  secret: string,
): Sessions<NonNullable<Awaited<ReturnType<GatewayParts["tenants"]["findByKey"]>>>> {
  const open = new Map<string, Session>();
  const { tenants } = parts;
  const tokenOf = (id: string): string => createHmac("sha256", secret).update(`form ${id}`).digest("hex");
  const idOf = async (context: Context): Promise<string | null> =>
    (await getSignedCookie(context, secret, COOKIE)) || null;
  return {
    signIn: async (context, key) => {
      try {
        // Guesses count here as on every other path (AUT-08).
        await callerOf(key, addressOf(context.req.raw), parts);
      } catch (thrown) {
        if (!(thrown instanceof Refused)) throw thrown;
        return thrown.error.status === 401 ? UNKNOWN_KEY : `${thrown.error.message}.`;
      }
      const id = ids.uuid();
      const [oldest] = open.keys();
      if (open.size >= MAX_SESSIONS && oldest !== undefined) open.delete(oldest);
      open.set(id, { key, until: clock.now() + SESSION_MS });
      await setSignedCookie(context, COOKIE, id, secret, {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: SESSION_MS / 1000,
        secure: new URL(context.req.url).protocol === "https:",
      });
      return null;
    },
    signOut: async (context) => {
      const id = await idOf(context);
      if (id !== null) open.delete(id);
      deleteCookie(context, COOKIE, { path: "/" });
    },
    current: async (context) => {
      const id = await idOf(context);
      const session = id === null ? undefined : open.get(id);
      if (id === null || session === undefined) return null;
      const tenant = session.until > clock.now() ? await tenants.findByKey(session.key) : null;
      if (tenant === null) {
        open.delete(id);
        return null;
      }
      return { tenant, token: tokenOf(id) };
    },
  };
}

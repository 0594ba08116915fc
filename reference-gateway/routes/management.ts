/**
 * What the management routes have in common: a scope, bodies and queries that are parsed at the edge, answers that nobody
 * caches, and a 405 for methods that a path does not take.
 * @module
 */
import type { Hono } from "hono";
import type { z } from "zod";
import { refusalOf } from "../../registry/apis/_shared/issue.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Caller, GatewayParts } from "../parts.ts";
import type { Scope } from "../vault/scopes.ts";
import type { Beside } from "./beside.ts";
import { readJsonBody } from "./body.ts";
import { arrivalOf } from "./from-web.ts";
import { commonHeaders, errorResponse, Refused } from "./http.ts";
import { clientCodecAt } from "./surfaces.ts";
import { visitorOf } from "./tenant.ts";

/** One request of a management route, whose caller is known and allowed. */
export interface Managed {
  caller: Caller;
  parts: GatewayParts;
  requestId: string;
  /** The `:id` of the path. */
  id: string;
  /** @throws Refused 400 naming the field */
  body<T>(schema: z.ZodType<T>): Promise<T>;
  /** Each parameter once. @throws Refused 400 naming the parameter */
  query<T>(schema: z.ZodType<T>): T;
}

export interface Managing {
  status: number;
  /** No body where absent. */
  body?: object;
}

export interface ManagementRoute {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  scope: Scope;
  answer(managed: Managed): Promise<Managing>;
}

/** Far more than any of these bodies has: a service account's key file is 3 kB. */
const MAX_BODY_BYTES = 64 * 1024;

function checked<T>(schema: z.ZodType<T>, value: unknown, code: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { message, param } = refusalOf(parsed.error);
  throw new Refused(gatewayError("invalid_request", message, { code, param }));
}

function queryOf(url: string): Record<string, string> {
  const seen = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (seen.has(name))
      throw new Refused(
        gatewayError("invalid_request", `${name.slice(0, 40)}: given twice`, { code: "invalid_query" }),
      );
    seen.set(name, value);
  }
  return Object.fromEntries(seen);
}

type App = Hono<{ Variables: { requestId: string; idGiven: boolean } }>;

/** Adds routes to the gateway. What they throw ends in the gateway's own handler of errors. */
export function mountManagement(
  app: App,
  { parts, beside }: { parts: GatewayParts; beside: Beside },
  routes: readonly ManagementRoute[],
): void {
  for (const { method, path, scope, answer } of routes) {
    app.on(method, path, async (context) => {
      const request = context.req.raw;
      const requestId = context.get("requestId");
      const caller = await visitorOf(request, parts, { scope, beside });
      const limits = { ...parts.limits, maxBodyBytes: Math.min(MAX_BODY_BYTES, parts.limits.maxBodyBytes) };
      const { status, body } = await answer({
        caller,
        parts,
        requestId,
        id: context.req.param("id") ?? "",
        body: async (schema) =>
          checked(schema, await readJsonBody(arrivalOf(request), limits), "invalid_body"),
        query: (schema) => checked(schema, queryOf(request.url), "invalid_query"),
      });
      const headers = commonHeaders(requestId);
      if (body === undefined) return new Response(null, { status, headers });
      return Response.json(body, { status, headers });
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    app.all(path, (context) => {
      const error = gatewayError("invalid_request", `This path takes ${allow} only`, {
        status: 405,
        code: "method_not_allowed",
      });
      const { encodeError } = clientCodecAt(path);
      const response = errorResponse(error, context.get("requestId"), encodeError);
      response.headers.set("allow", allow);
      return response;
    });
  }
}

/** The answer where a tenant has no such thing: the same for what never was and for another tenant's. */
export const notFound = (what: string): Refused =>
  new Refused(
    gatewayError("not_found", `There is no such ${what}`, { code: `${what.replaceAll(" ", "_")}_not_found` }),
  );

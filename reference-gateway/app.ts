/**
 * The composition root: parts in, an HTTP application out. Routes and nothing else.
 * @module
 */
import { type Context, Hono } from "hono";
import { gatewayError } from "../registry/errors/api-error.ts";
import type { GatewayParts } from "./parts.ts";
import { chat } from "./routes/chat.ts";
import { commonHeaders, errorResponse, Refused } from "./routes/http.ts";
import { listModels } from "./routes/models.ts";
import { refuseStored, STORED_RESPONSES } from "./routes/stored-responses.ts";
import { clientCodecAt, SURFACES } from "./routes/surfaces.ts";
import { authenticateCaller } from "./routes/tenant.ts";

type Vars = { Variables: { requestId: string } };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const ROUTES: Record<string, string> = {
  ...Object.fromEntries(Object.keys(SURFACES).map((path) => [path, "POST"])),
  "/v1/models": "GET, HEAD",
  "/health": "GET, HEAD",
};

function notRouted(context: Context<Vars>): Response {
  const allow = Object.hasOwn(ROUTES, context.req.path) ? ROUTES[context.req.path] : undefined;
  const error = allow
    ? gatewayError("invalid_request", `This path takes ${allow} only`, {
        status: 405,
        code: "method_not_allowed",
      })
    : gatewayError("not_found", "There is nothing at this path", { code: "unknown_path" });
  const response = errorResponse(error, context.get("requestId"), [], clientCodecAt(context.req.path));
  if (allow) response.headers.set("allow", allow);
  return response;
}

/** Builds the gateway. Every effect it has is one of `parts`. */
export function createGateway(parts: GatewayParts): Hono<Vars> {
  const app = new Hono<Vars>();
  app.use(async (context, next) => {
    const given = context.req.header("helicone-request-id") ?? "";
    context.set("requestId", UUID.test(given) ? given.toLowerCase() : parts.ids.uuid());
    await next();
  });
  app.get("/health", (context) =>
    context.json({ status: "ok" }, 200, commonHeaders(context.get("requestId"))),
  );
  app.get("/v1/models", async (context) => {
    await authenticateCaller(context.req.raw.headers, parts.tenants);
    return context.json(listModels(parts.registry), 200, commonHeaders(context.get("requestId")));
  });
  for (const [path, { codec, keyHeader }] of Object.entries(SURFACES)) {
    app.post(path, async (context) => {
      const tenant = await authenticateCaller(context.req.raw.headers, parts.tenants, keyHeader);
      return chat(parts, context.req.raw, tenant, context.get("requestId"), codec);
    });
  }
  app.all(STORED_RESPONSES, async (context) => {
    await authenticateCaller(context.req.raw.headers, parts.tenants);
    return refuseStored(context.req.param("id"));
  });
  app.notFound(notRouted);
  app.onError((thrown, context) => {
    const requestId = context.get("requestId");
    const caller = clientCodecAt(context.req.path);
    if (thrown instanceof Refused) return errorResponse(thrown.error, requestId, [], caller);
    // A fault of our own: the log gets its class, the caller gets neither class nor text (ERR-06).
    parts.log("error", "gateway.fault", { requestId, error: thrown.name });
    return errorResponse(
      gatewayError("api", "The gateway failed", { status: 500, code: "gateway_fault" }),
      requestId,
      [],
      caller,
    );
  });
  return app;
}

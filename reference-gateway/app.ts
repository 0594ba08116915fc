/**
 * The composition root: parts in, an HTTP application out. Routes and nothing else.
 * @module
 */
import { type Context, Hono } from "hono";
import { gatewayError } from "../registry/errors/api-error.ts";
import { dashboardRoutes } from "./dashboard/routes.tsx";
import type { GatewayParts } from "./parts.ts";
import { givenRequestId } from "./passthrough/request-id.ts";
import { readinessProbe } from "./readiness.ts";
import { readInTurn } from "./records/in-turn.ts";
import { createBeside } from "./routes/beside.ts";
import { COUNT_PATH } from "./routes/count-tokens.ts";
import { EMBEDDINGS_PATH } from "./routes/embeddings.ts";
import { answerTo, modelRoutes } from "./routes/for-models.ts";
import { arrivalOf, responseOf } from "./routes/from-web.ts";
import { gatewayKeyRoutes } from "./routes/gateway-keys.ts";
import { commonHeaders, errorResponse } from "./routes/http.ts";
import { mountManagement } from "./routes/management.ts";
import { findModel, listModels } from "./routes/models.ts";
import { NOT_OFFERED_PATHS, refuseNotOffered } from "./routes/not-offered.ts";
import { requestLogRoutes } from "./routes/request-log.ts";
import { refuseStored, STORED_RESPONSES } from "./routes/stored-responses.ts";
import { clientCodecAt, SURFACES } from "./routes/surfaces.ts";
import { visitorOf } from "./routes/tenant.ts";
import { vaultKeyRoutes } from "./routes/vault-keys.ts";
import { walletRoutes } from "./routes/wallet.ts";
import { faultError } from "./stages/pipeline.ts";
import { shownPath } from "./telemetry/access.ts";

/** `told`: the request has a line of its own in the log. */
type Vars = { Variables: { requestId: string; idGiven: boolean; told?: true } };

const ROUTES: Record<string, string> = {
  ...Object.fromEntries(Object.keys(SURFACES).map((path) => [path, "POST"])),
  [EMBEDDINGS_PATH]: "POST",
  [COUNT_PATH]: "POST",
  "/v1/models": "GET, HEAD",
  "/v1/stats": "GET",
  "/v1/request/query": "POST",
  "/v1/requests/export": "GET",
  "/health": "GET, HEAD",
  "/ready": "GET, HEAD",
};

/** What machines ask every few seconds. */
const PROBES: readonly string[] = ["/health", "/ready", "/metrics"];

function notRouted(context: Context<Vars>): Response {
  const allow = Object.hasOwn(ROUTES, context.req.path) ? ROUTES[context.req.path] : undefined;
  const error = allow
    ? gatewayError("invalid_request", `This path takes ${allow} only`, {
        status: 405,
        code: "method_not_allowed",
      })
    : gatewayError("not_found", "There is nothing at this path", { code: "unknown_path" });
  const response = errorResponse(
    error,
    context.get("requestId"),
    clientCodecAt(context.req.path).encodeError,
  );
  if (allow) response.headers.set("allow", allow);
  return response;
}

/** Builds the gateway. Every effect it has is one of `parts`. */
export function createGateway(parts: GatewayParts): Hono<Vars> {
  const app = new Hono<Vars>();
  const beside = createBeside(parts);
  const reading: GatewayParts = { ...parts, requestLog: readInTurn(parts) };
  app.use(async (context, next) => {
    const startedAt = parts.clock.now();
    const { id, given } = givenRequestId(context.req.header("helicone-request-id") ?? "", parts.ids);
    context.set("idGiven", given);
    context.set("requestId", id);
    await next();
    if (context.get("told")) return;
    const { method, path } = context.req;
    const ms = Math.round(parts.clock.now() - startedAt);
    const level = PROBES.includes(path) ? "debug" : "info";
    parts.log(level, "request", { method, path: shownPath(path), status: context.res.status, ms });
  });
  app.use(beside.deliver);
  app.get("/health", (context) =>
    context.json({ status: "ok" }, 200, commonHeaders(context.get("requestId"))),
  );
  const probe = readinessProbe(parts.readiness, parts);
  app.get("/ready", async (context) => {
    const report = await probe();
    const status = report.status === "ready" ? 200 : 503;
    return context.json(report, status, commonHeaders(context.get("requestId")));
  });
  const { metrics } = parts;
  if (metrics)
    app.get("/metrics", async (context) => {
      await beside.enter(context.req.raw, null);
      return context.text(await metrics.text(), 200, {
        ...commonHeaders(context.get("requestId")),
        "content-type": metrics.contentType,
      });
    });
  app.get("/v1/models", async (context) => {
    await visitorOf(context.req.raw, parts, { scope: "inference", beside });
    return context.json(listModels(parts.registry), 200, commonHeaders(context.get("requestId")));
  });
  app.get("/v1/models/:id{.+}", async (context) => {
    await visitorOf(context.req.raw, parts, { scope: "inference", beside });
    const model = findModel(parts.registry, context.req.param("id"));
    return context.json(model, 200, commonHeaders(context.get("requestId")));
  });
  for (const path of NOT_OFFERED_PATHS)
    app.all(path, async (context) => {
      await visitorOf(context.req.raw, parts, { scope: "inference", beside });
      return refuseNotOffered(context.req.path);
    });
  for (const route of modelRoutes) {
    app.post(route.name, async (context) => {
      const requestId = { id: context.get("requestId"), given: context.get("idGiven") };
      const { raw: request } = context.req;
      const reply = await answerTo(route, arrivalOf(request), requestId, parts);
      context.set("told", true);
      return responseOf(reply, { request, id: requestId.id }, parts);
    });
  }
  app.route("/", requestLogRoutes(reading, beside));
  mountManagement(app, { parts, beside }, [...vaultKeyRoutes, ...gatewayKeyRoutes, ...walletRoutes]);
  app.all(STORED_RESPONSES, async (context) => {
    await visitorOf(context.req.raw, parts, { scope: "inference", beside });
    return refuseStored(context.req.param("id"));
  });
  const { dashboard } = parts;
  if (dashboard) app.route("/", dashboardRoutes(reading, dashboard, beside));
  app.notFound(notRouted);
  app.onError((thrown, context) => {
    const requestId = context.get("requestId");
    const { encodeError } = clientCodecAt(context.req.path);
    return errorResponse(faultError(thrown, requestId, parts), requestId, encodeError);
  });
  return app;
}

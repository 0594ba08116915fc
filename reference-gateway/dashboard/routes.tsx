/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The dashboard: server-rendered pages of one tenant (DSH-01). Reading works without scripts, forms carry the token of
 * their session, and nothing that a provider or caller wrote is anything but text.
 * @module
 */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { z } from "zod";
import { CAPABILITIES } from "../../registry/endpoint.ts";
import type { GatewayParts } from "../parts.ts";
import type { Filter } from "../records/filter.ts";
import type { Beside } from "../routes/beside.ts";
import { readForm } from "./form.ts";
import { createGuard } from "./guard.tsx";
import { mountKeyPages } from "./key-routes.tsx";
import { type Calculation, ModelPage } from "./pages/model.tsx";
import { allEndpoints, Models } from "./pages/models.tsx";
import { DomainsPage, Pending, Wallet } from "./pages/others.tsx";
import { everyDay, Overview } from "./pages/overview.tsx";
import { Count, Page, Text } from "./query.ts";
import { mountRequestPages } from "./request-routes.tsx";
import { UNKNOWN_KEY } from "./session.ts";
import { SCRIPT, STYLE } from "./style.ts";

/** Days of the charts. */
const DAYS = 30;
const DAY_MS = 86_400_000;
/** Booked amounts and waiting calls that a page shows. */
const MAX_ROWS = 200;

/** What the overview is about: everything, or one model or provider. */
const FocusQuery = z.object({ model: Text.default(""), provider: Text.default("") });

const focusFilter = (focus: z.infer<typeof FocusQuery>): Filter =>
  (["model", "provider"] as const).reduce<Filter>(
    (all, field) =>
      focus[field] === ""
        ? all
        : {
            kind: "and",
            left: all,
            right: { kind: "field", field, operator: "equals", value: focus[field] },
          },
    { kind: "all" },
  );

const ModelQuery = z.object({
  q: Text.default(""),
  author: Text.default(""),
  provider: Text.default(""),
  input: Text.default(""),
  capability: Text.default(""),
  context: Count.catch(0).default(0),
  price: z
    .string()
    .regex(/^(\d{1,4}(\.\d{1,6})?)?$/)
    .catch("")
    .default(""),
  page: Page.default(0),
});

const Calculator = z.object({
  endpoint: Text.default(""),
  input: Count.catch(10_000).default(10_000),
  cached: Count.catch(0).default(0),
  output: Count.catch(1_000).default(1_000),
});

/** The pages, to be mounted at the root. */
/** @param claims what the last run of the conformance suite says of each provider */
export function dashboardRoutes(
  parts: GatewayParts,
  { claims }: NonNullable<GatewayParts["dashboard"]>,
  beside: Beside,
): Hono {
  const app = new Hono();
  const { registry, requestLog, wallet, passthrough, clock } = parts;

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: "same-origin",
    }),
  );

  const guard = createGuard(parts, beside);
  const { sessions, show, signInPage, page, form, missing } = guard;

  app.get("/dashboard.css", (context) =>
    context.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }),
  );
  app.get("/dashboard.js", (context) =>
    context.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );

  app.post("/sign-in", async (context) => {
    await beside.enter(context.req.raw, null);
    const fields = await readForm(context.req.raw);
    const key = fields?.key ?? "";
    const problem = key === "" ? UNKNOWN_KEY : await sessions.signIn(context, key);
    return problem === null ? context.redirect("/", 303) : signInPage(context, problem);
  });
  app.post(
    "/sign-out",
    form("read", async (context) => {
      await sessions.signOut(context);
      return context.redirect("/", 303);
    }),
  );

  app.get(
    "/",
    page("read", async (context, { tenant, token }) => {
      const focus = FocusQuery.parse(context.req.query());
      const all = focusFilter(focus);
      const today = Math.floor(clock.now() / DAY_MS) * DAY_MS;
      // Whole days: their totals are kept.
      const since: Filter = {
        kind: "field",
        field: "request_created_at",
        operator: "gte",
        value: BigInt(today - (DAYS - 1) * DAY_MS),
      };
      const recent: Filter = { kind: "and", left: since, right: all };
      const overview = (
        <Overview
          focus={focus}
          totals={await requestLog.totals(tenant.id, all)}
          days={everyDay(await requestLog.groups(tenant.id, recent, "day"), clock.now(), DAYS)}
          models={await requestLog.groups(tenant.id, all, "model")}
          providers={await requestLog.groups(tenant.id, all, "provider")}
        />
      );
      return show(context, { title: "Overview", at: "/", token }, overview);
    }),
  );

  mountKeyPages(app, parts, claims, guard);

  app.get(
    "/models",
    page("read", (context, { token }) => {
      const filter = ModelQuery.parse(context.req.query());
      const list = <Models registry={registry} filter={filter} capabilities={CAPABILITIES} />;
      return show(context, { title: "Models", at: "/models", token }, list);
    }),
  );
  app.get(
    "/models/:id{.+}",
    page("read", (context, guest) => {
      const id = context.req.param("id") ?? "";
      const endpoints = allEndpoints(registry).filter(({ model }) => model === id);
      const [first] = endpoints;
      if (!Object.hasOwn(registry.source.models, id) || !first) return missing(context, guest, "model");
      const asked = Calculator.parse(context.req.query());
      const endpoint = endpoints.find((one) => one.id === asked.endpoint) ?? first;
      const usage = { input: asked.input, cacheRead: asked.cached, output: asked.output };
      const calculation: Calculation = {
        ...asked,
        endpoint: endpoint.id,
        cost: registry.price(endpoint, usage),
      };
      const { origin } = new URL(context.req.url);
      const content = (
        <ModelPage
          registry={registry}
          id={id}
          endpoints={endpoints}
          origin={origin}
          calculation={calculation}
        />
      );
      const title = registry.source.models[id]?.name ?? id;
      return show(context, { title, at: "/models", token: guest.token }, content);
    }),
  );

  mountRequestPages(app, parts, { guard, beside });

  app.get(
    "/wallet",
    page("read", async (context, { tenant, token }) => {
      const content = (
        <Wallet
          view={await wallet.view(tenant.id)}
          entries={await wallet.statement(tenant.id, null, MAX_ROWS)}
          suspended={await wallet.isSuspended(tenant.id)}
        />
      );
      return show(context, { title: "Wallet", at: "/wallet", token }, content);
    }),
  );
  app.get(
    "/pending",
    page("read", async (context, { tenant, token }) => {
      const calls = await passthrough.pending.page(null, MAX_ROWS);
      const own = calls.filter(({ tenantId }) => tenantId === tenant.id);
      return show(context, { title: "Pending models", at: "/pending", token }, <Pending calls={own} />);
    }),
  );
  app.get(
    "/domains",
    page("read", async (context, { token }) => {
      const approvals = await passthrough.approvals.list();
      const content = <DomainsPage rows={registry.domains.rows} approvals={approvals} />;
      return show(context, { title: "Domains", at: "/domains", token }, content);
    }),
  );
  return app;
}

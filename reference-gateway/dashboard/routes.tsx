/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The dashboard: server-rendered pages of one tenant (DSH-01). Reading works without scripts, forms carry the token of
 * their session, and nothing that a provider or caller wrote is anything but text.
 * @module
 */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { CAPABILITIES } from "../../registry/endpoint.ts";
import type { GatewayParts } from "../parts.ts";
import { type Filter, FilterProblem, readFilter } from "../records/filter.ts";
import { readForm } from "./form.ts";
import { createGuard } from "./guard.tsx";
import { mountKeyPages } from "./key-routes.tsx";
import { Notice } from "./layout.tsx";
import { type Calculation, ModelPage } from "./pages/model.tsx";
import { allEndpoints, Models } from "./pages/models.tsx";
import { DomainsPage, Pending, Wallet } from "./pages/others.tsx";
import { Overview } from "./pages/overview.tsx";
import { PAGE_SIZE, RequestPage, Requests } from "./pages/requests.tsx";
import { SCRIPT, STYLE } from "./style.ts";

/** How often the log is looked at for a page that watches it, and for how long. */
const LIVE_EVERY_MS = 2_000;
const LIVE_ROUNDS = 300;
/** Days of the charts. */
const DAYS = 30;
const DAY_MS = 86_400_000;
/** Ledger entries and waiting calls that a page shows. */
const MAX_ROWS = 200;

const Text = z.string().max(200).catch("");
const Page = z.coerce.number().int().min(0).max(1000).catch(0);
const Count = z.coerce.number().int().min(0).max(100_000_000);

const ModelQuery = z.object({
  q: Text.default(""),
  author: Text.default(""),
  provider: Text.default(""),
  input: Text.default(""),
  capability: Text.default(""),
  context: Count.catch(0).default(0),
  page: Page.default(0),
});

const RequestQuery = z.object({
  model: Text.default(""),
  provider: Text.default(""),
  user: Text.default(""),
  session: Text.default(""),
  outcome: z.enum(["", "success", "failed", "cancelled"]).catch("").default(""),
  property: Text.default(""),
  value: Text.default(""),
  from: z
    .union([z.literal(""), z.iso.date()])
    .catch("")
    .default(""),
  to: z
    .union([z.literal(""), z.iso.date()])
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

/** A page's own filter as a filter of the log. @throws FilterProblem */
function filterOf(query: z.infer<typeof RequestQuery>): Filter {
  const field = (name: string, condition: object) => ({ request_response_rmt: { [name]: condition } });
  const conditions = [
    query.model === "" ? null : field("model", { contains: query.model }),
    query.provider === "" ? null : field("provider", { equals: query.provider }),
    query.user === "" ? null : field("user_id", { equals: query.user }),
    query.session === "" ? null : field("session_id", { equals: query.session }),
    query.outcome === "" ? null : field("outcome", { equals: query.outcome }),
    query.from === "" ? null : field("request_created_at", { gte: query.from }),
    query.to === "" ? null : field("request_created_at", { lt: query.to }),
    query.property === "" || query.value === ""
      ? null
      : { properties: { [query.property]: { equals: query.value } } },
  ];
  return conditions.reduce<Filter>(
    (all, one) => (one === null ? all : { kind: "and", left: all, right: readFilter(one as never) }),
    { kind: "all" },
  );
}

/** The pages, to be mounted at the root. */
export function dashboardRoutes(parts: GatewayParts): Hono {
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

  const guard = createGuard(parts);
  const { sessions, show, signInPage, page, form, missing } = guard;

  app.get("/dashboard.css", (context) =>
    context.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }),
  );
  app.get("/dashboard.js", (context) =>
    context.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );

  app.post("/sign-in", async (context) => {
    const fields = await readForm(context.req.raw);
    const key = fields?.key ?? "";
    if (key !== "" && (await sessions.signIn(context, key))) return context.redirect("/", 303);
    return signInPage(context, "This gateway key is not known.");
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
      const all: Filter = { kind: "all" };
      const recent: Filter = {
        kind: "field",
        field: "request_created_at",
        operator: "gte",
        value: BigInt(clock.now() - DAYS * DAY_MS),
      };
      const overview = (
        <Overview
          totals={await requestLog.totals(tenant.id, all)}
          days={await requestLog.groups(tenant.id, recent, "day")}
          models={await requestLog.groups(tenant.id, all, "model")}
          providers={await requestLog.groups(tenant.id, all, "provider")}
        />
      );
      return show(context, { title: "Overview", at: "/", token }, overview);
    }),
  );

  mountKeyPages(app, parts, guard);

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

  app.get(
    "/requests",
    page("read", async (context, { tenant, token }) => {
      const filter = RequestQuery.parse(context.req.query());
      try {
        const requests = await requestLog.query(tenant.id, {
          filter: filterOf(filter),
          sort: { field: "request_created_at", descending: true },
          offset: filter.page * PAGE_SIZE,
          limit: PAGE_SIZE,
        });
        const list = <Requests filter={filter} requests={requests} />;
        return show(context, { title: "Requests", at: "/requests", token }, list);
      } catch (thrown) {
        if (!(thrown instanceof FilterProblem)) throw thrown;
        return show(
          context,
          { title: "Requests", at: "/requests", token },
          <Notice text={thrown.message} bad />,
          400,
        );
      }
    }),
  );
  app.get("/requests/live", async (context) => {
    const guest = await sessions.current(context);
    if (guest === null || !guest.tenant.scopes.includes("read")) return context.body(null, 401);
    const since: Filter = {
      kind: "field",
      field: "request_created_at",
      operator: "gt",
      value: BigInt(clock.now()),
    };
    return streamSSE(context, async (stream) => {
      let told = 0;
      for (let round = 0; round < LIVE_ROUNDS && !stream.aborted; round++) {
        const { requests } = await requestLog.totals(guest.tenant.id, since);
        if (requests > told) await stream.writeSSE({ event: "requests", data: String(requests) });
        told = requests;
        await new Promise<void>((wake) => void clock.after(LIVE_EVERY_MS, wake));
      }
    });
  });
  app.get(
    "/requests/:id",
    page("read", async (context, guest) => {
      const logged = await requestLog.find(guest.tenant.id, context.req.param("id") ?? "");
      if (!logged) return missing(context, guest, "request");
      const content = <RequestPage logged={logged} token={guest.token} />;
      return show(context, { title: "Request", at: "/requests", token: guest.token }, content);
    }),
  );
  app.post(
    "/requests/:id/feedback",
    form("read", async (context, guest, fields) => {
      const id = context.req.param("id") ?? "";
      const rated = await requestLog.rate(guest.tenant.id, id, fields.rating === "good", clock.now());
      if (!rated) return missing(context, guest, "request");
      return context.redirect(`/requests/${encodeURIComponent(id)}`, 303);
    }),
  );

  app.get(
    "/wallet",
    page("read", async (context, { tenant, token }) => {
      const ledger = (await wallet.ledger(tenant.id)).slice(-MAX_ROWS).reverse();
      const content = <Wallet view={await wallet.view(tenant.id)} ledger={ledger} />;
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

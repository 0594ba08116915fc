/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The pages of providers and of the tenant's keys at them.
 * @module
 */
import type { Context, Hono } from "hono";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { keyFields } from "../../registry/providers/_shared/key-fields.ts";
import type { GatewayParts } from "../parts.ts";
import type { ClaimSource } from "./claims.ts";
import type { Guard, Guest } from "./guard.tsx";
import { type LayoutProps, Notice } from "./layout.tsx";
import { DeleteKey, Provider, Providers } from "./pages/providers.tsx";
import { readKeyForm } from "./read-key-form.ts";

export function mountKeyPages(
  app: Hono,
  { registry, keys, platformKeys }: GatewayParts,
  claims: ClaimSource,
  { show, page, form, missing }: Guard,
): void {
  const provider = (slug: string): BaseProvider | undefined => registry.provider(slug);
  app.get(
    "/providers",
    page("read", async (context, { tenant, token }) => {
      const shown = await keys.provider.show(tenant.id);
      const list = (
        <Providers
          registry={registry}
          keys={shown}
          platform={platformKeys.providers()}
          claims={await claims.read()}
        />
      );
      return show(context, { title: "Providers", at: "/providers", token }, list);
    }),
  );
  const providerPage = async (
    context: Context,
    guest: Guest,
    more: { problem?: string; values?: Record<string, string> } = {},
  ) => {
    const found = provider(context.req.param("slug") ?? "");
    if (!found) return missing(context, guest, "provider");
    const { problem, values } = more;
    const content = (
      <>
        {problem === undefined ? null : <Notice text={problem} bad />}
        <Provider
          provider={found}
          registry={registry}
          keys={await keys.provider.show(guest.tenant.id)}
          platform={platformKeys.providers()}
          claims={await claims.read()}
          token={guest.token}
          values={values}
        />
      </>
    );
    const about: LayoutProps = { title: found.displayName, at: "/providers", token: guest.token };
    return show(context, about, content, problem === undefined ? 200 : 400);
  };
  app.get(
    "/providers/:slug",
    page("manage", (context, guest) => providerPage(context, guest)),
  );
  app.post(
    "/providers/:slug/keys",
    form("manage", async (context, guest, fields) => {
      const found = provider(context.req.param("slug") ?? "");
      if (!found) return missing(context, guest, "provider");
      const read = readKeyForm(found, fields);
      if (!read.ok) {
        const secrets = keyFields(found).flatMap(({ name, secret }) => (secret ? [name] : []));
        const values = Object.fromEntries(Object.entries(fields).filter(([name]) => !secrets.includes(name)));
        return providerPage(context, guest, { problem: read.problem, values });
      }
      await keys.provider.add({ tenantId: guest.tenant.id, provider: found.slug, ...read.key });
      return context.redirect(`/providers/${found.slug}`, 303);
    }),
  );
  const storedKey = async (context: Context, { tenant }: Guest) => {
    const slug = context.req.param("slug");
    const id = context.req.param("id");
    return (await keys.provider.show(tenant.id)).find((key) => key.id === id && key.provider === slug);
  };
  app.post(
    "/providers/:slug/keys/:id/toggle",
    form("manage", async (context, guest, fields) => {
      const stored = await storedKey(context, guest);
      if (!stored) return missing(context, guest, "key");
      const change = { enabled: fields.enabled === "1" };
      await keys.provider.change(guest.tenant.id, stored.id, change, () => {});
      return context.redirect(`/providers/${stored.provider}`, 303);
    }),
  );
  app.get(
    "/providers/:slug/keys/:id/delete",
    page("manage", async (context, guest) => {
      const stored = await storedKey(context, guest);
      const found = provider(context.req.param("slug") ?? "");
      if (!stored || !found) return missing(context, guest, "key");
      const content = <DeleteKey provider={found} stored={stored} token={guest.token} />;
      return show(context, { title: "Delete a key", at: "/providers", token: guest.token }, content);
    }),
  );
  app.post(
    "/providers/:slug/keys/:id/delete",
    form("manage", async (context, guest) => {
      const stored = await storedKey(context, guest);
      if (!stored) return missing(context, guest, "key");
      await keys.provider.remove(guest.tenant.id, stored.id);
      return context.redirect(`/providers/${stored.provider}`, 303);
    }),
  );
}

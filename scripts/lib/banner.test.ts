import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { bannerText } from "./banner.ts";

const facts = {
  url: "http://127.0.0.1:8787",
  dashboard: true,
  replay: false,
  providers: ["deepinfra", "groq"],
  model: "gpt-oss-120b/deepinfra",
  hasKeys: true,
};

describe("the banner", () => {
  it("says where the gateway, the dashboard and the providers are", () => {
    const text = bannerText(facts);
    expect(text).toContain("gateway     http://127.0.0.1:8787/v1");
    expect(text).toContain("dashboard   http://127.0.0.1:8787/");
    expect(text).toContain("providers   deepinfra, groq");
    expect(bannerText({ ...facts, dashboard: false, providers: [] })).not.toContain("dashboard");
    expect(bannerText({ ...facts, providers: [] })).toContain("callers bring their own keys");
  });

  it("has a first request that a shell takes as it stands", () => {
    const [, command = ""] = /^ {2}(curl [\s\S]+)$/m.exec(bannerText(facts)) ?? [];
    const shown = command.replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync("sh", ["-c", shown], { env: { GATEWAY_KEY: "k" }, encoding: "utf8" }).split(
      "\n",
    );
    expect(words.slice(0, 6)).toEqual([
      "http://127.0.0.1:8787/v1/chat/completions",
      "-H",
      "Authorization: Bearer k",
      "-H",
      "Content-Type: application/json",
      "-d",
    ]);
    expect(JSON.parse(words[6] ?? "")).toMatchObject({ model: "gpt-oss-120b/deepinfra" });
  });

  it("says that nobody may call yet, and that a replaying gateway takes any key", () => {
    expect(bannerText({ ...facts, hasKeys: false })).toContain("GATEWAY_KEYS=me=generate");
    expect(bannerText({ ...facts, hasKeys: false, replay: true })).toContain("Bearer anything");
  });
});

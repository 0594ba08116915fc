/**
 * Real defects of the wire, the gateway and its state, by the ids of the survey that they come from: which planted
 * defect stands for each, or why none does yet. Rows about cost and usage (C) are listed elsewhere.
 * @module
 */

/** A row of the survey. */
export type Seen = { row: string; defects: readonly string[] } | { row: string; leftOut: string };

const by = (row: string, ...defects: string[]): Seen => ({ row, defects });
const out = (row: string, leftOut: string): Seen => ({ row, leftOut });

const OTHER_DIALECT = "needs a dialect that no provider of the registry speaks yet";
const NO_AWS = "no provider of the registry signs requests or sends AWS event streams yet";
const NO_PASSTHROUGH = "the gateway has no passthrough routes yet";
const NO_CACHE = "the gateway has no response cache yet";
const NO_LIMITS = "the gateway has no rate limits or budgets yet";

export const seenOnTheWire: readonly Seen[] = [
  by("S01", "streaming.events-parsed-per-chunk"),
  by("S02", "streaming.chunks-decoded-alone"),
  by("S04", "streaming.split-on-lf-only"),
  by("S05", "streaming.comments-are-data"),
  by("S07", "streaming.keep-alive-swallowed"),
  by("S08", "streaming.first-choice-only"),
  by("S09", "streaming.clean-end-forged", "errors.lost-connection-finishes"),
  by("S10", "errors.frame-swallowed", "errors.frame-then-finish"),
  by("S12", "streaming.tool-index-zero"),
  by("S14", "streaming.empty-arguments"),
  by("S16", "streaming.stop-for-tools"),
  by("S17", "streaming.finish-always-stop", "response.finish-always-stop"),
  by("S19", "streaming.new-id-per-chunk", "streaming.choice-index-zero", "response.created-in-milliseconds"),
  by("S20", "streaming.usage-chunk-dropped"),
  by("S22", "streaming.buffered"),
  by("S23", "streaming.cancel-not-passed-on"),
  out("S24", NO_AWS),
  by("S25", "mapping.stream-flag-lost", "streaming.json-passed-for-stream"),
  by("S26", "response.unknown-fields-fatal"),
  out("S30", "the gateway passes reasoning tags in the text on as they are; it splits none out"),

  by("E01", "errors.body-parsed-blindly"),
  by("E02", "errors.message-lost", "errors.wrapped-twice"),
  by("E04", "errors.in-200-is-success", "errors.in-200-is-502", "errors.list-in-200"),
  by("E05", "response.unusable-passed-on"),
  by("E06", "errors.everything-is-500", "errors.rate-limit-is-500"),
  by("E07", "errors.retry-after-dropped", "errors.retry-info-unread"),
  by("E09", "fallback.client-errors-fall-on"),
  by("E10", "errors.no-second-attempt-when-limited"),
  by("E12", "fallback.streams-never"),
  by("E13", "fallback.after-first-byte"),
  by("E14", "fallback.retries-multiply"),
  by("E15", "errors.raw-body-forwarded", "errors.masking-off", "errors.network-text-leaks"),
  by("E17", "errors.byok-401-blamed-on-us", "errors.platform-401-passed"),
  by("E18", "errors.timeout-never-fires", "errors.timeout-is-unreachable"),
  by("E19", "fallback.no-credit-stops"),
  by("E21", "errors.network-text-leaks"),
  by("E23", "streaming.cancel-not-passed-on"),

  by("A01", "auth.gateway-key-forwarded", "security.gateway-key-forwarded"),
  by("A03", "fallback.first-key-reused"),
  out("A05", NO_AWS),
  out("A07", NO_AWS),
  out("A08", NO_AWS),
  out("A10", NO_AWS),
  out("A11", "no provider of the registry exchanges its credential for tokens yet"),
  by("A13", "auth.key-in-query", "security.key-in-url"),
  by("A15", "auth.platform-key-in-byok", "billing.platform-key-steps-in"),
  out("A16", "no provider of the registry has deployments in its URL yet"),
  out("A17", "the gateway speaks HTTP/1.1 to providers, which has no scheme header"),
  by("A18", "security.key-logged"),
  by("A20", "auth.models-open"),

  by("M01", "mapping.max-tokens-passed-through", "mapping.max-tokens-lost"),
  out(
    "M03",
    "every provider of the registry takes the same range, and the gateway refuses what lies outside",
  ),
  out("M04", OTHER_DIALECT),
  out("M05", OTHER_DIALECT),
  out("M08", OTHER_DIALECT),
  by("M09", "mapping.empty-description-sent"),
  by("M11", "mapping.system-joined"),
  by("M12", "mapping.tool-choice-lost"),
  out("M14", OTHER_DIALECT),
  by("M15", "mapping.tool-ids-renamed"),
  by("M17", "mapping.response-format-dropped"),
  out("M18", "every provider of the registry takes JSON Schema as it is"),
  by("M20", "mapping.cache-marks-forwarded"),
  by("M21", "mapping.unsupported-sent", "mapping.capability-unchecked"),
  by("M22", "streaming.flag-cleared", "streaming.flag-set"),
  by("M23", "mapping.body-mutated", "fallback.first-body-reused"),
  out("M25", "the gateway has no embeddings route yet"),
  by("M26", "mapping.naive-url-join"),
  by("M28", "mapping.tool-names-raw"),

  by("R01", "routing.split-on-first-slash", "mapping.vendor-part-eaten"),
  by("R02", "routing.passthrough-tag-cut"),
  by("R04", "routing.retired-still-tried"),
  by("R05", "routing.disabled-key-used"),
  by("R07", "routing.byok-only-ignored", "billing.platform-key-steps-in"),
  by("R08", "billing.byok-debited"),
  by("R09", "billing.never-released", "billing.not-released-on-network-error"),
  by("R10", "billing.reservation-expires"),
  by("R11", "billing.check-then-act"),
  out("R13", "no endpoint of the registry has a geographic prefix yet"),
  by("R15", "routing.pin-is-a-preference"),
  out("R16", NO_LIMITS),
  out("R17", NO_LIMITS),
  out("R19", "the gateway orders attempts and weighs none"),
  out("R20", "payments have no route yet; crediting one twice is tested at the wallet"),

  out("G01", `${NO_PASSTHROUGH}: no value of a caller's names a host`),
  by("G02", "auth.redirect-followed"),
  by("G04", "response.encoding-not-decoded"),
  by("G05", "response.encoding-not-decoded"),
  by("G06", "response.encoding-not-decoded"),
  out("G08", NO_CACHE),
  out("G09", NO_CACHE),
  out("G10", NO_CACHE),
  by("G12", "security.answers-cacheable"),
  out("G13", NO_PASSTHROUGH),
  by("G14", "security.headers-copied", "security.request-id-unchecked"),
  out("G15", NO_PASSTHROUGH),
  out("G17", NO_LIMITS),
  by("G19", "streaming.cancel-not-passed-on", "fallback.given-up-stays-open"),
  by("G20", "streaming.pumped", "streaming.buffered", "security.body-limit-off"),
  out("G21", NO_PASSTHROUGH),
  by("G22", "security.user-as-header", "security.upstream-id-raw"),
  by("G24", "errors.upstream-id-dropped"),
];

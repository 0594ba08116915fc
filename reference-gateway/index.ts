/**
 * The gateway's public face: build it from parts, or open the parts that a configuration asks for and listen.
 * @module
 */

export { createGateway } from "./app.ts";
export { type Config, ConfigError, readConfig } from "./config.ts";
export type {
  Clock,
  GatewayParts,
  Ids,
  Limits,
  Log,
  RecordStore,
  TenantStore,
  Transport,
  Vault,
  Wallet,
} from "./parts.ts";
export { DEFAULT_LIMITS } from "./parts.ts";
export { type OpenParts, openParts, type RunningServer, startServer } from "./server.ts";

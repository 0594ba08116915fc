import { loadSuite } from "./engine/load-suite.mjs";

const { declareSuite } = await loadSuite();
await declareSuite("byok");

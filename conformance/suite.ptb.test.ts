import { loadSuite } from "./engine/load-suite.ts";

const { declareSuite } = await loadSuite();
await declareSuite("ptb");

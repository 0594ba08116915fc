import { declareSuite } from "./suite.ts";

declareSuite("ptb");

import { fileURLToPath } from "node:url";

/** The folder of `package.json`, with a trailing slash; only for programs that are not bundled. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

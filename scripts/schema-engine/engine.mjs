// Prisma's schema engine compiled to WebAssembly, from npm: the binary engine would be a separate
// download.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { connectionFields, SchemaEngineAdapter } from "./adapter.mjs";

async function load() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => console.error(`schema engine: ${message}`),
  };
  const glue = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const bindings = await import(pathToFileURL(glue).href);
  const { instance } = await WebAssembly.instantiate(readFileSync(glue.replace(/\.js$/, ".wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/**
 * Creates an engine on this database and schema. An engine that has applied something creates no
 * more shadow databases: create another one.
 */
export async function openEngine(url, schema) {
  const SchemaEngine = await load();
  const debug = (line) => process.env.DEBUG_SCHEMA_ENGINE && console.error(line);
  const factory = bindMigrationAwareSqlAdapterFactory(
    new SchemaEngineAdapter(connectionFields(url)),
  );
  return SchemaEngine.new(
    { datamodels: schema.files.map(({ path, content }) => [path, content]) },
    debug,
    factory,
  );
}

// Fake of the demo model, the worker and the app: reports ready, writes its pid to a file, and
// answers HTTP if given a port.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const [name, port, habit] = process.argv.slice(2);
writeFileSync(join(process.env.DATA_DIR, `${name}.pid`), String(process.pid));
console.log(`${name} runs with ${new URL(process.env.DATABASE_URL).pathname}`);
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => {
  if (habit === "stubborn") return console.log(`${name} does not stop`);
  console.log(`${name} stops`);
  process.exit(0);
});
if (Number(port) > 0)
  createServer((_request, response) => response.end(`hello from ${name}`)).listen(
    Number(port),
    "127.0.0.1",
  );
setInterval(() => undefined, 1_000);
process.send({ type: "ready" });

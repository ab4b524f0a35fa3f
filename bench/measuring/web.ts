import { parseEnv, resetEnv } from "@/lib/config/env";
import { environmentOf, findInstance } from "@/lib/container/platform";
import { startApp } from "../../scripts/e2e/running-app";
import { listChildren } from "./processes";
import { openStudies, type Studies } from "./studies";

const OWNER = { name: "Bench", email: "bench@example.org", password: "a long enough password" };

/** The whole program as `npm start` runs it, with a session of its owner. */
export type Web = {
  readonly url: string;
  readonly studies: Studies;
  readonly databaseUrl: string;
  /** Signs sessions. */
  readonly authSecret: string;
  /** The cookie of the owner's session, as a browser sends it. */
  readonly cookie: string;
  /** The processes of the app, for measuring their memory. */
  readonly processes: () => Readonly<Record<string, number>>;
  close(): Promise<void>;
};

export async function openWeb(say: (line: string) => void, dataDir?: string): Promise<Web> {
  const app = await startApp(say, dataDir);
  const instance = findInstance(app.dataDir);
  if (!instance) throw new Error("the program did not say where it runs");
  resetEnv();
  const environment = environmentOf(app.dataDir, instance);
  const { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret } = parseEnv(environment);
  const studies = openStudies({ environment });
  const cookie = await signIn(app.url);
  return {
    url: app.url,
    studies,
    databaseUrl,
    authSecret,
    cookie,
    processes: () =>
      Object.fromEntries(listChildren(instance.pid).map((pid) => [`process ${pid}`, pid])),
    async close() {
      await studies.close();
      await app.stop();
    },
  };
}

/** Creates the owner's account, or signs in if it exists. */
async function signIn(url: string): Promise<string> {
  const post = (path: string, body: object): Promise<Response> =>
    fetch(new URL(path, url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify(body),
    });
  const made = await post("/api/setup", OWNER);
  const response = made.ok
    ? made
    : await post("/api/auth/sign-in/email", { email: OWNER.email, password: OWNER.password });
  if (!response.ok)
    throw new Error(`signing in failed: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .join("; ");
}

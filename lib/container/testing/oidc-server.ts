import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type JWK } from "oidc-provider";

/** A person as the server knows them, by `sub`. */
export type Identity = {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name?: string;
};

export type OidcServer = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly identities: Map<string, Identity>;
  /** The `sub` of whoever sits at the browser; null for one who refuses. */
  present: string | null;
  /** Whether it publishes other keys than those it signs with, as an impostor would. */
  publishesOtherKeys: boolean;
  /** Signs in at the server as a browser would, and returns the address that it leads back to. */
  visit(url: string): Promise<URL>;
  close(): Promise<void>;
};

const CLIENT = { clientId: "microcosm", clientSecret: "a secret of the client" };

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kty: "RSA", use: "sig", alg: "RS256" };
}

/** Starts a real OpenID Connect server whose people need no password. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const http = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  const identities = new Map<string, Identity>();

  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    jwks: { keys: [newKey()] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...identities.get(sub) }),
    }),
    async loadExistingGrant({ oidc: { client, session } }) {
      const grant = new provider.Grant({
        ...(client && { clientId: client.clientId }),
        ...(session?.accountId !== undefined && { accountId: session.accountId }),
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });

  const handle = provider.callback();
  const otherKey = newKey();
  const server: OidcServer = {
    ...CLIENT,
    ...{ issuer, identities },
    present: null,
    publishesOtherKeys: false,
    async visit(url) {
      const cookies = new Map<string, string>();
      let at = new URL(url);
      while (at.origin === issuer) {
        const response = await fetch(at, {
          redirect: "manual",
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        });
        for (const line of response.headers.getSetCookie()) {
          const [pair = ""] = line.split(";");
          const split = pair.indexOf("=");
          cookies.set(pair.slice(0, split), pair.slice(split + 1));
        }
        const location = response.headers.get("location");
        if (location === null)
          throw new Error(`${at.pathname}: ${String(response.status)} ${await response.text()}`);
        at = new URL(location, at);
      }
      return at;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  answer = (request, response) => {
    if (request.url?.startsWith("/interaction/") === true) {
      const result =
        server.present === null
          ? { error: "access_denied" }
          : { login: { accountId: server.present } };
      void provider.interactionFinished(request, response, result);
    } else if (request.url === "/jwks" && server.publishesOtherKeys) {
      const { kty, n, e } = otherKey;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ keys: [{ kty, n, e, use: "sig", alg: "RS256" }] }));
    } else void handle(request, response);
  };
  return server;
}

import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { contentSecurityPolicy } from "./app/_server/content-security-policy";
import { hostProblem, isEncrypted } from "./lib/container/pages";

const NONCE_BYTES = 18;
const HTTPS_SECONDS = 365 * 24 * 60 * 60;

/** Run by the framework before each page: its host has to be trusted, and it gets its policy. */
export function proxy(request: NextRequest): NextResponse {
  const problem = hostProblem(request.headers.get("host"));
  if (problem !== null) return misdirected(problem);

  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = contentSecurityPolicy(nonce, { dev: process.env.NODE_ENV === "development" });
  // The framework reads the nonce for its scripts from the policy among the headers of the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isEncrypted())
    response.headers.set("strict-transport-security", `max-age=${String(HTTPS_SECONDS)}`);
  return response;
}

/** `problem` has no markup. */
function misdirected(problem: string): NextResponse {
  return new NextResponse(
    "<!doctype html><html lang=en><meta charset=utf-8><title>Unknown address · Microcosm</title>" +
      '<meta name="viewport" content="width=device-width"><meta name="color-scheme" ' +
      `content="light dark"><h1>Microcosm does not know this address</h1><p>${problem}</p></html>`,
    {
      status: 421,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      },
    },
  );
}

export const config = {
  // Routes of the API check the host themselves: their bodies must not be copied for this file.
  matcher: "/((?!api/|_next/static/|_next/image).*)",
};

import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ThemeFollower, ThemeHead } from "@/components/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Microcosm", template: "%s · Microcosm" },
  description: "A web laboratory for social simulation with LLM agents.",
  icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading it makes every page one of its request, which the nonce needs.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The script in the head sets the theme's class before React sees the element.
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeHead nonce={nonce} />
      </head>
      <body>
        <ThemeFollower />
        {children}
      </body>
    </html>
  );
}

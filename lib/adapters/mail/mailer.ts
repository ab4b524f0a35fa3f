import { createTransport } from "nodemailer";
import type { Env } from "@/lib/config/env";
import type { Mailer } from "@/lib/services/members/ports";

/** Nobody waits longer for a mail server than for a page. */
const TIMEOUT_MS = 10_000;

/** Sends mail through the SMTP server of the environment; null where none is set. */
export function openMailer({
  SMTP_URL,
  MAIL_FROM,
}: Pick<Env, "SMTP_URL" | "MAIL_FROM">): Mailer | null {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return null;
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    send: async (message) => {
      await transport.sendMail({ from: MAIL_FROM, ...message });
    },
  };
}

import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { openMailer } from "./mailer";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A mail server that keeps what it is sent, or refuses every recipient. */
async function startMailServer({ refuse = false } = {}): Promise<{ url: string; mail: string[] }> {
  const mail: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    socket.write("220 test\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      const text = String(chunk);
      if (data !== null) {
        data += text;
        if (!data.endsWith("\r\n.\r\n")) return;
        mail.push(data);
        data = null;
        socket.write("250 kept\r\n");
        return;
      }
      for (const line of text.split("\r\n").filter((part) => part !== "")) {
        if (/^DATA/i.test(line)) {
          data = "";
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else if (/^RCPT/i.test(line) && refuse) socket.write("550 no such mailbox\r\n");
        else socket.write("250 ok\r\n");
      }
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, mail };
}

const MESSAGE = {
  to: "ann@example.org",
  subject: "Invitation to the project Trust",
  text: "Open this link: http://127.0.0.1:3000/join#abc",
};

it("sends a message through the mail server", async () => {
  const { url, mail } = await startMailServer();
  await openMailer({ SMTP_URL: url, MAIL_FROM: "lab@example.org" })?.send(MESSAGE);
  expect(mail).toHaveLength(1);
  expect(mail[0]).toMatch(/^From: lab@example\.org$/m);
  expect(mail[0]).toMatch(/^To: ann@example\.org$/m);
  expect(mail[0]).toContain("/join#abc");
});

it("reports a refusal without the password of the server", async () => {
  const { url } = await startMailServer({ refuse: true });
  const error: unknown = await openMailer({ SMTP_URL: url, MAIL_FROM: "lab@example.org" })
    ?.send(MESSAGE)
    .catch((thrown: unknown) => thrown);
  expect(String(error)).toContain("no such mailbox");
});

it("is absent without a server", () => {
  expect(openMailer({ SMTP_URL: undefined, MAIL_FROM: undefined })).toBeNull();
});

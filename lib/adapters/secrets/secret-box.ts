import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";
import type { SecretBox } from "@/lib/services/endpoints/ports";

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = "v1:";

const unreadableSecret = (cause?: unknown): AppError =>
  new AppError(
    "unavailable",
    "A stored key cannot be read: it was encrypted with another ENCRYPTION_KEY " +
      "than the one in use, or damaged. Set the former ENCRYPTION_KEY again, or " +
      "enter the endpoint's key again.",
    [],
    { cause },
  );

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D) under the installation's key of 32 bytes, as bytes or
 * in base64. A cipher is `v1:` and base64url of nonce, tag and text; every `seal` draws a fresh
 * nonce. `open` throws `AppError` when the key does not fit or the cipher was changed.
 */
export function createSecretBox(encryptionKey: Uint8Array | string): SecretBox {
  const key =
    typeof encryptionKey === "string"
      ? Buffer.from(encryptionKey, "base64")
      : Buffer.from(encryptionKey);
  if (key.length !== KEY_BYTES)
    throw new AppError(
      "unavailable",
      `ENCRYPTION_KEY must be ${KEY_BYTES} random bytes in base64 (openssl rand ` +
        `-base64 ${KEY_BYTES}).`,
    );
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(sealed) {
      if (!sealed.startsWith(PREFIX)) throw unreadableSecret();
      const bytes = Buffer.from(sealed.slice(PREFIX.length), "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadableSecret();
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return (
          decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") +
          decipher.final("utf8")
        );
      } catch (error) {
        throw unreadableSecret(error);
      }
    },
  };
}

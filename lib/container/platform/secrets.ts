import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readFileIfPresent, writePrivateFile } from "@/lib/adapters/process/private-file";
import { OperatorError } from "@/lib/config/operator-error";

const secretsShape = z.object({ authSecret: z.string().min(32), encryptionKey: z.base64() });

/**
 * `authSecret` signs sessions; `encryptionKey` (32 bytes, base64) encrypts the keys of endpoints.
 */
export type Secrets = z.output<typeof secretsShape>;

/**
 * Reads the secrets of this data folder, or creates them at its first start (`secrets.json`,
 * readable by its owner only). Never replaces a file that cannot be read: with a new key the stored
 * endpoint keys would be lost.
 */
export function readOrCreateSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  const text = readFileIfPresent(path);
  if (text !== undefined) return parse(text, path);
  const secrets = {
    authSecret: randomBytes(32).toString("base64url"),
    encryptionKey: randomBytes(32).toString("base64"),
  };
  writePrivateFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function parse(text: string, path: string): Secrets {
  try {
    return secretsShape.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorError({
      code: "data-folder-unusable",
      what: "The file with this installation's secrets is damaged.",
      where: path,
      remedy:
        "restore it from a backup. If you delete it instead, everyone has to sign in again and " +
        "the keys of endpoints have to be entered again.",
      cause,
    });
  }
}

import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { openDatabase, type Database } from "@/lib/adapters/db/database";
import type { Actor, Role } from "@/lib/domain/access";

export type Person = Extract<Actor, { kind: "user" }>;

/** Creates people in an installation's database, past the services: accounts without passwords. */
export type People = {
  readonly database: Database;
  /**
   * Creates a user with a role in the installation's first project, which must exist; null creates
   * a user without a project.
   */
  member(role: Role | null, options?: { readonly administrator?: boolean }): Promise<Person>;
  /** Creates the owner of another project. */
  outsider(): Promise<Person>;
  /** Opens a session, and returns the cookie that a browser would send. */
  signIn(person: Person, authSecret: string): Promise<string>;
  close(): Promise<void>;
};

const SESSION_MS = 24 * 60 * 60 * 1000;

export function openPeople(databaseUrl: string): People {
  const database = openDatabase(databaseUrl, () => undefined);
  const { prisma } = database;

  const user = async (administrator = false): Promise<Person> => {
    const id = randomUUID();
    await prisma.user.create({
      data: { id, name: "Somebody", email: `${id}@example.org`, administrator },
    });
    return { kind: "user", userId: id };
  };
  const join = async (person: Person, projectId: string, role: Role): Promise<Person> => {
    await prisma.membership.create({ data: { projectId, userId: person.userId, role } });
    return person;
  };

  return {
    database,
    async member(role, { administrator } = {}) {
      const person = await user(administrator);
      if (role === null) return person;
      const first = await prisma.project.findFirstOrThrow({ orderBy: { createdAt: "asc" } });
      return join(person, first.id, role);
    },
    async outsider() {
      const { id } = await prisma.project.create({ data: { name: "Another project" } });
      return join(await user(), id, "owner");
    },
    async signIn({ userId }, authSecret) {
      const token = randomBytes(24).toString("hex");
      await prisma.session.create({
        data: {
          id: randomUUID(),
          token,
          userId,
          expiresAt: new Date(Date.now() + SESSION_MS),
        },
      });
      const signature = createHmac("sha256", authSecret).update(token).digest("base64");
      return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
    },
    close: () => database.close(),
  };
}

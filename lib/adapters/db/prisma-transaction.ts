import type { Prisma, PrismaClient } from "./generated/client";

/**
 * How long a transaction may wait for a connection, and how long it may take: on a busy server
 * statements wait for each other, and Prisma's own limits of 2 and 5 seconds end what would have
 * succeeded. Requests are abandoned sooner than this, by proxies and people.
 */
const LIMITS = { maxWait: 30_000, timeout: 60_000 };

/**
 * Runs work in one transaction of Prisma; all its statements have to go through the client that it
 * gets. Errors of a busy database are those that `explainDatabaseError` knows.
 */
export const inPrismaTransaction = <Result>(
  prisma: PrismaClient,
  work: (transaction: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result> => prisma.$transaction(work, LIMITS);

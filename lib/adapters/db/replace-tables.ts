import type pg from "pg";
import { quoteName } from "./program-tables";

const SELECT_TABLES = `SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY c.relname`;
const SELECT_TYPES = `SELECT t.typname AS name FROM pg_type t
  WHERE t.typnamespace = $1::regnamespace AND t.typtype = 'e' ORDER BY t.typname`;

/**
 * Puts the tables and types of a schema in the place of those of the same names in another one,
 * within the transaction of the caller, and drops the empty schema. Indexes, constraints and
 * sequences come along. Fails, and changes nothing, where a view of somebody else depends on a
 * present table.
 */
export async function replaceTables(
  client: pg.Client,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const names = async (sql: string): Promise<string[]> =>
    (await client.query<{ name: string }>(sql, [quoteName(from)])).rows.map(({ name }) => name);
  const tables = await names(SELECT_TABLES);
  const types = await names(SELECT_TYPES);
  const present = (all: readonly string[]): string =>
    all.map((name) => `${quoteName(to)}.${quoteName(name)}`).join(", ");
  await client.query(`DROP TABLE IF EXISTS ${present(tables)}`);
  if (types.length > 0) await client.query(`DROP TYPE IF EXISTS ${present(types)}`);
  for (const [kind, all] of [
    ["TABLE", tables],
    ["TYPE", types],
  ] as const)
    for (const name of all)
      await client.query(
        `ALTER ${kind} ${quoteName(from)}.${quoteName(name)} SET SCHEMA ${quoteName(to)}`,
      );
  await client.query(`DROP SCHEMA ${quoteName(from)}`);
}

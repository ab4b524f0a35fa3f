// @prisma/adapter-pg, extended where the schema engine needs more of it than the client does.
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";

const CHAR = 18;
const TEXT = 25;
/**
 * Catalog types that introspection reads and the adapter does not know, mapped to types that it
 * does (by type id).
 */
const TYPE_SUBSTITUTES = {
  1003: 1009,
  22: 1005,
  30: 1016,
  24: TEXT,
  194: TEXT,
  2205: TEXT,
  2206: TEXT,
};

function extendAdapter(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let characters = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const fields = result.fields ?? [];
    characters = fields.flatMap(({ dataTypeID }, index) => (dataTypeID === CHAR ? [index] : []));
    for (const field of fields)
      field.dataTypeID =
        field.dataTypeID === CHAR ? TEXT : (TYPE_SUBSTITUTES[field.dataTypeID] ?? field.dataTypeID);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  // The adapter splits a script at every semicolon, also inside a function's body.
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

let shadows = 0;

export class SchemaEngineAdapter extends PrismaPg {
  async connect() {
    return extendAdapter(await super.connect());
  }

  /**
   * The adapter's own version drops the shadow database while its pool is still connected to it.
   */
  async connectToShadowDb() {
    const main = await super.connect();
    const name = `shadow_${process.pid}_${shadows++}`;
    await main.client.query(`CREATE DATABASE "${name}"`);
    const shadow = extendAdapter(await new PrismaPg({ ...this.config, database: name }).connect());
    shadow.dispose = async () => {
      await shadow.client.end();
      await main.client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await main.client.end();
    };
    return shadow;
  }
}

/**
 * Not as a connection string: pg lets that outrank `database`, and the shadow database would be the
 * real one.
 */
export function connectionFields(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: decodeURIComponent(hostname),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    max: 2,
  };
}

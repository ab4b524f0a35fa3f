import { expect, test } from "vitest";
import { role } from "@/lib/domain/access";
import { runStatus } from "@/lib/domain/run";
import * as columns from "./generated/enums";

const DECLARED: Readonly<Record<keyof typeof columns, readonly string[]>> = {
  Role: role.options,
  RunStatus: runStatus.options,
};

test.each(Object.entries(columns))("the enum %s has the values of the domain", (name, values) => {
  expect(Object.values(values)).toEqual(DECLARED[name as keyof typeof columns]);
});

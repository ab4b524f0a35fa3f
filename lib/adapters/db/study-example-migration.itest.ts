import { expect, test } from "vitest";
import { migrateOldDatabase } from "./old-database";
import { studyStore } from "./study-store";

const id = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** Studies of the time when the prefix of a name marked the example. */
const OLD_STUDIES = `
  INSERT INTO project (id, name) VALUES ('${id(1)}', 'Project');
  INSERT INTO scenario (id, project_id, name, title) VALUES ('${id(2)}', '${id(1)}', 'old', 'Old');
  INSERT INTO scenario_version (id, scenario_id, number, hash, document)
    VALUES ('${id(3)}', '${id(2)}', 1, 'h', '{}');
  INSERT INTO study (id, project_id, scenario_version_id, name, created_by_id, created_at) VALUES
    ('${id(5)}', '${id(1)}', '${id(3)}', 'Example: opinions on a carbon tax', NULL, '2026-03-04'),
    ('${id(6)}', '${id(1)}', '${id(3)}', 'Example: written by Ann', 'ann', '2026-03-03'),
    ('${id(7)}', '${id(1)}', '${id(3)}', 'Example:', NULL, '2026-03-02'),
    ('${id(8)}', '${id(1)}', '${id(3)}', 'An Example: pilot', NULL, '2026-03-01');
`;

test("flags the example of the installation, and keeps the names that people wrote", () =>
  migrateOldDatabase({
    migration: "_study_example_flag",
    sql: OLD_STUDIES,
    async check(database) {
      const studies = await studyStore(database).listForProject(id(1));
      expect(studies.map(({ name, isExample }) => [name, isExample])).toEqual([
        ["Opinions on a carbon tax", true],
        ["Example: written by Ann", false],
        ["Example:", false],
        ["An Example: pilot", false],
      ]);
    },
  }));

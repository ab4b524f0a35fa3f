import { expect, test } from "vitest";
import { migrateOldDatabase } from "./old-database";
import { runStore } from "./run-store";
import { studyStore } from "./study-store";

const id = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** A study as stored before studies had arms: two replicates, and a fork of the first. */
const OLD_STUDY = `
  INSERT INTO project (id, name) VALUES ('${id(1)}', 'Project');
  INSERT INTO scenario (id, project_id, name, title) VALUES ('${id(2)}', '${id(1)}', 'old', 'Old');
  INSERT INTO scenario_version (id, scenario_id, number, hash, document)
    VALUES ('${id(3)}', '${id(2)}', 1, 'h', '{}');
  INSERT INTO endpoint (id, name, base_url, model) VALUES ('${id(4)}', 'E', 'http://e/v1', 'm');
  INSERT INTO study (id, project_id, scenario_version_id, name, created_at) VALUES
    ('${id(5)}', '${id(1)}', '${id(3)}', 'Two replicates', '2026-03-04 05:06:07.089'),
    ('${id(6)}', '${id(1)}', '${id(3)}', 'Without runs', '2026-02-01');
  INSERT INTO run (id, study_id, replicate, parameters, seed, rounds, endpoint_id, model, is_demo)
    SELECT ('00000000-0000-7000-8000-00000000001' || n)::uuid, '${id(5)}', n, '{}', n, 2,
      '${id(4)}', 'm', false
    FROM generate_series(1, 2) AS n;
  INSERT INTO run (id, study_id, replicate, parameters, seed, rounds, endpoint_id, model, is_demo,
      fork_of_id, fork_version, fork_round, created_at)
    VALUES ('${id(20)}', '${id(5)}', 1, '{}', 1, 2, '${id(4)}', 'other', false, '${id(11)}', 3, 1,
      '2020-01-01');
`;

test("gives every earlier study one arm, and keeps its runs", () =>
  migrateOldDatabase({
    migration: "_study_arms",
    sql: OLD_STUDY,
    async check(database) {
      const studies = await studyStore(database).listForProject(id(1));
      expect(studies.map((study) => [study.name, study.arms])).toEqual([
        [
          "Two replicates",
          [{ id: expect.any(String) as string, number: 1, name: "baseline", parameters: {} }],
        ],
        [
          "Without runs",
          [{ id: expect.any(String) as string, number: 1, name: "baseline", parameters: {} }],
        ],
      ]);
      // A UUID of version 7, with the time of the study as its prefix.
      const arm = studies[0]?.arms[0]?.id ?? "";
      expect(arm).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(arm.replaceAll("-", "").slice(0, 12), 16)).toBe(
        Date.UTC(2026, 2, 4, 5, 6, 7, 89),
      );
      const runs = await runStore(database).listForStudy(id(5));
      expect(runs.map((run) => [run.id, run.arm.id, run.replicate, run.forkOfId])).toEqual([
        [id(11), arm, 1, null],
        [id(20), arm, 1, id(11)],
        [id(12), arm, 2, null],
      ]);
    },
  }));

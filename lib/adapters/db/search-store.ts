import type { SearchResult } from "@/lib/contracts/search";
import { storableText } from "@/lib/domain/text/storable-text";
import type { SearchStore } from "@/lib/services/search/ports";
import type { Database } from "./database";
import { VISIBLE_RUN, VISIBLE_STUDY } from "./visible";

/**
 * The newest runs of a project that a search looks at. Names are compared one by one, without an
 * index of their letters, which not every PostgreSQL offers: with the rows of one project that
 * takes milliseconds, and this bounds it.
 */
const MAX_SEARCHED = 20_000;

/** A pattern that finds a word anywhere; what the user typed has no special characters. */
const pattern = (word: string): string =>
  `%${storableText(word).replace(/[\\%_]/g, (character) => `\\${character}`)}%`;

const patterns = (words: readonly string[]): string[] => words.map(pattern);

/** The beginning of an id or a digest, if the search is one; shorter ones are numbers and words. */
function idPattern([word = "", ...others]: readonly string[]): string | null {
  const id = word.toLowerCase();
  return others.length === 0 && /^[0-9a-f-]{6,64}$/.test(id) ? `${id}%` : null;
}

/** Names in Postgres, compared without regard to case. All words have to occur. */
export function searchStore({ pool }: Database): SearchStore {
  return {
    async studies({ projectId, words, limit }) {
      const { rows } = await pool.query<{ id: string; name: string; archived: boolean }>(
        `SELECT id, name, archived_at IS NOT NULL AS archived FROM study s
         WHERE project_id = $1 AND ${VISIBLE_STUDY}
           AND (concat_ws(' ', name, description, array_to_string(tags, ' ')) ILIKE ALL ($2)
             OR id::text LIKE $4)
         ORDER BY name ILIKE ALL ($2) DESC, archived_at IS NOT NULL, created_at DESC, id LIMIT $3`,
        [projectId, patterns(words), limit, idPattern(words)],
      );
      return rows.map(({ archived: isArchived, ...row }) => ({ ...row, isArchived }));
    },

    async runs({ projectId, words, limit }) {
      const { rows } = await pool.query<{
        id: string;
        study_name: string;
        arm: string | null;
        replicate: number;
        fork_round: number | null;
        status: SearchResult["runs"][number]["status"];
      }>(
        `SELECT id, study_name, arm, replicate, fork_round, status FROM (
           SELECT r.id, s.name AS study_name, r.replicate, r.fork_round, r.status, r.model,
             r.digest, r.created_at,
             CASE WHEN (SELECT count(*) FROM study_arm WHERE study_id = s.id) > 1 THEN a.name END
               AS arm
           FROM study s JOIN run r ON r.study_id = s.id JOIN study_arm a ON a.id = r.arm_id
           WHERE s.project_id = $1 AND s.archived_at IS NULL AND ${VISIBLE_RUN}
           ORDER BY r.created_at DESC, r.id LIMIT ${String(MAX_SEARCHED)}) found
         WHERE concat_ws(' ', study_name, arm, 'run ' || replicate, model, status) ILIKE ALL ($2)
           OR id::text LIKE $4 OR digest LIKE $4
         ORDER BY created_at DESC, replicate, id LIMIT $3`,
        [projectId, patterns(words), limit, idPattern(words)],
      );
      return rows.map(({ study_name: studyName, fork_round: forkRound, ...row }) => ({
        ...row,
        studyName,
        forkRound,
      }));
    },

    async scenarios({ projectId, words, limit }) {
      const { rows } = await pool.query<SearchResult["scenarios"][number]>(
        `SELECT id, title, name FROM scenario
         WHERE project_id = $1 AND deleted_at IS NULL
           AND (concat_ws(' ', title, name) ILIKE ALL ($2) OR id::text LIKE $4)
         ORDER BY created_at DESC, id LIMIT $3`,
        [projectId, patterns(words), limit, idPattern(words)],
      );
      return rows;
    },
  };
}

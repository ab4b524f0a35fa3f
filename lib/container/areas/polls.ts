import { askPollShard } from "@/lib/services/polls/ask-poll-shard";
import { getPoll, listPollAnswers, listPolls, resumePoll } from "@/lib/services/polls/read-polls";
import { failPoll, recoverPolls } from "@/lib/services/polls/recover-polls";
import { startPoll } from "@/lib/services/polls/start-poll";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindPolls(resources: Resources) {
  const { members, runs, scenarios, polls, queue, worlds, questions, log } = resources;
  const { ledger, endpoints, secrets, pool, budgets, budgetLeases } = resources;
  const { record, fingerprint, outcomes, population } = resources;
  const reading = { members, runs, polls };
  return {
    listPolls: bind(listPolls, reading),
    getPoll: bind(getPoll, reading),
    listPollAnswers: bind(listPollAnswers, { ...reading, scenarios, population }),
    startPoll: bind(startPoll, { ...reading, scenarios, worlds, queue }),
    resumePoll: bind(resumePoll, { ...reading, queue }),

    askPollShard: bind(askPollShard, {
      ...{ runs, polls, questions, ledger, log },
      ...{ endpoints, secrets, pool, budgets, budgetLeases, record, fingerprint, outcomes },
    }),
    recoverPolls: bind(recoverPolls, { polls, queue }),
    failPoll: bind(failPoll, { polls }),
  };
}
